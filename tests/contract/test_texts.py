"""Every sentence exists in every language and takes the same values."""

import string
from collections.abc import Iterator

import pytest

from kiosk import catalogue, errors


def _leaves(kind: type[errors.HeritageError]) -> Iterator[type[errors.HeritageError]]:
    below = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    if not below:
        yield kind
    for child in below:
        yield from _leaves(child)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


class _Anything:
    """Stands for any value, whatever the sentence does to it."""

    def __format__(self, spec: str) -> str:
        return "·"


def _sentence(key: str, language: str) -> str:
    return catalogue._sentences(language)[key]


def test_the_languages_have_the_same_keys() -> None:
    for language in catalogue.LANGUAGES:
        assert catalogue.keys(language) == catalogue.keys(), language


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_every_sentence_can_be_said(language: str) -> None:
    for key in catalogue.keys(language):
        names = _names(_sentence(key, language))
        assert names == _names(_sentence(key, catalogue.DEFAULT)), f"{key} in {language}"
        assert catalogue.text(key, language, **{name: _Anything() for name in names}).strip()


LEAVES = list(_leaves(errors.HeritageError))


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_has_its_sentence(leaf: type[errors.HeritageError]) -> None:
    known = catalogue.keys()
    assert leaf.key in known
    assert leaf.exit_code in (65, 75, 78)
    # The class names its values for whoever raises it; the sentence uses no other.
    assert leaf.__doc__
    for name in _names(_sentence(leaf.key, catalogue.DEFAULT)):
        assert name in leaf.__doc__


def test_every_error_key_belongs_to_one_class() -> None:
    keys = [leaf.key for leaf in LEAVES]
    assert len(keys) == len(set(keys))
