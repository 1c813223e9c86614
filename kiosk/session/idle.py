"""Two-tier idle: after a quiet while the visitor is invited to go on, then a countdown runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.session.machine import Event, State

COUNTDOWN_S: Final = 20.0
"""WCAG 2.2.1 asks for at least 20 seconds to answer."""

QUIET_S: Final[Mapping[State, float]] = {
    State.CHOOSE: 60.0,
    State.CONFIRM: 45.0,
    State.SHOWING: 75.0,
    State.TROUBLE: 45.0,
}
"""Seconds without a sign of life before the invitation. States not listed never turn idle."""


@dataclass
class IdleClock:
    """Turns seconds into IDLE and TIME_OUT. `now` is monotonic; `pace` scales QUIET_S."""

    now: Callable[[], float]
    pace: float = 1.0
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.now()

    def sign_of_life(self) -> None:
        """A touch, a voice, or a change of state: the wait begins again."""
        self._since = self.now()

    def countdown(self, state: State) -> int:
        """Whole seconds left before the reset; 0 outside INVITE."""
        if state is not State.INVITE:
            return 0
        return max(0, round(COUNTDOWN_S - self.quiet()))

    def due(self, state: State) -> Event | None:
        """The event that time alone has brought about in `state`, if any."""
        if state is State.INVITE:
            return Event.TIME_OUT if self.quiet() >= COUNTDOWN_S else None
        limit = QUIET_S.get(state)
        if limit is not None and self.quiet() >= limit * self.pace:
            return Event.IDLE
        return None

    def quiet(self) -> float:
        """Seconds since the last sign of life."""
        return self.now() - self._since
