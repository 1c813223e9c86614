"""Live captions: what was said so far, while it is said, where the device has the time for it.

A caption is only shown. The sentence always comes from the whole utterance.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from kiosk.listener.utterance import Utterance
from kiosk.listener.wav import RATE, Samples

EVERY: Final = RATE
"""Samples between two captions: a second."""

SHARE: Final = 0.5
"""A caption is only begun when the last one took less than this share of the second."""

_FADES: Final = 0.5
"""What is remembered of a slow one from one visitor to the next: a device may have been busy."""


class Captions:
    """One reading of the speech model at a time, on a thread of its own."""

    def __init__(
        self, glance: Callable[[Samples], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._glance = glance
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="captions")
        self._running: Future[str] | None = None
        self._cost_s = 0.0
        self._next = EVERY
        self._shown = ""

    @property
    def cost_s(self) -> float:
        """What the last one took, faded by the utterances since."""
        return self._cost_s

    def begin(self) -> None:
        """Another utterance."""
        self._cost_s *= _FADES
        self._next = EVERY
        self._shown = ""

    def follow(self, utterance: Utterance) -> str:
        """A new caption if there is one, else ""; begins the next one if it is time."""
        text = self._finished()
        heard = len(utterance.samples())
        if self._running is None and utterance.talking and heard >= self._next:
            self._next = heard + EVERY
            if self._cost_s < SHARE * EVERY / RATE:
                self._running = self._thread.submit(self._read, utterance.samples().copy())
        return text

    def end(self) -> None:
        """Wait for one that is still being read: the whole utterance comes next."""
        if self._running is not None:
            self._running.result()
            self._running = None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _finished(self) -> str:
        if self._running is None or not self._running.done():
            return ""
        text, self._running = self._running.result(), None
        if text == self._shown:
            return ""
        self._shown = text
        return text

    def _read(self, samples: Samples) -> str:
        began = self._clock()
        try:
            return self._glance(samples)
        finally:
            samples.fill(0.0)
            self._cost_s = self._clock() - began
