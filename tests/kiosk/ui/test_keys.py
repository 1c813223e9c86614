"""The whole kiosk with five keys, in the real window."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

import kiosk
from kiosk.session.children import sockets
from kiosk.session.machine import State
from kiosk.session.visit import Visit
from tests.kiosk.ui import stage
from tests.kiosk.ui.keys import DOWN, OK, RIGHT, UP, key, press, standing

ROOT = Path(kiosk.__file__).parent.parent
SCRIPT = ROOT / "tests/kiosk/session/scripted_worker.py"
# Keys of a keyboard that somebody may plug in. None of them may do anything.
OTHERS = [
    Qt.Key.Key_Escape, Qt.Key.Key_Back, Qt.Key.Key_Tab, Qt.Key.Key_Backspace, Qt.Key.Key_Menu,
    Qt.Key.Key_F11, Qt.Key.Key_A, Qt.Key.Key_Delete, Qt.Key.Key_Home,
]  # fmt: skip


def touch_the_sky(screen) -> None:
    """A touch where no control is."""
    QTest.mouseClick(screen.window, Qt.MouseButton.LeftButton, pos=QPoint(500, 560))


@pytest.mark.parametrize("name", ["choose", "keyboard", "panel", "showing"])
@pytest.mark.parametrize("size", ["portrait", "ten-inch"])
def test_up_and_down_go_from_row_to_row(screen, name: str, size: str) -> None:
    stage.turn(screen, size)
    stage.show(screen, name)
    key(screen, DOWN)
    for code, sign in ((UP, -1), (DOWN, 1)):
        heights = []
        for _ in range(16):
            key(screen, code)
            spot = next(spot for spot in stage.spots(screen) if spot.focused)
            heights.append(spot.y + spot.height / 2)
        steps = [later - earlier for earlier, later in pairwise(heights)]
        assert all(step * sign > 0 or step == 0 for step in steps), steps
    rows = [spot.y + spot.height / 2 for spot in stage.controls(screen).values()]
    assert heights[-1] >= max(rows) - 1


def test_the_first_key_shows_where_one_stands_and_a_touch_hides_it(screen) -> None:
    stage.show(screen, "attract")
    key(screen, OK)
    assert screen.model.page == "attract"
    assert standing(screen) == screen.text("ui.attract.touch")
    key(screen, OK)
    assert screen.model.page == "choose"
    assert standing(screen) is not None
    touch_the_sky(screen)
    assert standing(screen) is None
    key(screen, RIGHT)
    assert standing(screen) is not None
    # A control keeps a touch to itself; the ring goes all the same.
    screen.press("ui.choose.surprise")
    assert standing(screen) is None


def test_no_other_key_does_anything(screen) -> None:
    for name in stage.NAMES:
        before = stage.show(screen, name)
        session = screen.session.session
        for code in OTHERS:
            key(screen, code)
        assert stage.settle(screen) == before, name
        assert screen.session.session == session
        assert screen.window.isVisible()


def test_a_key_is_a_sign_of_life(screen) -> None:
    seconds = 0.0
    screen.session.clock.now = lambda: seconds
    stage.show(screen, "choose")
    seconds = 50.0
    key(screen, RIGHT)
    assert screen.session.clock.quiet_s() == 0


def test_the_invitation_is_answered_by_keys(screen) -> None:
    stage.show(screen, "invite")
    key(screen, DOWN)
    assert screen.model.inviting
    assert standing(screen) == screen.text("ui.invite.stay")
    key(screen, OK)
    assert not screen.model.inviting
    assert screen.model.page == "showing"
    stage.show(screen, "invite")
    press(screen, "ui.invite.leave")
    assert screen.model.page == "attract"
    assert screen.session.visit == Visit()
    assert standing(screen) is None


def test_language_words_keyboard_and_switches_by_keys(screen) -> None:
    stage.show(screen, "choose")
    screen.session.visit = Visit()
    screen.model._mirror()
    key(screen, UP)
    press(screen, "Español")
    assert screen.model.language == "es"
    assert standing(screen) == "Español"
    press(screen, "ui.choose.animals")
    press(screen, "Caballo criollo")
    assert screen.model.sentence == "um cavalo crioulo"
    press(screen, "Caballo criollo")
    assert screen.model.sentence == ""
    press(screen, "ui.choose.write")
    for name in ("e", "m", "a"):
        press(screen, name)
    press(screen, "ui.keyboard.done")
    assert screen.model.sentence == "ema"
    access = screen.model.access
    press(screen, access.texts["access.button"])
    press(screen, access.texts["access.high_contrast"])
    assert access.highContrast
    assert standing(screen) == access.texts["access.high_contrast"]
    press(screen, access.texts["access.close"])
    assert not access.open
    assert standing(screen) == access.texts["access.button"]


def test_ok_starts_speaking_and_ok_ends_it(screen, sockets_folder: Path) -> None:
    command = [sys.executable, str(SCRIPT), "listener", str(sockets(sockets_folder)["listener"])]
    with subprocess.Popen(
        [*command, "well"], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as worker:
        try:
            screen.model.open()
            key(screen, OK)
            key(screen, OK)
            screen.until(lambda: screen.model.voiceReady)
            press(screen, "ui.choose.speak")
            screen.until(lambda: screen.model.speech)
            assert screen.session.session.state is State.LISTENING
            assert standing(screen) == screen.text("ui.speak.finish")
            key(screen, OK)
            screen.page("confirm")
            assert screen.model.sentence == "Um gaúcho na coxilha ao entardecer"
        finally:
            worker.terminate()
