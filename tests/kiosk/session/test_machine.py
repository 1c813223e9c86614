"""The session state machine: every pair, listed or not, and laws over any sequence."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.session.machine import (
    TRANSITIONS,
    Effect,
    Event,
    Session,
    State,
    advance,
    begins,
    turned,
)

PAIRS = list(itertools.product(State, Event))
WORKING = (State.LISTENING, State.PAINTING)


def standing(state: State) -> Session:
    return Session(state, under=State.SHOWING if state is State.INVITE else None)


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_every_pair_does_what_the_table_says_or_nothing(state: State, event: Event) -> None:
    before = standing(state)
    after, effects = advance(before, event)
    if (state, event) not in TRANSITIONS:
        assert (after, effects) == (before, ())
        return
    target, listed = TRANSITIONS[state, event]
    assert effects == listed
    assert after.state is (target or State.SHOWING)


@pytest.mark.parametrize("state", State)
def test_reset_forgets_from_every_state(state: State) -> None:
    after, effects = advance(standing(state), Event.RESET)
    stays = (State.DEGRADED, State.CLOSED)
    assert after.state is (state if state in stays else State.ATTRACT)
    assert effects == (Effect.STOP_JOB, Effect.FORGET)


@pytest.mark.parametrize("state", WORKING)
def test_nobody_is_cut_off_while_the_kiosk_works(state: State) -> None:
    assert advance(Session(state), Event.IDLE) == (Session(state), ())
    assert advance(Session(state), Event.TIME_OUT) == (Session(state), ())


@given(st.lists(st.sampled_from(Event), max_size=60))
def test_any_sequence_stays_in_known_states_and_reset_always_leads_home(
    events: list[Event],
) -> None:
    session = Session()
    for event in events:
        session, _ = advance(session, event)
        assert isinstance(session.state, State)
        assert (session.under is not None) == (session.state is State.INVITE)
        assert session.page is not State.INVITE
    home, effects = advance(session, Event.RESET)
    assert home.state in (State.ATTRACT, State.DEGRADED, State.CLOSED)
    assert Effect.FORGET in effects


@given(st.lists(st.sampled_from(Event), max_size=60))
def test_a_job_runs_only_in_the_states_that_show_it(events: list[Event]) -> None:
    session, running = Session(), None
    for event in events:
        session, effects = advance(session, event)
        for effect in effects:
            running = {
                Effect.STOP_JOB: None,
                Effect.START_LISTENING: State.LISTENING,
                Effect.START_PAINTING: State.PAINTING,
            }.get(effect, running)
        if event in (Event.HEARD, Event.PAINTED, Event.FAILED) and session.state not in WORKING:
            running = None
        assert running in (None, session.state)


@given(st.sampled_from([State.CHOOSE, State.CONFIRM, State.SHOWING, State.TROUBLE]))
def test_an_answered_invitation_leads_back(state: State) -> None:
    invited, _ = advance(Session(state), Event.IDLE)
    assert invited.state is State.INVITE
    assert invited.page is state
    assert advance(invited, Event.TOUCH) == (Session(state), ())


@pytest.mark.parametrize("state", State)
def test_staff_get_in_from_everywhere_and_the_visitor_is_forgotten_first(state: State) -> None:
    after, effects = advance(standing(state), Event.STAFF)
    assert after == Session(State.STAFF)
    assert effects == (Effect.STOP_JOB, Effect.FORGET)


@given(st.lists(st.sampled_from(Event), max_size=60))
def test_only_staff_events_lead_to_staff_and_nothing_is_painted_while_closed(
    events: list[Event],
) -> None:
    session = Session()
    for event in events:
        before = session
        session, effects = advance(session, event)
        if session.state is State.STAFF and before.state is not State.STAFF:
            assert event is Event.STAFF
        if before.state in (State.STAFF, State.CLOSED):
            assert Effect.START_PAINTING not in effects
            assert Effect.START_LISTENING not in effects


def test_the_hours_never_put_staff_out() -> None:
    assert advance(Session(State.STAFF), Event.CLOSE) == (Session(State.STAFF), ())


def test_every_state_can_be_reached_and_left() -> None:
    reached, edge = {State.ATTRACT}, [Session()]
    while edge:
        session = edge.pop()
        for event in Event:
            after, _ = advance(session, event)
            if after.state not in reached:
                reached.add(after.state)
                edge.append(after)
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
def test_the_hours_turn_only_what_nobody_is_at(state: State) -> None:
    empty = state in (State.ATTRACT, State.DEGRADED)
    assert turned(state, True) is (Event.CLOSE if empty else None)
    assert turned(state, False) is (Event.OPEN if state is State.CLOSED else None)


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_what_begins_something_is_what_starts_a_worker_or_a_visit(
    state: State, event: Event
) -> None:
    after, effects = advance(standing(state), event)
    starts = {Effect.START_LISTENING, Effect.START_PAINTING} & set(effects)
    comes = (state, after.state) == (State.ATTRACT, State.CHOOSE)
    if starts or comes:
        assert begins(state, event)
