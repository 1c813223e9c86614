"""Every sentence exists in every language and takes the same values."""

import string

import pytest

from training import texts
from training.catalogue.findings import Weight, finding


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_languages_have_the_same_sentences_and_values(language: str) -> None:
    portuguese, other = texts.sentences(texts.DEFAULT), texts.sentences(language)
    assert other.keys() == portuguese.keys()
    for key, sentence in other.items():
        assert sentence.strip()
        assert fields(sentence) == fields(portuguese[key]), key


@pytest.mark.parametrize(
    ("value", "language"), [("es_UY.UTF-8", "es"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "pt-BR")]
)
def test_the_language_is_the_machines(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert texts.language() == language


def test_a_finding_names_few_files_and_says_that_there_are_more() -> None:
    one = finding(Weight.WARN, "near", "a.jpg", "b.jpg", "c.jpg", "d.jpg")
    assert "a.jpg, b.jpg, c.jpg …" in one.text
    assert one.files == ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
