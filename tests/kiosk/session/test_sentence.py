"""The sentence of chips and speech."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.prompts import lexicon
from kiosk.session.sentence import LONGEST, Sentence, of_chips, spoken

CHIPS = st.sampled_from(lexicon.chips())


def test_chips_make_a_sentence_in_the_order_who_where_when_how() -> None:
    tapped = Sentence()
    for name in ("xilogravura", "ao-entardecer", "coxilha", "gaucho", "aquarela"):
        tapped = tapped.tapped(lexicon.chip(name))
    assert tapped.text == "um gaúcho na coxilha ao entardecer, em aquarela"


@given(st.lists(CHIPS, max_size=12), CHIPS)
def test_a_chip_tapped_twice_is_out_again(taps: list[lexicon.Chip], chip: lexicon.Chip) -> None:
    sentence = Sentence()
    for tap in taps:
        sentence = sentence.tapped(tap)
    assert chip.id not in sentence.tapped(chip).tapped(chip).picked or chip.id in sentence.picked


@given(st.text(max_size=40), st.lists(CHIPS, max_size=12))
def test_never_more_than_two_subjects_one_place_one_time_one_look(
    said: str, taps: list[lexicon.Chip]
) -> None:
    sentence = spoken(said)
    for tap in taps:
        sentence = sentence.tapped(tap)
    count = [lexicon.chip(name).category for name in sentence.picked].count
    assert count("who") <= 2
    assert count("where") <= 1
    assert count("when") <= 1
    assert count("look") <= 1


@given(st.text(max_size=400))
def test_what_was_said_is_one_line_and_not_too_long(text: str) -> None:
    said = spoken(text).text
    assert len(said) <= LONGEST
    assert len(said.splitlines()) <= 1
    assert said == said.strip()


def test_of_chips_is_the_same_as_tapping() -> None:
    chips = [lexicon.chip("ema"), lexicon.chip("de-noite")]
    assert of_chips(chips).text == Sentence().tapped(chips[0]).tapped(chips[1]).text
