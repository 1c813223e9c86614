"""What a visitor says, from the first sample to the last: in memory, and overwritten afterwards."""

import math
from typing import Final

import msgspec
import numpy as np

from kiosk.listener import endpoint, voice
from kiosk.listener.endpoint import Verdict
from kiosk.listener.wav import RATE, Samples

_OVER: Final = (Verdict.OVER, Verdict.FULL, Verdict.NOTHING)
# Nobody may speak for six seconds, then somebody for twelve.
_ROOM: Final = endpoint.NOTHING_HEARD + endpoint.LONGEST + RATE
_QUIETEST_DB: Final = -60.0


class Meter(msgspec.Struct, frozen=True):
    """`level` 0..1 over 60 dB, `probability` of speech 0..1, both of the newest block."""

    level: float
    probability: float
    speech: bool


class Utterance:
    """Grows by blocks of 16 kHz, and knows when it is over. Time is counted in samples."""

    def __init__(self, *, held: bool = False) -> None:
        """With `held` the button is down: silence does not end it until let_go()."""
        self._sound = np.zeros(_ROOM, np.float32)
        self._filled = 0
        self._detector = voice.Detector()
        self._endpoint = endpoint.Endpoint(held=held)
        self._verdict = Verdict.WAITING
        self._meter = Meter(0.0, 0.0, speech=False)

    @property
    def meter(self) -> Meter:
        """Of the newest block."""
        return self._meter

    @property
    def talking(self) -> bool:
        """Whether a voice is heard right now, give or take a third of a second."""
        return self._endpoint.speaking and self._endpoint.quiet < RATE // 3

    def add(self, block: Samples) -> Verdict:
        """Take (N,) at 16 kHz; once it is over, what follows is not heard."""
        if self._verdict in _OVER:
            return self._verdict
        taken = block[: len(self._sound) - self._filled]
        self._sound[self._filled : self._filled + len(taken)] = taken
        self._filled += len(taken)
        highest = 0.0
        for probability in self._detector.add(taken):
            highest = max(highest, probability)
            self._verdict = self._endpoint.add(probability)
            if self._verdict in _OVER:
                break
        self._meter = Meter(level(block), highest, self._endpoint.speaking)
        return self._verdict

    def finish(self) -> None:
        """The button says that it is over; a quarter of a second is still heard."""
        self._endpoint.finish()

    def let_go(self) -> None:
        """It was a tap: from now on silence ends it."""
        self._endpoint.held = False

    def samples(self) -> Samples:
        """What is worth transcribing: a view that forget() overwrites."""
        began, ended = self._endpoint.span
        return self._sound[began:ended]

    def forget(self) -> None:
        """Overwrite everything that was heard."""
        self._sound.fill(0.0)
        self._detector.forget()


def level(block: Samples) -> float:
    """Loudness of (N,), 0..1: its root mean square over 60 dB."""
    power = float(np.mean(np.square(block, dtype=np.float64))) if len(block) else 0.0
    decibels = 10.0 * math.log10(power) if power > 0.0 else _QUIETEST_DB
    return min(1.0, max(0.0, 1.0 - decibels / _QUIETEST_DB))
