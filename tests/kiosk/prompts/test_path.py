import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue, errors
from kiosk.prompts import compose, lexicon, path

KEYS = catalogue.keys()


@pytest.mark.parametrize(
    ("said", "painted"),
    [
        ("Quero ver um cavalo crioulo ao entardecer.", "um cavalo crioulo ao entardecer"),
        (
            "Bah tchê, pinta pra mim um gaucho perto do fogo de chao!",
            "um gaúcho perto do fogo de chão",
        ),
        ("quero quero quero um quero quero", "um quero-quero"),
        ("Quero-quero no banhado", "quero-quero no banhado"),
        ("eu queria uma prenda, por favor", "uma prenda"),
        ("Um gaúcho, tchê, de bombacha", "um gaúcho, de bombacha"),
        ("UMA CAPIVADA DE DIA", "uma capivara de dia"),
        ("um capincho na coxilia", "um capincho na coxilha"),
        ("a gaita e o violão", "a gaita e o violão"),
    ],
)
def test_what_was_said_becomes_what_is_painted(said: str, painted: str) -> None:
    prepared = path.prepare(said)
    assert (prepared.verdict, prepared.final_prompt) == ("allow", painted)
    assert prepared.notice is None


@pytest.mark.parametrize("text", ["", "   ", "?!...", "\u200b\n", "bah, tchê!", "por favor"])
def test_nothing_wished_is_empty(text: str) -> None:
    with pytest.raises(errors.PromptEmpty):
        path.prepare(text)


def test_blocked_offers_something_else() -> None:
    prepared = path.prepare("uma mulher pelada", language="es")
    assert (prepared.verdict, prepared.final_prompt) == ("block", "")
    assert prepared.suggestion
    assert path.prepare(prepared.suggestion).verdict == "allow"
    assert prepared.notice in catalogue.keys("es")


def test_softened_is_painted_and_says_so() -> None:
    prepared = path.prepare("porra tchê, eu quero um gaúcho na coxilha")
    assert (prepared.verdict, prepared.final_prompt) == ("soften", "um gaúcho na coxilha")
    assert prepared.notice in KEYS


def test_english_bundles_get_the_glossary() -> None:
    prepared = path.prepare("Bah, uma capivara no banhado", prompt_language="en")
    assert prepared.final_prompt == "uma capybara no marshy wetland with reeds"
    assert prepared.negative_prompt
    assert prepared.terms == (
        ("capivara", "capivara", "capybara"),
        ("banhado", "banhado", "marshy wetland with reeds"),
    )


def test_unknown_words_are_told() -> None:
    assert path.prepare("um gaúcho com um helicóptero azul").unknown == ("helicoptero",)


def test_chips_come_in_order_and_through_the_path_unchanged() -> None:
    picked = [lexicon.chip(name) for name in ("de-noite", "coxilha", "gaucho", "ema")]
    sentence = compose.compose(picked)
    assert sentence == "um gaúcho e uma ema na coxilha de noite"
    assert path.prepare(sentence).final_prompt == sentence


def test_chips_add_to_what_was_said_without_repeating_it() -> None:
    picked = [lexicon.chip(name) for name in ("gaucho", "coxilha", "de-noite")]
    assert compose.compose(picked, "um gaúcho de noite") == "um gaúcho de noite na coxilha"


def test_every_chip_speaks_three_languages_and_is_understood() -> None:
    identities = [chip.id for chip in lexicon.chips()]
    assert len(set(identities)) == len(identities)
    for chip in lexicon.chips():
        assert all(chip.label.text(language) for language in catalogue.LANGUAGES)
        assert path.prepare(chip.fragment).unknown == ()


@pytest.mark.parametrize("piece", ["quero ", "ximarão ", "p.u.t.a ", "a", "á\u0301", "1$@ ", "🐎 "])
def test_a_very_long_text_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    try:
        prepared = path.prepare(piece * 200_000)
        assert len(prepared.final_prompt) <= 600
    except errors.PromptEmpty:
        pass
    assert time.perf_counter() - began < 10.0


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    try:
        prepared = path.prepare(text)
    except errors.PromptEmpty:
        return
    assert bool(prepared.final_prompt) == (prepared.verdict != "block")
    assert prepared.verdict == "allow" or prepared.notice in KEYS
