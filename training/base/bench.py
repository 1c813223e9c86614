"""Paints what is asked, has the probe look at it, and keeps each part's result: it may be stopped.

A kept result counts only for the very question: base, probe, sentences, seeds and settings.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from training.base.asks import Ask
from training.base.copies import details
from training.files import write_atomically
from training.probe.predict import Probe, Seen

_BATCH = 16

Painter = Callable[[list[str], list[int]], NDArray[np.uint8]]


class Painted(msgspec.Struct, frozen=True):
    """N painted pictures as the probe sees them; their details (N, D); seconds of painting."""

    seen: Seen
    details: NDArray[np.float32]
    seconds: float


class Result(msgspec.Struct, frozen=True):
    """A part's outcome: a share for everything asked, and single figures beside."""

    shares: dict[str, float]
    figures: dict[str, float] = {}


class _Kept(msgspec.Struct, frozen=True):
    question: str
    result: Result


class Bench:
    """One base's pictures under one probe. `run`: where results are kept, or None."""

    def __init__(self, probe: Probe, run: Path | None, conditions: dict[str, Any]) -> None:
        self.probe = probe
        self.run = run
        self.conditions = conditions
        # On stderr: stdout belongs to the answer.
        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), console=Console(stderr=True),
        )  # fmt: skip
        self.task = self.bar.add_task("", total=0)

    def expect(self, pictures: int) -> None:
        """So many pictures in all; the bar's time to go is reckoned by them."""
        self.bar.update(self.task, total=pictures)

    def part(
        self,
        name: str,
        asks: Sequence[Ask],
        paint: Painter,
        score: Callable[[Painted, Sequence[Ask]], Result],
    ) -> Result:
        """The kept result of just this question, or a new one."""
        self.bar.update(self.task, description=name)
        question = self._question(name, asks)
        kept = self._kept(name)
        if kept is not None and kept.question == question:
            self.bar.advance(self.task, len(asks))
            return kept.result
        result = score(self.paint(asks, paint), asks)
        if self.run is not None:
            self.run.mkdir(parents=True, exist_ok=True)
            text = msgspec.json.encode(_Kept(question, result))
            write_atomically(self.run / f"{name}.json", msgspec.json.format(text) + b"\n")
        return result

    def paint(self, asks: Sequence[Ask], paint: Painter) -> Painted:
        """Paint all of `asks`, a few at once."""
        seen, rows, seconds = [], [], 0.0
        for start in range(0, len(asks), _BATCH):
            some = asks[start : start + _BATCH]
            began = time.monotonic()
            pictures = paint([ask.prompt for ask in some], [ask.seed for ask in some])
            seconds += time.monotonic() - began
            seen.append(self.probe.look(pictures))
            rows.append(details(pictures))
            self.bar.advance(self.task, len(some))
        return Painted(_joined(seen), np.concatenate(rows), seconds)

    def _question(self, name: str, asks: Sequence[Ask]) -> str:
        text = msgspec.json.encode([name, self.conditions, asks], order="deterministic")
        return hashlib.sha256(text).hexdigest()

    def _kept(self, name: str) -> _Kept | None:
        file = self.run / f"{name}.json" if self.run is not None else None
        if file is None or not file.is_file():
            return None
        try:
            return msgspec.json.decode(file.read_bytes(), type=_Kept)
        except msgspec.DecodeError:
            # Of an earlier version of this program: measured anew.
            return None


def _joined(parts: Sequence[Seen]) -> Seen:
    return Seen(
        labels=np.concatenate([part.labels for part in parts]),
        axes={axis: np.concatenate([part.axes[axis] for part in parts]) for axis in parts[0].axes},
        embeddings=np.concatenate([part.embeddings for part in parts]),
    )
