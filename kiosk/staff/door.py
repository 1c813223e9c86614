"""The staff door: a PIN is judged only when its turn has come, and only after it was counted."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.staff.attempts import Attempts, Moment, moment
from kiosk.staff.pins import Cost, Pins, Role


class Answer(msgspec.Struct, frozen=True):
    """`role` that was let in, or None; `wait_s` until the next guess, `elsewhere_s` until both."""

    role: Role | None
    wait_s: float = 0.0
    elsewhere_s: float = 0.0


class Door:
    """PINs and waits of one machine. Slow by intent: call knock() off the screen's thread."""

    def __init__(
        self, folder: Path, now: Callable[[], Moment] = moment, cost: Cost | None = None
    ) -> None:
        self._pins = Pins(folder, cost)
        self._attempts = Attempts(folder, now)

    def exists(self) -> bool:
        """Whether any PIN was set: without one nothing can be opened. Raises PinsUnreadable."""
        return bool(self._pins.known())

    def wait_s(self) -> float:
        """Seconds until any PIN may be tried. Raises PinsUnreadable, OSError."""
        return min((self._attempts.wait_s(role) for role in self._pins.known()), default=0.0)

    def knock(self, pin: str) -> Answer:
        """Judge one guess. Raises PinsUnreadable, and OSError where it cannot be counted.

        Each role has its own count: who knows the gallery's PIN must not win free guesses at the
        installer's by typing the own one in between.
        """
        known = self._pins.known()
        tried = [role for role in known if self._attempts.wait_s(role) <= 0.0]
        if not tried:
            return self._refused()
        before = self._attempts.guess(tried)
        role = self._pins.role_of(pin, tried)
        if role is None:
            return self._refused()
        # An installer may do all that the gallery may, so nothing is left to guess.
        opened = known if role == "installer" else (role,)
        self._attempts.right(opened, before)
        return Answer(role)

    def _refused(self) -> Answer:
        waits = [self._attempts.wait_s(role) for role in self._pins.known()]
        return Answer(None, min(waits, default=0.0), max(waits, default=0.0))
