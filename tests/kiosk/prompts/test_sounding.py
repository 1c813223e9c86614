import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.prompts import sounding

KEYS = st.text(alphabet="abcdfgijlmnprstuvx9", max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chimarrão", "ximarao"),
        ("coxilha", "cochilia"),
        ("banhado", "bañado"),
        ("galpão", "gaupão"),
        ("trança", "transa"),
        ("fogo de chão", "fogo dechão"),
    ],
)
def test_spellings_of_one_sound_share_a_key(one: str, other: str) -> None:
    assert sounding.key(one) == sounding.key(other)


def test_a_hard_c_stays_hard() -> None:
    assert sounding.key("queiro") != sounding.key("cerro")
    assert sounding.key("guera") != sounding.key("gera")


@pytest.mark.parametrize(
    ("heard", "meant", "other"),
    [
        ("tomador", "domador", "comedor"),
        ("perego", "pelego", "pedaço"),
        ("pampa", "pampas", "rampa"),
    ],
)
def test_what_is_easily_misheard_is_nearer(heard: str, meant: str, other: str) -> None:
    key = sounding.key(heard)
    near, far = (sounding.apart(key, sounding.key(one), 90) for one in (meant, other))
    assert near < far


@given(KEYS, KEYS)
def test_a_distance_is_a_distance(one: str, other: str) -> None:
    apart = sounding.apart(one, other, 999)
    assert apart == sounding.apart(other, one, 999)
    assert (apart == 0) == (one == other)


@given(KEYS, KEYS, KEYS)
def test_a_way_round_is_no_shorter(one: str, other: str, between: str) -> None:
    there, back = sounding.apart(one, between, 999), sounding.apart(between, other, 999)
    assert sounding.apart(one, other, 999) <= there + back


@given(KEYS, KEYS, st.integers(0, 40))
def test_the_limit_hides_nothing_within_it(one: str, other: str, limit: int) -> None:
    apart = sounding.apart(one, other, 999)
    assert sounding.apart(one, other, limit) == (apart if apart <= limit else math.inf)


@given(st.lists(KEYS, min_size=1, max_size=5), KEYS)
def test_a_quick_look_never_says_too_much(keys: list[str], key: str) -> None:
    least = sounding.Keys(keys).at_least(key)
    assert all(low <= sounding.apart(key, one, 999) for low, one in zip(least, keys, strict=True))
