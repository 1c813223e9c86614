"""The five switches: the gallery's defaults, the visitor's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue, config
from kiosk.session import access


@given(st.lists(st.sampled_from(access.NAMES)))
def test_a_switch_turned_twice_is_as_before(turned: list[str]) -> None:
    switches = access.Access()
    for name in turned:
        switches = switches.toggled(name)
    for name in access.NAMES:
        assert getattr(switches, name) == bool(turned.count(name) % 2)


def test_there_are_no_other_switches() -> None:
    with pytest.raises(KeyError):
        access.Access().toggled("language")


def test_the_gallery_sets_how_they_stand() -> None:
    settings = config.KioskConfig(large_text=True, read_aloud=True)
    assert access.defaults(settings) == access.Access(large_text=True, read_aloud=True)


@given(st.integers(0, 3000))
def test_what_can_be_reached_ends_at_1_2_m(bottom: int) -> None:
    reach = access.reach_mm(config.KioskConfig(screen_bottom_mm=bottom))
    assert reach >= access.LEAST_MM
    assert bottom + reach <= max(access.REACH_MM, bottom + access.LEAST_MM)


def test_every_switch_has_its_words() -> None:
    for language in catalogue.LANGUAGES:
        assert {f"access.{name}" for name in access.NAMES} <= catalogue.keys(language)
