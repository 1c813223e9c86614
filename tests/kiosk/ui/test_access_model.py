"""The visitor's own switches and the voice, in the real window with real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.session.access import FORGET_S, NAMES
from kiosk.session.idle import COUNTDOWN_S, QUIET_S
from kiosk.session.machine import State
from tests.kiosk.speech.speaker import Speakers, alive
from tests.kiosk.ui import stage
from tests.kiosk.ui.conftest import Screen


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch) -> Speakers:
    return Speakers(tmp_path, monkeypatch)


@pytest.fixture
def talking(qapp, speakers, sockets_folder: Path) -> Iterator[Screen]:
    """A window on a machine that has espeak-ng, with reading aloud on."""
    speakers.install("espeak-ng", seconds=0.02)
    made = Screen(sockets_folder, pace=1.0)
    made.model.access.toggle("read_aloud")
    yield made
    made.close()


def heard(screen, speakers: Speakers) -> list[str]:
    """All that was said once the voice has fallen silent."""

    def silent() -> bool:
        screen.model._tick()
        return not screen.model.access.narrator.speaking

    screen.until(silent)
    return speakers.texts()


def on(screen) -> set[str]:
    return {entry["name"] for entry in screen.model.access.switches if entry["on"]}


def test_each_switch_is_turned_by_touch_and_forgotten_at_reset(talking) -> None:
    screen = talking
    screen.model.access.toggle("read_aloud")
    stage.show(screen, "choose")
    screen.touch(stage.controls(screen)[screen.model.access.texts["access.button"]])
    for number, name in enumerate(NAMES, start=1):
        screen.touch(stage.controls(screen)[screen.model.access.texts[f"access.{name}"]])
        assert len(on(screen)) == number
    screen.model.leave()
    assert on(screen) == set()
    assert not screen.model.access.open


@pytest.fixture
def mute(tmp_path: Path, monkeypatch) -> None:
    """A machine on which no program speaks."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


def test_without_a_program_that_speaks_the_switch_is_not_shown(mute, screen) -> None:
    assert not screen.model.access.narrator.available
    stage.show(screen, "panel")
    names = set(stage.controls(screen))
    assert screen.model.access.texts["access.read_aloud"] not in names
    assert screen.model.access.texts["access.large_text"] in names


def test_the_panel_holds_all_five_switches_at_every_size(talking) -> None:
    for size in stage.SIZES:
        width, height, per_mm = stage.turn(talking, size)
        for switches in (("read_aloud",), ("read_aloud", "large_text", "controls_low")):
            stage.switch(talking, *switches)
            spots = [spot for spot in stage.show(talking, "panel") if spot.pressable]
            assert len(spots) == len(NAMES) + 4
            for spot in spots:
                assert spot.inside(width, height), (size, spot)
                assert min(spot.width, spot.height) >= 20 * per_mm - 0.5, (size, spot)


def test_switches_stay_while_the_visitor_goes_on(screen) -> None:
    stage.switch(screen, "high_contrast", "large_text")
    screen.press("ui.attract.touch")
    assert screen.model.page == "choose"
    assert on(screen) == {"high_contrast", "large_text"}
    screen.model.newScene()
    assert on(screen) == {"high_contrast", "large_text"}


def test_what_a_passer_by_chose_and_left_is_forgotten(screen) -> None:
    seconds = 0.0
    screen.session.clock.now = lambda: seconds
    screen.session.clock.sign_of_life()
    screen.press("Español")
    stage.switch(screen, "large_text")
    seconds = FORGET_S - 1
    screen.model._tick()
    assert on(screen) == {"large_text"}
    seconds = 2 * FORGET_S + 2
    screen.model._tick()
    assert on(screen) == set()
    assert screen.model.language == "pt-BR"


def test_a_page_is_read_as_it_comes(talking, speakers) -> None:
    stage.show(talking, "showing")
    said = heard(talking, speakers)
    for text in (stage.SENTENCE.text, talking.text("ui.label")):
        assert text in said


def test_the_control_under_the_ring_is_named(talking, speakers) -> None:
    stage.show(talking, "invite")
    heard(talking, speakers)
    QTest.keyClick(talking.window, Qt.Key.Key_Right)
    assert heard(talking, speakers)[-1] == talking.text("ui.invite.stay")
    QTest.keyClick(talking.window, Qt.Key.Key_Right)
    assert heard(talking, speakers)[-1] == talking.text("ui.invite.leave")


def test_the_voice_is_silent_while_the_kiosk_listens(talking, speakers) -> None:
    stage.show(talking, "choose")
    heard(talking, speakers)
    before = len(speakers.notes())
    stage.show(talking, "listening")
    QTest.keyClick(talking.window, Qt.Key.Key_Right)
    QTest.keyClick(talking.window, Qt.Key.Key_Right)
    assert len(heard(talking, speakers)) == before


def test_a_touch_a_new_page_and_a_reset_silence_the_voice(talking, speakers) -> None:
    speakers.install("espeak-ng", seconds=30)

    def silenced_by(deed) -> None:
        stage.show(talking, "trouble")
        before = len(speakers.notes())
        stage.show(talking, "confirm")
        talking.until(lambda: len(speakers.notes()) > before)
        pid = speakers.notes()[-1].pid
        assert talking.model.access.narrator.speaking
        deed()
        stage.until(lambda: not alive(pid))

    silenced_by(
        lambda: QTest.mouseClick(
            talking.window, Qt.MouseButton.LeftButton, pos=QPoint(500, 1400)
        )
    )
    button = talking.model.access.texts["access.button"]
    silenced_by(lambda: talking.touch(stage.controls(talking)[button]))
    talking.model.access.show(False)
    silenced_by(lambda: stage.show(talking, "painting"))
    silenced_by(talking.model.leave)
    assert not talking.model.access.narrator.speaking


def test_nobody_is_asked_whether_they_are_there_while_being_read_to(talking, speakers) -> None:
    speakers.install("espeak-ng", seconds=30)
    seconds = 0.0
    talking.session.clock.now = lambda: seconds
    stage.show(talking, "showing")
    talking.until(lambda: bool(speakers.notes()))
    for _ in range(5):
        seconds += QUIET_S[State.SHOWING] - 1
        talking.model._tick()
        assert not talking.model.inviting
    talking.model.access.touched()
    seconds += QUIET_S[State.SHOWING]
    talking.model._tick()
    assert talking.model.inviting
    assert talking.model.countdown <= COUNTDOWN_S


def test_helping_devices_are_told_of_each_page(screen) -> None:
    told: list[str] = []
    screen.model.access.announced.connect(told.append)
    stage.show(screen, "confirm")
    assert any(stage.SENTENCE.text in text for text in told)
