"""The staff's screens by real touches in the real window."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk import catalogue, config, paths
from kiosk.prompts import lexicon
from kiosk.session.idle import QUIET_S
from kiosk.session.machine import Session, State
from kiosk.session.sentence import of_chips, spoken
from kiosk.session.visit import Visit
from kiosk.staff.pins import Pins
from kiosk.staff.settings import SettingsFile
from kiosk.ui import app
from kiosk.ui.door_model import QUIET_S as PAD_S
from tests.kiosk.ui.conftest import Screen

GALLERY, INSTALLER = "407163", "90281755"
TUESDAY = datetime(2026, 11, 24, 12).astimezone()


@pytest.fixture
def staffed(qapp, sockets_folder: Path) -> Iterator[Screen]:
    pins = Pins(paths.state_dir())
    pins.set("gallery", GALLERY)
    pins.set("installer", INSTALLER)
    app.load_fonts()
    made = Screen(sockets_folder, pace=1.0, settings=config.KioskConfig(paint_deadline_s=20))
    made.model.staff_model.shutters.now = lambda: TUESDAY
    yield made
    made.close()


def say(screen: Screen, key: str, **values: object) -> str:
    return catalogue.text(key, screen.model.language, **values)


def type_pin(screen: Screen, pin: str) -> None:
    for digit in pin:
        screen.press(digit)
    screen.press(say(screen, "staff.pad.enter"))
    screen.until(lambda: not screen.model.staff_model.door_model._judging)


def enter(screen: Screen, pin: str) -> None:
    screen.model.staff_model.door_model.ask()
    type_pin(screen, pin)
    screen.page("staff")


def door(screen: Screen):
    return screen.model.staff_model.door_model


def test_the_corner_held_for_four_seconds_and_the_pin(staffed: Screen) -> None:
    staffed.session.session = Session(State.SHOWING)
    staffed.session.visit = Visit(sentence=spoken("um gaúcho na coxilha"), picture=b"x")
    staffed.model._mirror()
    place = QPoint(staffed.window.width() - 10, 10)
    began = time.monotonic()
    QTest.mousePress(staffed.window, Qt.MouseButton.LeftButton, pos=place)
    staffed.until(lambda: door(staffed).asking, 6)
    assert time.monotonic() - began >= 3.9
    QTest.mouseRelease(staffed.window, Qt.MouseButton.LeftButton, pos=place)
    assert staffed.model.page == "showing", "the visitor is still there until a PIN was right"
    type_pin(staffed, GALLERY)
    staffed.page("staff")
    assert staffed.model.staff_model.role == "gallery"
    assert staffed.session.visit == Visit()
    staffed.press(say(staffed, "staff.leave"))
    staffed.page("attract")
    staffed.model._tick()
    assert staffed.model.staff_model.role == ""


@pytest.mark.parametrize(
    ("size", "mm"),
    [((1080, 1920), 2.04), ((1920, 1080), 2.04), ((3840, 2160), 4.08), ((1024, 600), 4.67)],
    ids=str,
)
def test_every_key_of_the_pad_is_20_mm_and_on_the_screen(staffed: Screen, size, mm) -> None:
    staffed.window.setProperty("pixelsPerMm", mm)
    staffed.turn(*size)
    door(staffed).ask()
    QTest.qWait(50)
    keys = {
        name: item
        for name, item in staffed.buttons().items()
        if name in "0123456789" or name in (say(staffed, "staff.pad.cancel"),)
    }
    assert len(keys) == 11
    for name, key in keys.items():
        assert min(key.width, key.height) >= 20 * mm - 0.5, name
        assert key.x >= 0, name
        assert key.y >= 0, name
        assert key.x + key.width <= size[0], name
        assert key.y + key.height <= size[1], name


def test_digits_are_dots_and_every_key_does_its_work(staffed: Screen) -> None:
    door(staffed).ask()
    for count, digit in enumerate("1234567890", 1):
        staffed.press(digit)
        assert door(staffed).dots == count
    shown = " ".join(staffed.texts())
    assert "123456" not in shown
    staffed.press(say(staffed, "staff.pad.erase"))
    assert door(staffed).dots == 9
    staffed.press(say(staffed, "staff.pad.cancel"))
    assert not door(staffed).asking
    assert door(staffed).dots == 0


def test_wrong_pins_and_the_wait(staffed: Screen) -> None:
    door(staffed).ask()
    for _ in range(4):
        type_pin(staffed, "550011")
        QTest.qWait(30)
        assert staffed.model.page == "attract"
        if door(staffed).wait_s() == 0:
            assert say(staffed, "staff.pad.wrong") in staffed.texts()
    assert 4 <= door(staffed).wait_s() <= 5
    assert any(text.startswith("Espere ") for text in staffed.texts())
    assert "1" not in staffed.buttons(), "no key takes a digit while the wait lasts"
    staffed.press(say(staffed, "staff.pad.cancel"))
    door(staffed).ask()
    assert door(staffed).wait_s() > 0, "closing the pad does not end the wait"


def test_the_pad_closes_itself(staffed: Screen) -> None:
    seconds = 0.0
    door(staffed).now = lambda: seconds
    door(staffed).ask()
    seconds += PAD_S - 1
    staffed.model._tick()
    assert door(staffed).asking
    staffed.press("1")
    seconds += PAD_S - 1
    staffed.model._tick()
    assert door(staffed).asking
    seconds += 1
    staffed.model._tick()
    assert not door(staffed).asking


def test_without_a_pin_the_pad_says_how_to_set_one(screen) -> None:
    door(screen).ask()
    QTest.qWait(50)
    assert say(screen, "staff.pad.none") in screen.texts()
    assert "1" not in screen.buttons()
    door(screen).digit("1")
    assert door(screen).dots == 0


def test_the_gallery_sees_its_pages_and_not_the_installers(staffed: Screen) -> None:
    enter(staffed, GALLERY)
    for name in ("review", "gallery", "statistics", "hours"):
        assert say(staffed, f"staff.menu.{name}") in staffed.buttons()
    for name in ("bundles", "selftest", "log"):
        assert say(staffed, f"staff.menu.{name}") not in staffed.buttons()


def test_pages_that_are_not_installed_say_so(staffed: Screen) -> None:
    enter(staffed, GALLERY)
    for name in ("review", "gallery", "statistics"):
        staffed.press(say(staffed, f"staff.menu.{name}"))
        QTest.qWait(40)
        there = staffed.model.staff_model.has(f"Staff{name.title()}.qml")
        assert (say(staffed, "staff.menu.absent") in staffed.texts()) == (not there)
        staffed.press(say(staffed, "staff.menu.back"))


def test_pause_and_volume_are_kept_over_a_restart(staffed: Screen) -> None:
    enter(staffed, GALLERY)
    louder, softer = (say(staffed, "staff.menu.volume") + sign for sign in (" +", " −"))
    staffed.press(louder)
    staffed.press(louder)
    staffed.press(softer)
    assert staffed.model.staff_model.volume_now() == 80
    assert "80 %" in staffed.texts()
    for _ in range(2):
        staffed.press(louder)
    assert louder not in staffed.buttons(), "no louder than 100"
    staffed.press(say(staffed, "staff.menu.pause"))
    assert say(staffed, "staff.menu.paused") in staffed.texts()
    kept = SettingsFile(paths.state_dir()).now
    assert (kept.volume, kept.paused) == (100, True)
    staffed.press(say(staffed, "staff.leave"))
    staffed.model._tick()
    staffed.page("closed")
    assert say(staffed, "closed.paused") in staffed.texts()
    enter(staffed, GALLERY)
    staffed.press(say(staffed, "staff.menu.continue"))
    staffed.press(say(staffed, "staff.leave"))
    staffed.model._tick()
    staffed.page("attract")


def test_opening_hours_by_touch(staffed: Screen) -> None:
    enter(staffed, GALLERY)
    staffed.press(say(staffed, "staff.menu.hours"))
    assert say(staffed, "staff.hours.always") in staffed.texts()
    monday, tuesday = (say(staffed, f"closed.day.{day}") for day in ("monday", "tuesday"))
    staffed.press(say(staffed, "staff.hours.close", day=monday))
    staffed.press(say(staffed, "staff.hours.open", day=monday))
    for _ in range(2):
        staffed.press(say(staffed, "staff.hours.begin") + " +")
    staffed.press(say(staffed, "staff.hours.begin") + " −")
    staffed.press(say(staffed, "staff.hours.end") + " −")
    staffed.press(say(staffed, "staff.hours.end") + " −")
    staffed.press(say(staffed, "staff.hours.end") + " +")
    staffed.press(say(staffed, "staff.hours.copy"))
    staffed.press(tuesday)
    staffed.press(say(staffed, "staff.hours.close", day=tuesday))
    hours = SettingsFile(paths.state_dir()).now.hours
    assert hours is not None
    assert set(hours.values()) == {"09:15-16:45"}
    assert "tuesday" not in hours
    assert len(hours) == 6
    staffed.press(say(staffed, "staff.menu.back"))
    staffed.press(say(staffed, "staff.leave"))
    staffed.model._tick()
    staffed.page("closed")
    assert "Voltamos amanhã às\u00a09h15" in staffed.texts()
    enter(staffed, GALLERY)
    staffed.press(say(staffed, "staff.menu.hours"))
    staffed.press(say(staffed, "staff.hours.forget"))
    assert SettingsFile(paths.state_dir()).now.hours is None


def test_the_selftest_and_the_log(staffed: Screen) -> None:
    enter(staffed, INSTALLER)
    model = staffed.model.staff_model.selftest_model
    staffed.press(say(staffed, "staff.menu.selftest"))
    staffed.until(lambda: not model.busy() and model.rows)
    QTest.qWait(40)
    assert say(staffed, "selftest.painter.title") in staffed.texts()
    assert say(staffed, "selftest.painter.todo") in staffed.texts()
    wrong = sum(not row["ok"] for row in model.rows)
    assert wrong >= 4
    assert say(staffed, "staff.selftest.wrong", count=wrong) in staffed.texts()
    assert [row["ok"] for row in model.rows] == sorted(row["ok"] for row in model.rows)
    staffed.press(say(staffed, "staff.selftest.again"))
    staffed.until(lambda: not model.busy())
    staffed.press(say(staffed, "staff.menu.back"))
    staffed.press(say(staffed, "staff.menu.log"))
    QTest.qWait(40)
    assert any("installer staff let in" in text for text in staffed.texts())
    logging.getLogger("kiosk.test").info("a new line")
    staffed.press(say(staffed, "staff.log.again"))
    QTest.qWait(40)
    assert any("a new line" in text for text in staffed.texts())


def test_no_visitors_words_are_in_the_log(staffed: Screen) -> None:
    chosen = of_chips([lexicon.chip("gaucho"), lexicon.chip("coxilha")])
    staffed.session.present = {"painter": True, "listener": True}
    for sentence in (chosen, spoken("um segredo guardado"), spoken("um homem nu")):
        staffed.session.session = Session(State.CHOOSE)
        staffed.session.visit = replace(Visit(), sentence=sentence)
        staffed.model.paint()
        staffed.page("trouble")
        staffed.session.present = {"painter": True, "listener": True}
    log = "\n".join(staffed.model.staff_model.selftest_model.log)
    for word in ("gaúcho", "coxilha", "segredo", "homem"):
        assert word not in log


@pytest.mark.parametrize(
    ("language", "size", "mm"),
    [("pt-BR", (1080, 1920), 2.04), ("es", (1920, 1080), 2.04), ("en", (1024, 600), 4.67)],
    ids=str,
)
def test_every_staff_page_in_every_language_and_every_target(
    staffed: Screen, language: str, size: tuple[int, int], mm: float
) -> None:
    enter(staffed, INSTALLER)
    staffed.press(catalogue.text("ui.language", language))
    assert staffed.model.language == language
    staffed.window.setProperty("pixelsPerMm", mm)
    staffed.turn(*size)
    offered = set(staffed.buttons())
    assert {say(staffed, f"staff.menu.{name}") for name in ("review", "hours")} <= offered
    for name in ("", "review", "hours", "bundles", "selftest"):
        if name:
            staffed.press(say(staffed, f"staff.menu.{name}"))
            QTest.qWait(30)
            staffed.until(lambda: not staffed.model.staff_model.busy())
            assert say(staffed, f"staff.menu.{name}") in staffed.texts()
        for label, button in staffed.buttons().items():
            assert min(button.width, button.height) >= 20 * mm - 0.5, label
            assert button.x >= 0, label
            assert button.x + button.width <= size[0] + 1, label
        if name:
            staffed.press(say(staffed, "staff.menu.back"))
    staffed.model.staff_model.leave()
    assert staffed.model.language == "pt-BR"


def test_what_does_not_fit_a_small_screen_is_reached_by_a_swipe(staffed: Screen) -> None:
    enter(staffed, INSTALLER)
    staffed.window.setProperty("pixelsPerMm", 4.67)
    staffed.turn(1024, 600)
    log = say(staffed, "staff.menu.log")
    assert staffed.buttons()[log].y > 500
    QTest.mousePress(staffed.window, Qt.MouseButton.LeftButton, pos=QPoint(500, 520))
    for step in range(1, 11):
        QTest.mouseMove(staffed.window, QPoint(500, 520 - 40 * step))
        QTest.qWait(20)
    QTest.mouseRelease(staffed.window, Qt.MouseButton.LeftButton, pos=QPoint(500, 120))
    staffed.until(lambda: staffed.buttons()[log].y + staffed.buttons()[log].height <= 600)
    # A touch while it still glides would only stop it.
    QTest.qWait(700)
    staffed.press(log)
    QTest.qWait(40)
    assert say(staffed, "staff.log.hint") in staffed.texts()


def test_staff_who_go_away_are_put_out(staffed: Screen) -> None:
    enter(staffed, GALLERY)
    seconds = 1000.0
    staffed.session.clock.now = lambda: seconds
    staffed.session.sign_of_life()
    seconds += QUIET_S[State.STAFF] - 1
    staffed.model._tick()
    assert staffed.model.page == "staff"
    seconds += 2
    staffed.model._tick()
    assert staffed.model.page == "attract"
    assert staffed.model.staff_model.role == ""


def test_a_setting_that_cannot_be_written_is_told_and_does_not_hold(
    staffed: Screen, monkeypatch
) -> None:
    enter(staffed, GALLERY)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.staff.settings.files.write_atomically", full)
    staffed.press(say(staffed, "staff.menu.pause"))
    QTest.qWait(40)
    assert any("No space left on device" in text for text in staffed.texts())
    assert not staffed.model.staff_model.settings.now.paused


def test_settings_that_were_put_aside_are_told_on_the_menu(qapp, sockets_folder: Path) -> None:
    Pins(paths.state_dir()).set("gallery", GALLERY)
    (paths.state_dir() / "staff.json").write_text("{")
    screen = Screen(sockets_folder, pace=1.0)
    try:
        enter(screen, GALLERY)
        assert any("staff.json.broken-1" in text for text in screen.texts())
    finally:
        screen.close()
