"""Turning the screen while something is typed, and where leaves of words change.

That nothing is lost on any page is tried in test_everywhere.py.
"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.kiosk.ui import stage


def ringed(screen) -> list[str]:
    return [spot.name for spot in stage.settle(screen) if spot.focused]


def test_what_is_being_typed_stays(screen) -> None:
    stage.show(screen, "keyboard")
    for letter in ("b", "o", "i"):
        screen.press(letter)
    for size in ("landscape", "ten-inch", "portrait"):
        stage.turn(screen, size)
        texts = [spot.text for spot in stage.settle(screen)]
        assert any(text.endswith("boi|") for text in texts), texts
    screen.press("ui.keyboard.done")
    assert screen.model.sentence.endswith("boi")


def test_a_chip_under_the_keys_stays_in_sight_where_leaves_change(screen) -> None:
    stage.turn(screen, "portrait")
    stage.show(screen, "choose")
    last = [chip["label"] for chip in screen.model.chips if chip["shelf"] == "people"][-1]
    QTest.keyClick(screen.window, Qt.Key.Key_Up)
    for _ in range(60):
        QTest.qWait(5)
        if [spot.name for spot in stage.spots(screen) if spot.focused] == [last]:
            break
        QTest.keyClick(screen.window, Qt.Key.Key_Right)
    for size in ("ten-inch", "landscape", "ten-inch", "portrait"):
        stage.turn(screen, size)
        assert ringed(screen) == [last], size
