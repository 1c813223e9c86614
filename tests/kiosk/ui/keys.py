"""A hand on the five keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.kiosk.ui import stage

LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
OK = Qt.Key.Key_Return


def key(screen, code: Qt.Key) -> None:
    QTest.keyClick(screen.window, code)
    QTest.qWait(5)


def standing(screen) -> str | None:
    """The control under the ring, if one is seen."""
    QTest.qWait(5)
    found = "activeFocusItem && activeFocusItem.ringed ? activeFocusItem.name : ''"
    return str(stage.evaluate(screen, found)) or None


def order(screen) -> list[str]:
    """All controls, as the right arrow goes through them from where one stands."""
    first = standing(screen)
    names = [first]
    for _ in range(80):
        key(screen, RIGHT)
        if (now := standing(screen)) == first:
            return names
        names.append(now)
    raise AssertionError(names)


def press(screen, name: str) -> None:
    """Go to a control with the arrows alone, and press OK."""
    name = screen.model.texts.get(name, name)
    for _ in range(80):
        if standing(screen) == name:
            key(screen, OK)
            return
        key(screen, RIGHT)
    raise AssertionError((name, standing(screen), screen.model.page))
