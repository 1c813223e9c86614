"""Which profile a visitor can wait for, and which one memory may suffice for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.bundle.manifest import Profile
from kiosk.painter import wait

seconds = st.floats(1e-4, 100)
timings = st.builds(wait.Timings, alone_s=seconds, pair_s=seconds, decode_s=seconds)


@st.composite
def profiles(draw):
    kinds = st.tuples(st.integers(1, 100), st.sampled_from([1.0, 3.0]))
    return tuple(
        Profile(
            name=f"p{index}",
            schedule="s",
            scheduler="s",
            evaluations=evaluations,
            guidance_scale=guidance,
        )
        for index, (evaluations, guidance) in enumerate(draw(st.lists(kinds, min_size=1)))
    )


@settings(deadline=None)
@given(profiles(), st.data(), timings, seconds, seconds, st.booleans())
def test_the_wait_is_met_or_nothing_could_meet_it(some, data, measured, one, other, split):
    default = data.draw(st.sampled_from(some)).name
    takes = {p.name: wait.expected_s(p, measured, split) for p in some}
    soon, late = (
        takes[wait.within(target, some, default, measured, split)]
        for target in sorted((one, other))
    )
    assert soon <= min(one, other) or soon == min(takes.values())
    # Who may wait longer never gets less, and nobody gets more than the bundle's own default.
    assert soon <= late <= max(takes[default], min(takes.values()))


@settings(deadline=None)
@given(profiles(), st.data())
def test_the_next_smaller_profile_costs_less_until_none_does(some, data):
    name = data.draw(st.sampled_from(some)).name
    known = {p.name: p for p in some}
    while (smaller := wait.smaller(some, name)) is not None:
        assert wait.states(known[smaller]) < wait.states(known[name])
        cheaper = [p for p in some if wait.states(p) < wait.states(known[name])]
        if wait.guided(known[name]) and any(not wait.guided(p) for p in cheaper):
            assert not wait.guided(known[smaller])
        name = smaller
    assert wait.states(known[name]) == min(wait.states(p) for p in some)
