"""The two-tier idle clock, with a clock that the test moves."""

import pytest

from kiosk.session.idle import COUNTDOWN_S, QUIET_S, IdleClock
from kiosk.session.machine import Event, State


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize("state", State)
def test_only_a_quiet_visitor_is_invited(state: State) -> None:
    clock = Clock()
    idle = IdleClock(clock)
    clock.seconds += QUIET_S.get(state, 3600.0) - 0.1
    before = idle.due(state) if state is not State.INVITE else None
    clock.seconds += 0.2
    assert before is None
    if state is not State.INVITE:
        assert idle.due(state) is (Event.IDLE if state in QUIET_S else None)


def test_the_countdown_gives_at_least_twenty_seconds() -> None:
    clock = Clock()
    idle = IdleClock(clock)
    assert COUNTDOWN_S >= 20
    assert idle.countdown(State.INVITE) == COUNTDOWN_S
    clock.seconds += COUNTDOWN_S - 1
    assert idle.due(State.INVITE) is None
    assert idle.countdown(State.INVITE) == 1
    clock.seconds += 1
    assert idle.due(State.INVITE) is Event.TIME_OUT
    assert idle.countdown(State.CHOOSE) == 0


def test_a_sign_of_life_begins_the_wait_again() -> None:
    clock = Clock()
    idle = IdleClock(clock)
    clock.seconds += QUIET_S[State.CHOOSE]
    idle.sign_of_life()
    assert idle.due(State.CHOOSE) is None
