import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.prompts import compose, lexicon, path, vocabulary, wording

KEYS = catalogue.keys()
WORDS = st.sampled_from(
    (*sorted(vocabulary.words()), *(chip.fragment for chip in lexicon.chips()), "um robô", "🐎")
)


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
        ("Será que dá pra pintar um gaúcho na coxilha?", "um gaúcho na coxilha"),
        ("Um gaúcho, tchê, de bombacha", "um gaúcho, de bombacha"),
        ("UMA CAPIVADA DE DIA", "uma capivara de dia"),
        ("um capincho na coxilia", "uma capivara na coxilha"),
        ("a gaita e o violão", "a gaita e o violão"),
    ],
)
def test_what_was_said_becomes_what_is_painted(said: str, painted: str) -> None:
    prepared = path.prepare(said)
    assert (prepared.verdict, prepared.final_prompt) == ("allow", painted)
    assert prepared.notice is None


NOTHING = ["", "   ", "?!...", "\u200b\n", "🐎💃", "\udcff", "bah, tchê!", "por favor"]


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("text", NOTHING)
def test_where_nothing_is_wished_the_seed_draws_a_scene(text: str, language: str) -> None:
    first, other = (path.prepare(text, prompt_language=language, seed=n) for n in (1, 2))
    assert first.final_prompt
    assert first.final_prompt != other.final_prompt
    assert first == path.prepare(text, prompt_language=language, seed=1)
    assert (first.verdict, first.understood, first.unknown) == ("allow", (), ())
    assert first.drawn
    assert first.notice in KEYS


@pytest.mark.parametrize("seed", [0, 7, 2**31, -3])
def test_a_drawn_scene_is_one_that_the_model_knows(seed: int) -> None:
    scene = path.prepare("", seed=seed).final_prompt
    again = path.prepare(scene)
    assert (again.final_prompt, again.unknown, again.drawn) == (scene, (), False)
    drawable = {chip.category for chip in lexicon.chips() if chip.embedded} - {"where"}
    assert len(again.understood) == len(drawable) >= 2


def test_a_sky_without_a_subject_is_kept() -> None:
    prepared = path.prepare("ao amanhecer em aquarela", seed=5)
    assert prepared.drawn
    assert prepared.final_prompt.endswith(" ao amanhecer, em aquarela")
    assert prepared.understood == ("ao amanhecer", "em aquarela")


def test_what_a_rule_put_in_place_is_painted_and_nothing_is_drawn() -> None:
    prepared = path.prepare("a degola com a faca na garganta")
    assert (prepared.verdict, prepared.drawn, prepared.unknown) == ("soften", False, ())
    assert prepared.final_prompt == "um campo seco ao entardecer"


def test_blocked_offers_something_else() -> None:
    prepared = path.prepare("uma mulher pelada")
    assert (prepared.verdict, prepared.final_prompt) == ("block", "")
    assert prepared.suggestion
    assert path.prepare(prepared.suggestion).verdict == "allow"
    assert prepared.notice in catalogue.keys("es")
    assert prepared.category == "sexual"


def test_the_harmless_rest_of_a_wish_is_offered_first() -> None:
    assert path.prepare("uma ema e um gaúcho pelado na coxilha").suggestion == (
        "uma ema e um gaúcho na coxilha"
    )
    # Not where the rest is no kind answer.
    assert "laço" not in str(path.prepare("quero me matar com um laço").suggestion)


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


@pytest.mark.parametrize(
    ("said", "painted", "unknown"),
    [
        ("um dinossauro ao lado de um gaúcho", "um gaúcho", ("dinossauro",)),
        ("um gaúcho com um Helicóptero azul", "um gaúcho", ("helicóptero",)),
        (
            "na praia, três capivaras e um jacaré à noite como uma xilogravura",
            "três capivaras na praia à noite, em xilogravura",
            ("jacaré",),
        ),
        (
            "um gaúcho de poncho azul e chapéu com um computador",
            "um gaúcho de poncho azul",
            ("computador",),
        ),
        ("dois nhandus com um robô", "duas emas", ("robô",)),
        ("o pampa com dragões de dia", "as coxilhas de dia", ("dragões",)),
        ("um boi e uma кошка", "um boi", ("кошка",)),
        ("um boitatá na coxilha", "um boitatá na coxilha", ()),
    ],
)
def test_unknown_words_are_told_and_the_rest_is_painted(
    said: str, painted: str, unknown: tuple[str, ...]
) -> None:
    prepared = path.prepare(said)
    assert (prepared.final_prompt, prepared.unknown) == (painted, unknown)
    assert prepared.understood
    assert not prepared.drawn


def test_ordinary_words_are_known_where_english_is_read() -> None:
    said = "um gaúcho no trem com um helicóptero"
    assert path.prepare(said).unknown == ("trem", "helicóptero")
    assert path.prepare(said, prompt_language="en").unknown == ("helicóptero",)


def test_of_three_hundred_words_those_that_can_be_painted_come_first() -> None:
    said = "eu queria muito que fosse assim com calma " * 37 + "uma ema e um umbu na neblina"
    assert len(said.split()) > 300
    prepared = path.prepare(said)
    assert prepared.final_prompt == "uma ema e um umbu na neblina"
    assert prepared.unknown == ()
    assert path.prepare("um jacaré verde " * 100, seed=1).drawn


def test_chips_come_in_order_and_through_the_path_unchanged() -> None:
    picked = [lexicon.chip(name) for name in ("aquarela", "de-noite", "coxilha", "gaucho", "ema")]
    sentence = compose.compose(picked)
    assert sentence == "um gaúcho e uma ema na coxilha de noite, em aquarela"
    assert path.prepare(sentence).final_prompt == sentence


def test_chips_add_to_what_was_said_without_repeating_it() -> None:
    picked = [lexicon.chip(name) for name in ("gaucho", "coxilha", "de-noite")]
    assert compose.compose(picked, "um gaúcho de noite") == "um gaúcho de noite na coxilha"


def test_every_chip_speaks_three_languages_and_is_understood() -> None:
    identities = [chip.id for chip in lexicon.chips()]
    assert len(set(identities)) == len(identities)
    for chip in lexicon.chips():
        assert all(chip.label.text(language) for language in catalogue.LANGUAGES)
        prepared = path.prepare(chip.fragment)
        assert prepared.unknown == ()
        assert len(prepared.understood) == 1
        if chip.category in ("who", "where"):
            assert prepared.final_prompt == chip.fragment


@pytest.mark.parametrize("piece", ["quero ", "ximarão ", "p.u.t.a ", "a", "á\u0301", "1$@ ", "🐎 "])
def test_a_very_long_text_takes_no_time(piece: str) -> None:
    began = time.process_time()
    assert len(path.prepare(piece * 200_000).final_prompt) <= 200
    assert time.process_time() - began < 5.0


@settings(deadline=None, max_examples=50)
@given(st.text() | st.lists(WORDS, max_size=60).map(" ".join), st.integers(0, 2**32))
def test_any_text_gets_an_answer(text: str, seed: int) -> None:
    prepared = path.prepare(text, seed=seed)
    assert bool(prepared.final_prompt) == (prepared.verdict != "block")
    assert prepared.verdict == "allow" or prepared.notice in KEYS
    assert prepared.drawn <= (prepared.notice == "prompts.notice.drawn")
    assert len(prepared.final_prompt.split()) <= wording.LONGEST or prepared.verdict == "soften"
    assert not any(word in prepared.final_prompt.split() for word in prepared.unknown)
