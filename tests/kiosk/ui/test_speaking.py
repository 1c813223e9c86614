"""The microphone's button in the real window: held and let go, or tapped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

import kiosk
from kiosk.session.children import sockets
from kiosk.session.machine import State

ROOT = Path(kiosk.__file__).parent.parent
SCRIPT = ROOT / "tests" / "kiosk" / "session" / "scripted_worker.py"


@pytest.fixture
def listening(screen, sockets_folder: Path) -> Iterator[Path]:
    """A listener at the other end, and the page with the button open: the listener's socket."""
    socket = sockets(sockets_folder)["listener"]
    command = [sys.executable, str(SCRIPT), "listener", str(socket), "patient"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as worker:
        try:
            screen.model.open()
            screen.press("ui.attract.touch")
            screen.until(lambda: screen.model.voiceReady)
            QTest.qWait(50)
            yield socket
        finally:
            worker.terminate()


def middle(screen) -> QPoint:
    button = screen.buttons()[screen.text("ui.choose.speak")]
    return QPoint(int(button.x + button.width / 2), int(button.y + button.height / 2))


def test_held_it_listens_until_it_is_let_go(screen, listening) -> None:
    place = middle(screen)
    QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=place)
    screen.until(lambda: screen.model.caption == "um gaúcho na")
    QTest.qWait(900)
    assert screen.session.session.state is State.LISTENING
    assert screen.model.clipped
    QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=place)
    screen.page("confirm")
    assert screen.model.sentence.endswith("ao entardecer")


def test_tapped_it_leaves_the_end_to_silence(screen, listening) -> None:
    QTest.mouseClick(screen.window, Qt.MouseButton.LeftButton, pos=middle(screen))
    screen.page("confirm")
    assert screen.model.sentence.endswith("ao amanhecer")


@pytest.mark.long
def test_a_pulled_microphone_takes_the_button_away_and_gives_it_back(screen, listening) -> None:
    listening.with_suffix(".pulled").touch()
    screen.until(lambda: not screen.model.voiceReady, 5)
    QTest.qWait(50)
    assert screen.text("ui.choose.speak") not in screen.buttons()
    listening.with_suffix(".pulled").unlink()
    screen.until(lambda: screen.model.voiceReady, 5)
    QTest.qWait(50)
    assert screen.text("ui.choose.speak") in screen.buttons()
