"""When has the visitor begun, and finished? Pure: one speech probability a window, time in samples.

A recording gives the same answer every time, however fast it is read.
"""

from collections import deque
from enum import Enum
from typing import Final

from kiosk.listener.wav import RATE

WINDOW: Final = 512
"""Samples that Silero judges at a time: 32 ms."""

PRE_ROLL: Final = RATE // 2
"""Kept before the first word: its first consonant is quieter than any threshold."""

SILENCE: Final = RATE * 7 // 10
"""So much of it ends a sentence."""

LONGEST: Final = 12 * RATE
NOTHING_HEARD: Final = 6 * RATE
TAIL: Final = RATE // 4
"""Heard on after the button: the last syllable is still on its way through driver and pipe."""

# Silero's own hysteresis: to begin takes more than to go on.
_BEGINS: Final = 0.5
_GOES_ON: Final = 0.35
# Speech begins with a fifth of a second of it within one second: a cough or a click is shorter.
_ENOUGH: Final = -(-RATE // 5 // WINDOW)
_WITHIN: Final = RATE // WINDOW


class Verdict(Enum):
    """How things stand after a window."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    OVER = "over"
    FULL = "full"
    NOTHING = "nothing"


class Endpoint:
    """One utterance's course. `held`: the button is down, so silence does not end it."""

    def __init__(self, *, held: bool = False) -> None:
        self.held = held
        self.heard = 0
        self._began: int | None = None
        self._voiced = 0
        self._until: int | None = None
        self._recent: deque[bool] = deque(maxlen=_WITHIN)

    @property
    def speaking(self) -> bool:
        """Whether somebody has begun to speak."""
        return self._began is not None

    @property
    def span(self) -> tuple[int, int]:
        """First and last sample (excluded) of what is worth transcribing, pre-roll included."""
        began = self._began or 0
        return began, min(self.heard, began + LONGEST)

    @property
    def quiet(self) -> int:
        """Samples since a voice was last heard; all of them where none was."""
        return self.heard - self._voiced

    def finish(self) -> None:
        """The button: over in TAIL samples from now."""
        if self._until is None:
            self._until = self.heard + TAIL

    def add(self, probability: float) -> Verdict:
        """Take the next window's speech probability, 0..1."""
        self.heard += WINDOW
        if self._began is None:
            self._wait(probability)
        elif probability >= _GOES_ON:
            self._voiced = self.heard
        return self._verdict()

    def _wait(self, probability: float) -> None:
        self._recent.append(probability >= _BEGINS)
        if sum(self._recent) >= _ENOUGH:
            first = self.heard - (len(self._recent) - self._recent.index(True)) * WINDOW
            self._began = max(0, first - PRE_ROLL)
            self._voiced = self.heard

    def _verdict(self) -> Verdict:
        if self._until is not None and self.heard >= self._until:
            return Verdict.OVER
        if self._began is None:
            return Verdict.NOTHING if self.heard >= NOTHING_HEARD else Verdict.WAITING
        if self.heard - self._began >= LONGEST:
            return Verdict.FULL
        if not self.held and self.quiet >= SILENCE:
            return Verdict.OVER
        return Verdict.SPEAKING
