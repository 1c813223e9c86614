"""Names of counters: a closed set, whatever a museum calls its rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.gallery import counters
from kiosk.prompts import rules


@given(st.one_of(st.none(), st.text()))
def test_every_category_has_a_counter_and_no_text_is_one(category: str | None) -> None:
    name = counters.words(category)
    assert counters.known(name)
    assert len(name) <= 46
    assert name.isascii()
    assert not set(name) & set(" ,!?\n")


@given(st.text())
def test_text_is_no_counter(text: str) -> None:
    assert not counters.known(text + " ")
    assert not counters.known("words." + text + "\n")


@given(st.floats(min_value=0, max_value=1e6))
def test_every_wait_falls_into_one_bucket(seconds: float) -> None:
    name = counters.wait(seconds)
    assert counters.known(name)
    upper = name.removeprefix("wait.")
    assert upper == "more" or seconds <= int(upper)


def test_a_longer_wait_is_never_in_a_shorter_bucket() -> None:
    waits = [counters.wait(tenth / 10) for tenth in range(700)]
    assert list(dict.fromkeys(waits)) == [
        *(f"wait.{end}" for end in counters.WAITS_S), "wait.more",
    ]  # fmt: skip


def test_every_rule_of_the_lexicon_is_counted_under_its_own_name() -> None:
    for rule in rules.read(rules.chosen()).rule:
        assert counters.category(counters.words(rule.category)) == rule.category


@pytest.mark.parametrize("name", [counters.VISITS, counters.SCENES, counters.KEPT])
def test_what_is_no_sentence_has_no_category(name: counters.Counter) -> None:
    assert counters.known(name)
    assert counters.category(name) is None
