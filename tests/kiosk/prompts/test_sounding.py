import numpy as np
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
    keys = sounding.Keys([sounding.key(meant), sounding.key(other)])
    near, far = keys.apart(sounding.key(heard), 9.0)
    assert near < far


@given(KEYS, KEYS)
def test_a_distance_is_a_distance(one: str, other: str) -> None:
    there = sounding.Keys([one, other]).apart(other, 99.0)
    assert there[1] == 0.0
    back = sounding.Keys([other]).apart(one, 99.0)
    assert there[0] == pytest.approx(back[0])
    assert (there[0] == 0.0) == (one == other)


@given(st.lists(KEYS, min_size=1, max_size=5), KEYS, st.floats(0.0, 3.0))
def test_the_limit_hides_nothing_within_it(keys: list[str], key: str, limit: float) -> None:
    shelf = sounding.Keys(keys)
    every, near = shelf.apart(key, 99.0), shelf.apart(key, limit)
    assert np.all((near == every) | ((near == np.inf) & (every > limit)))
