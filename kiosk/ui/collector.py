"""Collects Python's garbage on the interface thread, and on no other.

The collector else runs in whatever thread allocates, a job's too; a QObject that it frees there is
destroyed in the wrong thread, and Qt crashes. With the oldest garbage the C library gives back what
it keeps of freed blocks: a kiosk runs for months.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kiosk import heap

_EVERY_MS: Final = 500
_OLDEST: Final = 2


class Collector(QObject):
    """Lives on the interface thread. What was there before it is not looked through again."""

    def __init__(self) -> None:
        super().__init__()
        gc.collect()
        # Modules and catalogues stay: without them even a whole collection takes milliseconds.
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Leave the garbage to Python again."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        """As Python would: the oldest generation that is due, with those younger than it."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        grown = [generation for generation, (count, limit) in enumerate(due) if count > limit]
        if grown:
            gc.collect(max(grown))
        if _OLDEST in grown:
            heap.return_memory()


@contextmanager
def collecting() -> Iterator[None]:
    """Within: garbage is collected here alone."""
    collector = Collector()
    try:
        yield
    finally:
        collector.stop()
