"""The self-test finds what is wrong, on real files and over the real protocol."""

from pathlib import Path

import msgspec

from kiosk import catalogue, config, wallclock
from kiosk.credentials import identity
from kiosk.staff import machine_checks, selftest, worker_checks
from kiosk.staff.panel import Panel
from kiosk.staff.pins import Cost, Pins


def replaced(place, **changes: object):
    return msgspec.structs.replace(place, **changes)


def configured(place, **changes: object):
    return replaced(place, config=msgspec.structs.replace(place.config, **changes))


def test_a_kiosk_that_is_well_but_for_its_flat_picture_and_missing_pins(place, scripted) -> None:
    scripted("painter")
    scripted("listener")
    rows = {row.id: row for row in selftest.run(place)}
    assert len(rows) == len(selftest.CHECKS)
    # The scripted painter paints one colour only, which is no picture.
    assert {name for name, row in rows.items() if not row.ok} == {"pins", "picture", "credentials"}
    assert rows["picture"].said == "bad"
    assert rows["microphone"].values["level"] == "50"
    for language in catalogue.LANGUAGES:
        for row in rows.values():
            assert row.title(language)
            assert row.detail(language)
            assert bool(row.advice(language)) == (not row.ok)


def test_the_shipped_typefaces_and_this_clock_are_well(place) -> None:
    fonts = machine_checks.fonts(place)
    assert fonts.ok
    assert {"Cabin", "Vollkorn"} <= set(fonts.values["names"].replace(",", " ").split())
    assert machine_checks.clock(place).ok


def test_workers_that_are_away(place) -> None:
    for check in (worker_checks.painter, worker_checks.listener):
        row = check(place)
        assert not row.ok
        assert row.advice("en")
    for check in (worker_checks.picture, worker_checks.microphone):
        row = check(place)
        assert (row.ok, row.said, row.advice("en")) == (False, "skipped", "")


def test_a_microphone_that_is_not_there(place, scripted) -> None:
    scripted("listener", "deaf")
    row = worker_checks.microphone(place)
    assert not row.ok
    assert "none" in row.detail("en")


def test_pins(place) -> None:
    kept = Pins(place.state, Cost(n=16))
    kept.set("gallery", "407163")
    assert machine_checks.pins(place).values["missing"] == "installer"
    kept.set("installer", "90281755")
    assert machine_checks.pins(place).ok
    (place.state / "pins.json").write_text("?")
    assert not machine_checks.pins(place).ok


def test_credentials_that_are_missing_unneeded_there_and_broken(place) -> None:
    assert machine_checks.credentials(place).said == "bad"
    nothing_leaves = configured(place, gallery=config.GallerySettings(keep=False))
    assert machine_checks.credentials(nothing_leaves).ok
    printed = configured(nothing_leaves, take_home="print")
    assert not machine_checks.credentials(printed).ok
    identity.make("Museu")
    row = machine_checks.credentials(place)
    assert (row.ok, row.values["organisation"]) == (True, "Museu")
    assert machine_checks.credentials(printed).ok
    identity.place().write_bytes(b"?")
    assert not machine_checks.credentials(place).ok


def test_credentials_that_have_ended(place, monkeypatch) -> None:
    identity.make("Museu")
    now = wallclock.now()
    monkeypatch.setattr(wallclock, "now", lambda: now.replace(year=now.year + 20))
    row = machine_checks.credentials(place)
    assert (row.ok, row.said) == (False, "ended")


def test_a_state_folder_that_refuses(place) -> None:
    assert machine_checks.state(place).ok
    assert list(place.state.iterdir()) == []
    row = machine_checks.state(replaced(place, state=Path("/proc/self")))
    assert not row.ok
    assert row.detail("en").startswith("Writing failed: ")


def test_too_little_room(place, monkeypatch) -> None:
    assert machine_checks.disk(place).ok
    monkeypatch.setattr(machine_checks, "LEAST_FREE_GB", 10.0**9)
    assert not machine_checks.disk(place).ok


def test_a_clock_that_lost_its_time(place, monkeypatch) -> None:
    now = wallclock.now()
    monkeypatch.setattr(wallclock, "now", lambda: now.replace(year=2001))
    row = machine_checks.clock(place)
    assert not row.ok
    assert row.values["now"].startswith("2001")


def test_settings_that_were_put_aside(place) -> None:
    (place.state / "staff.json").write_text("?")
    row = machine_checks.settings(replaced(place, settings=type(place.settings)(place.state)))
    assert not row.ok
    assert "staff.json.broken-1" in row.detail("en")


def test_the_panels_commands(place) -> None:
    assert machine_checks.panel(place).said == "none"
    absent = configured(place, screen_off_command=("no-such-program-here",))
    assert machine_checks.panel(absent).said == "absent"
    failing = configured(place, screen_off_command=("false",), screen_on_command=("true",))
    assert machine_checks.panel(failing).ok, "nobody has tried it yet"
    tried = Panel(("false",), ("true",))
    tried.switch(False)
    assert tried.settle(20)
    assert machine_checks.panel(replaced(failing, panel=tried)).said == "bad"
