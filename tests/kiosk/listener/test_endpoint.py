"""Laws of the beginning and the end of a sentence, over made-up timelines."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.listener import endpoint
from kiosk.listener.endpoint import WINDOW, Endpoint, Verdict

RATE = 16_000
ENDS = (Verdict.OVER, Verdict.FULL, Verdict.NOTHING)
# Stretches of one probability, some seconds long at most: voices, pauses, and what is between.
STRETCH = st.tuples(
    st.sampled_from((0.0, 0.2, 0.34, 0.4, 0.49, 0.5, 0.9, 1.0)), st.integers(1, 120)
)
TIMELINE = st.lists(STRETCH, max_size=30).map(
    lambda stretches: [value for value, count in stretches for _ in range(count)]
)
LONG_ENOUGH = (endpoint.NOTHING_HEARD + endpoint.LONGEST) // WINDOW + 2


def run(point: Endpoint, windows: list[float]) -> Verdict:
    """The verdict at its end, or after all windows."""
    verdict = Verdict.WAITING
    for probability in windows:
        verdict = point.add(probability)
        if verdict in ENDS:
            break
    return verdict


def windows(seconds: float) -> int:
    return round(seconds * RATE / WINDOW)


@given(TIMELINE, st.booleans())
def test_every_timeline_ends_and_within_bounds(timeline: list[float], held: bool) -> None:
    point = Endpoint(held=held)
    filled = timeline + [0.0] * LONG_ENOUGH if not held else (timeline or [0.0]) * LONG_ENOUGH
    assert run(point, filled) in ENDS
    assert point.heard <= endpoint.NOTHING_HEARD + endpoint.LONGEST + WINDOW
    began, ended = point.span
    assert 0 <= began <= ended <= point.heard
    assert ended - began <= endpoint.LONGEST


@given(TIMELINE)
def test_silence_ends_it_exactly_when_it_has_lasted(timeline: list[float]) -> None:
    point = Endpoint()
    if run(point, timeline + [0.0] * LONG_ENOUGH) is not Verdict.OVER:
        return
    needed = -(-endpoint.SILENCE // WINDOW)
    heard = (timeline + [0.0] * LONG_ENOUGH)[: point.heard // WINDOW]
    assert all(probability < 0.35 for probability in heard[-needed:])
    assert heard[-needed - 1] >= 0.35


@given(TIMELINE)
def test_nothing_is_said_only_of_six_seconds_without_speech(timeline: list[float]) -> None:
    point = Endpoint()
    if run(point, timeline + [0.0] * LONG_ENOUGH) is Verdict.NOTHING:
        assert 0 <= point.heard - endpoint.NOTHING_HEARD < WINDOW
        assert not point.speaking


@given(TIMELINE)
def test_while_the_button_is_held_silence_ends_nothing(timeline: list[float]) -> None:
    spoken = [1.0] * windows(0.5)
    assert run(Endpoint(held=True), spoken + timeline + [0.0] * LONG_ENOUGH) is Verdict.FULL


@given(TIMELINE, st.booleans())
def test_the_button_ends_it_a_quarter_of_a_second_later(timeline: list[float], held: bool) -> None:
    point = Endpoint(held=held)
    if run(point, timeline) in ENDS:
        return
    point.finish()
    let_go = point.heard
    assert run(point, [1.0] * LONG_ENOUGH) in ENDS
    assert point.heard - let_go <= endpoint.TAIL + WINDOW


@given(st.integers(windows(0.6), windows(3.0)), TIMELINE)
def test_waiting_before_the_first_word_moves_everything_by_as_much(
    wait: int, timeline: list[float]
) -> None:
    spoken = [1.0] * windows(0.5) + timeline + [0.0] * LONG_ENOUGH
    at_once, later = Endpoint(), Endpoint()
    before = [0.0] * windows(1.0)
    first = run(at_once, before + spoken)
    assert run(later, [0.0] * wait + before + spoken) is first
    moved = wait * WINDOW
    assert later.span == tuple(edge + moved for edge in at_once.span)


def test_a_click_is_no_speech_and_half_a_second_before_the_first_word_is_kept() -> None:
    point = Endpoint()
    run(point, [0.0] * 40 + [1.0] * 3 + [0.0] * 40)
    assert not point.speaking
    run(point, [1.0] * 20)
    assert point.speaking
    assert point.span[0] == 83 * WINDOW - endpoint.PRE_ROLL


def test_a_button_that_is_let_go_at_once_leaves_the_end_to_silence() -> None:
    point = Endpoint(held=True)
    assert run(point, [1.0] * 20 + [0.0] * 60) is Verdict.SPEAKING
    point.held = False
    assert point.add(0.0) is Verdict.OVER
