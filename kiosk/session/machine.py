"""THE SESSION STATE MACHINE: (state, event) → (state, effects). Pure: no Qt, no clock, no I/O.

A pair that TRANSITIONS does not list changes nothing, so an answer that comes too late (a
picture after Cancel, a transcript after reset) is dropped here. RESET is listed for every state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What the visitor sees. INVITE lies over another state and asks whether anybody is there."""

    ATTRACT = "attract"
    CHOOSE = "choose"
    LISTENING = "listening"
    CONFIRM = "confirm"
    PAINTING = "painting"
    SHOWING = "showing"
    TROUBLE = "trouble"
    INVITE = "invite"
    DEGRADED = "degraded"
    CLOSED = "closed"
    STAFF = "staff"


class Event(StrEnum):
    """What may happen: taps, answers of the two workers, and time."""

    TOUCH = "touch"
    SPEAK = "speak"
    END_SPEECH = "end_speech"
    PAINT = "paint"
    EDIT = "edit"
    NEW = "new"
    KEEP = "keep"
    CANCEL = "cancel"
    BACK = "back"
    HEARD = "heard"
    PAINTED = "painted"
    FAILED = "failed"
    IDLE = "idle"
    TIME_OUT = "time_out"
    PAINTER_LOST = "painter_lost"
    PAINTER_BACK = "painter_back"
    RESET = "reset"
    CLOSE = "close"
    OPEN = "open"
    STAFF = "staff"


class Effect(StrEnum):
    """What the controller must do, in order, after a change."""

    START_LISTENING = "start_listening"
    END_SPEECH = "end_speech"
    START_PAINTING = "start_painting"
    KEEP_SCENE = "keep_scene"
    STOP_JOB = "stop_job"
    FORGET = "forget"


UNOCCUPIED: Final = (State.ATTRACT, State.DEGRADED, State.CLOSED)
"""Where nobody's visit is: whoever passes by may only look, and choose how."""

S, E, F = State, Event, Effect

Change = tuple[State | None, tuple[Effect, ...]]
"""The next state (None: the one INVITE lies over) and the effects."""

_FORGET_ALL: Final[Change] = (S.ATTRACT, (F.STOP_JOB, F.FORGET))
_LISTEN: Final[Change] = (S.LISTENING, (F.STOP_JOB, F.START_LISTENING))
_PAINT: Final[Change] = (S.PAINTING, (F.STOP_JOB, F.START_PAINTING))
_STOP: Final[Change] = (S.CHOOSE, (F.STOP_JOB,))

TRANSITIONS: Final[Mapping[tuple[State, Event], Change]] = {
    (S.ATTRACT, E.TOUCH): (S.CHOOSE, (F.FORGET,)),
    (S.ATTRACT, E.PAINTER_LOST): (S.DEGRADED, ()),
    (S.DEGRADED, E.PAINTER_BACK): (S.ATTRACT, ()),
    (S.CHOOSE, E.SPEAK): _LISTEN,
    (S.CHOOSE, E.PAINT): _PAINT,
    (S.LISTENING, E.END_SPEECH): (S.LISTENING, (F.END_SPEECH,)),
    (S.LISTENING, E.HEARD): (S.CONFIRM, ()),
    (S.LISTENING, E.FAILED): (S.TROUBLE, (F.STOP_JOB,)),
    (S.LISTENING, E.CANCEL): _STOP,
    (S.CONFIRM, E.PAINT): _PAINT,
    (S.CONFIRM, E.SPEAK): _LISTEN,
    (S.CONFIRM, E.EDIT): (S.CHOOSE, ()),
    (S.PAINTING, E.PAINTED): (S.SHOWING, ()),
    (S.PAINTING, E.FAILED): (S.TROUBLE, (F.STOP_JOB,)),
    (S.PAINTING, E.CANCEL): _STOP,
    (S.SHOWING, E.PAINT): _PAINT,
    (S.SHOWING, E.EDIT): (S.CHOOSE, ()),
    (S.SHOWING, E.KEEP): (S.SHOWING, (F.KEEP_SCENE,)),
    (S.SHOWING, E.NEW): (S.CHOOSE, (F.FORGET,)),
    (S.TROUBLE, E.BACK): (S.CHOOSE, ()),
    (S.TROUBLE, E.PAINT): _PAINT,
    (S.TROUBLE, E.SPEAK): _LISTEN,
    # A visitor who is not touching is not gone: LISTENING and PAINTING never turn idle here,
    # their deadlines end them.
    (S.CHOOSE, E.IDLE): (S.INVITE, ()),
    (S.CONFIRM, E.IDLE): (S.INVITE, ()),
    (S.SHOWING, E.IDLE): (S.INVITE, ()),
    (S.TROUBLE, E.IDLE): (S.INVITE, ()),
    (S.INVITE, E.TOUCH): (None, ()),
    (S.INVITE, E.TIME_OUT): _FORGET_ALL,
    **{(state, E.RESET): _FORGET_ALL for state in State},
    # With no painter, or outside the hours, there is nothing to come back to yet, but the visitor
    # is forgotten all the same.
    (S.DEGRADED, E.RESET): (S.DEGRADED, (F.STOP_JOB, F.FORGET)),
    (S.CLOSED, E.RESET): (S.CLOSED, (F.STOP_JOB, F.FORGET)),
    # Whoever knows the PIN gets in from everywhere, and sees nothing of the visitor.
    **{(state, E.STAFF): (S.STAFF, (F.STOP_JOB, F.FORGET)) for state in State},
    (S.STAFF, E.IDLE): _FORGET_ALL,
    **{
        (state, E.CLOSE): (S.CLOSED, (F.STOP_JOB, F.FORGET))
        for state in State
        if state not in (S.STAFF, S.CLOSED)
    },
    (S.CLOSED, E.OPEN): (S.ATTRACT, ()),
}


@dataclass(frozen=True)
class Session:
    """Where the session stands. `under` is the state that INVITE lies over, else None."""

    state: State = State.ATTRACT
    under: State | None = None

    @property
    def page(self) -> State:
        """The page to draw: the one below the invitation while that is open."""
        return self.under or self.state


def advance(session: Session, event: Event) -> tuple[Session, tuple[Effect, ...]]:
    """The session after `event`, and what to do. An unlisted pair changes nothing."""
    change = TRANSITIONS.get((session.state, event))
    if change is None:
        return session, ()
    target, effects = change
    if target is None:
        return Session(session.under or State.ATTRACT), effects
    if target is State.INVITE:
        return Session(State.INVITE, under=session.state), effects
    return Session(target), effects


def begins(state: State, event: Event) -> bool:
    """Whether `event` would begin something that a closed kiosk begins no more."""
    return event in (Event.PAINT, Event.SPEAK) or (event is Event.TOUCH and state is State.ATTRACT)


def turned(state: State, closed: bool) -> Event | None:
    """What the hours, or a pause, have brought about while nobody is here."""
    if state in (State.ATTRACT, State.DEGRADED):
        return Event.CLOSE if closed else None
    return Event.OPEN if state is State.CLOSED and not closed else None
