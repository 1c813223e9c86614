"""Leaving a scene for the wall: only when asked, on another thread, and told what became of it."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.credentials import identity, sign
from kiosk.gallery.clerk import Clerk
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery
from kiosk.session.keeping import Keeper
from kiosk.session.machine import Event, State
from kiosk.session.visit import Visit

TODAY = date(2026, 12, 1)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path / "gallery", Limits(10**7, 0, 90), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    made = Clerk()
    yield made
    made.close()


@pytest.fixture
def showing(bench, gallery, clerk):
    """A visitor in front of a finished scene."""
    bench.controller.keeper = Keeper(gallery, clerk, offered=True, now=lambda: bench.seconds)
    bench.worker("painter")
    bench.controller.open()
    bench.until(lambda: bench.controller.present["painter"])
    bench.controller.happen(Event.TOUCH)
    bench.controller.surprise()
    paint(bench)
    return bench


def paint(bench, seconds: float = 0.0) -> None:
    bench.controller.happen(Event.PAINT)
    bench.seconds += seconds
    bench.until(lambda: bench.controller.session.state is State.SHOWING)


def counts(gallery: Gallery) -> dict[str, int]:
    return dict(gallery.counters(1)[TODAY])


def test_a_scene_is_kept_when_the_visitor_asks(showing, gallery) -> None:
    controller = showing.controller
    controller.language = "es"
    visit = controller.visit
    controller.happen(Event.KEEP)
    assert controller.session.state is State.SHOWING
    assert controller.visit.keeping == "writing"
    showing.until(lambda: controller.visit.keeping == "kept")
    (scene,) = gallery.pending()
    assert (scene.sentence, scene.language) == (visit.sentence.text, "es")
    assert gallery.picture(scene.id) == visit.picture
    controller.happen(Event.KEEP)
    controller.happen(Event.RESET)
    assert controller.visit == Visit()
    assert len(gallery.pending()) == 1


def test_each_scene_is_asked_for_anew(showing, gallery) -> None:
    controller = showing.controller
    controller.happen(Event.KEEP)
    showing.until(lambda: controller.visit.keeping == "kept")
    paint(showing)
    assert controller.visit.keeping == ""
    controller.happen(Event.KEEP)
    showing.until(lambda: controller.visit.keeping == "kept")
    assert len(gallery.pending()) == 2


def test_without_asking_nothing_of_the_visit_is_on_the_disk(showing, gallery, clerk) -> None:
    controller = showing.controller
    controller.write("um homem nu na Rua dos Andradas")
    controller.happen(Event.RESET)
    controller.happen(Event.TOUCH)
    controller.write("um boi da Zulmira Xavier")
    paint(showing)
    controller.happen(Event.RESET)
    clerk.close()
    assert gallery.pending() == []
    files = [file for file in gallery._folder.rglob("*") if file.is_file()]
    assert {file.name.split("-")[0] for file in files} == {"gallery.db", "lock"}
    assert not any(b"Zulmira" in file.read_bytes() for file in files)


def test_visits_scenes_waits_and_verdicts_are_counted(showing, gallery, clerk) -> None:
    paint(showing, seconds=20.0)
    controller = showing.controller
    controller.happen(Event.KEEP)
    showing.until(lambda: controller.visit.keeping == "kept")
    controller.happen(Event.NEW)
    controller.write("um homem nu")
    controller.happen(Event.PAINT)
    showing.until(lambda: controller.session.state is State.TROUBLE)
    clerk.close()
    assert counts(gallery) == {
        "visits": 1, "scenes": 2, "kept": 1, "wait.2": 1, "wait.30": 1,
        "words.allow": 2, "words.sexual": 1,
    }  # fmt: skip


def test_what_is_kept_says_that_a_machine_made_it(showing, gallery) -> None:
    identity.make("Museu")
    showing.controller.happen(Event.KEEP)
    showing.until(lambda: showing.controller.visit.keeping == "kept")
    (scene,) = gallery.pending()
    reading = sign.read(gallery.picture(scene.id))
    assert reading is not None
    assert (reading.intact, reading.ours) == (True, True)
    assert reading.source == "trainedAlgorithmicMedia"


def test_a_certificate_that_cannot_sign_keeps_nothing(showing, gallery, caplog) -> None:
    identity.make("Museu")
    identity.place().write_bytes(b"?")
    showing.controller.happen(Event.KEEP)
    showing.until(lambda: showing.controller.visit.keeping == "refused")
    assert gallery.pending() == []
    assert identity.NAME in caplog.text


def test_an_answer_that_comes_after_the_visitor_left_changes_nothing(showing, gallery) -> None:
    controller = showing.controller
    controller.happen(Event.KEEP)
    controller.happen(Event.RESET)
    controller.happen(Event.TOUCH)
    showing.until(lambda: len(gallery.pending()) == 1)
    showing.until(showing._posted.empty)
    assert controller.visit.keeping == ""


def test_a_full_disk_is_said_kindly_and_may_be_tried_again(showing, tmp_path, clerk) -> None:
    floor = Limits(10**7, 10**15, 90)
    full = Gallery(tmp_path / "full", floor, lambda: TODAY)
    controller = showing.controller
    controller.keeper = Keeper(full, clerk, offered=True)
    controller.happen(Event.KEEP)
    showing.until(lambda: controller.visit.keeping == "refused")
    controller.happen(Event.KEEP)
    assert controller.visit.keeping == "writing"
    showing.until(lambda: controller.visit.keeping == "refused")
    full.close()


@pytest.mark.parametrize("keeper", [Keeper(), Keeper(offered=True)], ids=["off", "no gallery"])
def test_where_nothing_is_offered_nothing_happens(showing, gallery, keeper: Keeper) -> None:
    showing.controller.keeper = keeper
    showing.controller.happen(Event.KEEP)
    assert showing.controller.visit.keeping == ""
    assert gallery.pending() == []


def test_the_disk_is_never_touched_on_the_sessions_thread(showing, gallery, monkeypatch) -> None:
    threads: set[str] = set()
    change = gallery.keep

    def watched(*values: object) -> str | None:
        threads.add(threading.current_thread().name)
        return change(*values)

    monkeypatch.setattr(gallery, "keep", watched)
    showing.controller.happen(Event.KEEP)
    showing.until(lambda: showing.controller.visit.keeping == "kept")
    assert threads == {"gallery"}
