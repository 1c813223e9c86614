"""Many visits in a row in the real window, with the real workers, and what they came to."""

import random
import string
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import msgspec
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.session.visit import Visit
from kiosk.ui.robot.clock import SkippingClock
from kiosk.ui.robot.visitor import Visitor
from kiosk.ui.robot.watch import files_with, remembered, resident_bytes, slope_per_thousand
from kiosk.ui.session_model import SessionModel

WARM: Final = 0.25
"""Share of the visits after which memory counts: caches fill first."""
_ASK_MEMORY: Final = 100


class Soaked(msgspec.Struct, frozen=True, kw_only=True):
    """What `heritage-kiosk soak --json` prints; seconds and megabytes of a million bytes."""

    visits: int
    seconds: float
    scenes: int
    talks: int
    pages: dict[str, int]
    stuck: tuple[str, ...]
    warnings: tuple[str, ...]
    left_behind: tuple[str, ...]
    slowest_frame_s: float
    slowest_feedback_s: float
    first_preview_s: float
    first_preview_p95_s: float
    memory_mb: float
    slope_mb_per_thousand: float
    memory_by_hundred_mb: tuple[float, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong; how fast it was is judged by who reads the numbers."""
        return not (self.stuck or self.warnings or self.left_behind)


def soak(
    model: SessionModel,
    window: QQuickWindow,
    clock: SkippingClock,
    *,
    visits: int,
    seed: int,
    folders: list[Path],
    done: Callable[[int], None] = lambda _: None,
) -> Soaked:
    """Make `visits` visits; `folders` are where nothing of a visitor may be left.

    `done` is told the number of visits after each.
    """
    chance = random.Random(seed)  # noqa: S311 (a test's dice)
    visitor = Visitor(model, window, clock, chance)
    warnings: list[str] = []
    left: list[str] = []
    held: list[tuple[int, int]] = []
    began = time.monotonic()
    before = qInstallMessageHandler(_note(warnings))
    try:
        for number in range(visits):
            marker = "".join(chance.choices(string.ascii_lowercase, k=14))
            visitor.visit(marker)
            backwards = marker[::-1]
            del marker
            QTest.qWait(1)
            left += _left(model, backwards, folders, deep=number % _ASK_MEMORY == 0)
            if number >= visits * WARM:
                held.append((number, resident_bytes()))
            done(number + 1)
    finally:
        qInstallMessageHandler(before)
    told, previews = visitor.told, visitor.told.preview_s or [0.0]
    return Soaked(
        visits=visits,
        seconds=time.monotonic() - began,
        scenes=told.scenes,
        talks=told.talks,
        pages=told.pages,
        stuck=tuple(told.stuck),
        warnings=tuple(warnings),
        left_behind=tuple(left),
        slowest_frame_s=visitor.beat.worst_s,
        slowest_feedback_s=told.feedback_s,
        first_preview_s=median(previews),
        first_preview_p95_s=quantiles(previews, n=20)[-1] if len(previews) > 1 else previews[0],
        memory_mb=resident_bytes() / 1e6,
        slope_mb_per_thousand=slope_per_thousand(held) / 1e6,
        memory_by_hundred_mb=tuple(round(size / 1e6, 2) for _, size in held[::_ASK_MEMORY]),
    )


def _left(model: SessionModel, backwards: str, folders: list[Path], *, deep: bool) -> list[str]:
    """What there is of the visitor who went. `deep` looks through all of this process's objects."""
    found = []
    if model.controller.visit != Visit():
        found.append("visit")
    if deep:
        found += [f"memory: {kind}" for kind in remembered(backwards)]
        found += [f"file: {name}" for name in files_with(folders, backwards)]
    return found


def _note(warnings: list[str]) -> Callable[..., None]:
    def note(kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            warnings.append(message)

    return note
