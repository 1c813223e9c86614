import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.prompts import normalise


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_tidy_is_done_at_once_and_bounded(text: str) -> None:
    tidied = normalise.tidy(text)
    assert normalise.tidy(tidied) == tidied
    assert len(tidied) <= normalise.LONGEST
    assert tidied == unicodedata.normalize("NFC", tidied)
    assert not any(unicodedata.category(char).startswith("C") for char in tidied)


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_fold_leaves_plain_words(text: str) -> None:
    folded = normalise.fold(text)
    assert normalise.fold(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "  " not in folded


def test_accents_in_either_form_fold_alike() -> None:
    composed = "Chimarrão, Quero-Quero"
    assert normalise.fold(composed) == "chimarrao quero quero"
    assert normalise.fold(unicodedata.normalize("NFD", composed)) == "chimarrao quero quero"


def test_long_text_is_cut_between_words() -> None:
    assert not normalise.tidy("cavalo " * 1_000).endswith("cav")
    assert len(normalise.tidy("x" * 10_000)) == normalise.LONGEST
