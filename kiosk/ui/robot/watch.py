"""What is measured while the robot visits: gaps of the interface thread, touch to frame, memory."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

_BEAT_MS: Final = 5
_STATUS: Final = Path("/proc/self/status")


class Beat(QObject):
    """The longest time for which the interface thread did nothing else, while it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.worst_s = 0.0
        self._last = time.monotonic()
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Within: gaps count."""
        self._last = time.monotonic()
        self._asked = True
        try:
            yield
        finally:
            self._asked = False

    def _tick(self) -> None:
        now = time.monotonic()
        if self._asked:
            self.worst_s = max(self.worst_s, now - self._last - _BEAT_MS / 1000)
        self._last = now


class Frames(QObject):
    """When the window drew last."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self._window = window
        self._drawn = 0
        # Drawn on a thread of its own where Qt does so.
        window.frameSwapped.connect(self._count, Qt.ConnectionType.DirectConnection)

    def seconds_to_next(self, limit_s: float = 1.0) -> float:
        """Seconds until a frame asked for now is on the screen; `limit_s` where none comes."""
        began, before = time.monotonic(), self._drawn
        self._window.update()
        while self._drawn == before and time.monotonic() - began < limit_s:
            QTest.qWait(1)
        return time.monotonic() - began

    def _count(self) -> None:
        self._drawn += 1


def resident_bytes() -> int:
    """What this process holds now."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) * 1024


def slope_per_thousand(samples: list[tuple[int, int]]) -> float:
    """Bytes gained in a thousand visits, by least squares over (visit, bytes)."""
    if len({visit for visit, _ in samples}) < 2:
        return 0.0
    visits, held = zip(*samples, strict=True)
    return float(np.polyfit(np.asarray(visits, float), np.asarray(held, float), 1)[0]) * 1000


def remembered(backwards: str) -> list[str]:
    """Kinds of living Python objects that still hold a text, given `backwards` so that asking does
    not keep it.
    """
    gc.collect()
    # What was set aside as old (kiosk/ui/collector.py) may have learnt something since.
    set_aside = gc.get_freeze_count() > 0
    gc.unfreeze()
    try:
        return [
            type(holder).__name__
            for holder in gc.get_objects()
            for held in _within(holder)
            if _says(held, backwards)
        ]
    finally:
        if set_aside:
            gc.freeze()


def _within(holder: object) -> Iterator[object]:
    """What `holder` refers to, and through what the collector leaves out: dicts of texts alone."""
    for held in gc.get_referents(holder):
        yield held
        # By type(): some objects of other people do things when isinstance asks them.
        if type(held) in (dict, tuple) and not gc.is_tracked(held):
            yield from gc.get_referents(held)


def _says(held: object, backwards: str) -> bool:
    kind = type(held)
    if issubclass(kind, bytes):
        return backwards.encode() in bytes(held)[::-1]  # type: ignore[call-overload]
    return issubclass(kind, str) and backwards in str(held)[::-1]


def files_with(folders: list[Path], backwards: str) -> list[str]:
    """Files below `folders` that hold a text in UTF-8 or UTF-16."""
    wanted = [backwards[::-1].encode(form) for form in ("utf-8", "utf-16-le")]
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and any(text in file.read_bytes() for text in wanted):
                found.append(file.name)
    return found
