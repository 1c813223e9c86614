"""A clock that a robot may turn forward: nobody waits a minute for a visitor who walked away."""

import time


class SkippingClock:
    """Seconds, monotonic, as time.monotonic but for what was skipped."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def __call__(self) -> float:
        """Now."""
        return time.monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let so many seconds have passed."""
        self._skipped += seconds
