"""Every failure has its sentence in every language, with the values it promises."""

import string

import pytest

from export import errors, messages


def leaves(kind: type[errors.ExportFault]) -> list[type[errors.ExportFault]]:
    below = [leaf for child in kind.__subclasses__() for leaf in leaves(child)]
    return below or [kind]


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_leaf_says_what_it_promises(language: str) -> None:
    sentences = messages.sentences(language)
    for leaf in leaves(errors.ExportFault):
        assert leaf.__doc__
        promised = leaf.__doc__.removeprefix("values: ").rstrip(".").split(", ")
        assert fields(sentences[f"errors.{leaf.key}"]) == set(promised), leaf


def test_languages_have_the_same_sentences_and_values() -> None:
    portuguese = messages.sentences("pt-BR")
    assert {key.removeprefix("errors.") for key in portuguese if key.startswith("errors.")} == {
        leaf.key for leaf in leaves(errors.ExportFault)
    }
    for language in messages.LANGUAGES:
        other = messages.sentences(language)
        assert other.keys() == portuguese.keys()
        assert {key: fields(text) for key, text in other.items()} == {
            key: fields(text) for key, text in portuguese.items()
        }


@pytest.mark.parametrize(
    ("value", "language"), [("es_UY.UTF-8", "es"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "pt-BR")]
)
def test_the_language_is_the_machines(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert messages.language() == language
