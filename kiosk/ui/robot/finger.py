"""A finger and five keys on the window: what can be seen, and the events that a person makes."""

import math
import random
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

# Walked in QML: Python must not hold on to passing items.
_WALK: Final = """(function () {
    const found = [];
    function walk(item) {
        if (!item.visible || item.opacity === 0)
            return;
        if (item.down !== undefined && item.enabled) {
            const place = item.mapToItem(null, 0, 0);
            found.push({ name: String(item.name ?? ""), x: place.x, y: place.y,
                         width: item.width, height: item.height });
        }
        for (const child of item.children)
            walk(child);
    }
    walk(contentItem);
    return JSON.stringify(found);
})()"""
_KEYS: Final = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return,
)  # fmt: skip
_NONE: Final = Qt.KeyboardModifier.NoModifier
_LEFT: Final = Qt.MouseButton.LeftButton


class Control(msgspec.Struct, frozen=True):
    """Something that can be pressed, in the window's pixels."""

    name: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> QPoint:
        """Where a finger would land."""
        return QPoint(int(self.x + self.width / 2), int(self.y + self.height / 2))


class Finger:
    """Touches `window`, by `chance`."""

    def __init__(self, window: QQuickWindow, chance: random.Random) -> None:
        self._window = window
        self._chance = chance
        context = qmlContext(window)
        if context is None:
            raise ValueError("a window that no QML made")
        # Once: each new expression is compiled anew, and Qt keeps the 17 kB of every compilation.
        self._walk = QQmlExpression(context, window, _WALK)

    def controls(self) -> list[Control]:
        """What could be pressed now."""
        answer = self._walk.evaluate()
        found = answer[0] if isinstance(answer, tuple) else answer
        return msgspec.json.decode(str(found), type=list[Control])

    def press(self, control: Control) -> None:
        """Touch a control and let go."""
        QTest.mousePress(self._window, _LEFT, _NONE, control.middle)
        QTest.mouseRelease(self._window, _LEFT, _NONE, control.middle)

    def hold(self, control: Control, milliseconds: int) -> None:
        """Touch a control and stay."""
        self._stay(control.middle, milliseconds)

    def tap_anywhere(self) -> None:
        """Touch a place that may be nothing."""
        place = self._anywhere()
        QTest.mousePress(self._window, _LEFT, _NONE, place)
        QTest.mouseRelease(self._window, _LEFT, _NONE, place)

    def drag(self) -> None:
        """Wipe across the glass, from an edge as often as not."""
        start, end = self._anywhere(), self._anywhere()
        if self._chance.random() < 0.5:
            start.setX(0 if self._chance.random() < 0.5 else self._window.width() - 1)
        QTest.mousePress(self._window, _LEFT, _NONE, start)
        for share in (0.25, 0.5, 0.75, 1.0):
            between = start + (end - start) * share
            QTest.mouseMove(self._window, QPoint(math.floor(between.x()), math.floor(between.y())))
        QTest.mouseRelease(self._window, _LEFT, _NONE, end)

    def hold_corner(self, milliseconds: int) -> None:
        """Rest a thumb in a corner."""
        right, bottom = self._window.width() - 3, self._window.height() - 3
        self._stay(
            QPoint(self._chance.choice((2, right)), self._chance.choice((2, bottom))), milliseconds
        )

    def key(self) -> None:
        """One of the five keys."""
        QTest.keyClick(self._window, self._chance.choice(_KEYS))

    def _stay(self, place: QPoint, milliseconds: int) -> None:
        QTest.mousePress(self._window, _LEFT, _NONE, place)
        QTest.qWait(milliseconds)
        QTest.mouseRelease(self._window, _LEFT, _NONE, place)

    def _anywhere(self) -> QPoint:
        return QPoint(
            self._chance.randrange(self._window.width()),
            self._chance.randrange(self._window.height()),
        )
