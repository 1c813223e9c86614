"""Variations keep the scene and change its sky or its look."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kiosk.prompts import compose, lexicon, variations, vocabulary
from kiosk.session.sentence import Sentence, of_chips, spoken

SEEDS = st.integers(0, 2**31 - 1)


def entries(sentence: str, *kinds: str) -> list[str]:
    return [p.entry.id for p in vocabulary.find(sentence) if p.entry.kind in kinds]


@given(SEEDS, SEEDS, st.booleans())
def test_a_variation_changes_one_thing(scene: int, seed: int, said: bool) -> None:
    chips = compose.drawn(scene)
    told = spoken(compose.compose(chips)) if said else of_chips(chips)
    proposed = variations.proposed(told.text, seed)
    assert [chip.shelf for chip in proposed] == ["when", "when", "look"]
    for chip in proposed:
        other = told.varied(chip)
        assert other.text != told.text
        assert entries(other.text, "subject", "ground") == entries(told.text, "subject", "ground")
        (meant,) = vocabulary.find(chip.fragment)
        changed, kept = ("sky", "look") if chip.shelf == "when" else ("look", "sky")
        assert entries(other.text, changed) == [meant.entry.id]
        assert entries(other.text, kept) == entries(told.text, kept)


def test_a_time_a_weather_and_a_look_are_proposed() -> None:
    seen = [variations.proposed("um gaúcho de noite", seed) for seed in range(60)]
    times = {chips[0].id for chips in seen}
    assert times == {"de-dia", "ao-amanhecer", "ao-entardecer"}
    assert {c[1].id for c in seen} == {"ceu-nublado", "tempestade", "neblina", "geada"}
    assert {c[2].id for c in seen} == {"naif", "xilogravura", "aquarela"}


def test_what_was_said_is_tidy_without_its_sky_and_look() -> None:
    night = lexicon.chip("de-noite")
    told = spoken("Um gaúcho, ao entardecer, na coxilha, em aquarela")
    assert told.varied(night).text == "Um gaúcho, na coxilha de noite, em aquarela"
    assert spoken("ao entardecer um boi").varied(night).text == "um boi de noite"
    assert Sentence().varied(night).text == "de noite"


def test_one_variation_after_another_does_not_pile_up() -> None:
    told = spoken("um boi na coxilha")
    for one, two in itertools.permutations(lexicon.chips("when"), 2):
        assert told.varied(one).varied(two).text == told.varied(two).text
