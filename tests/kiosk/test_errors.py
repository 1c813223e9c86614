"""Every error can speak every language, and every sentence has its places filled in."""

import re
import string

import pytest

from kiosk import catalogue, errors


def leaves(kind: type[errors.HeritageError]) -> list[type[errors.HeritageError]]:
    below = kind.__subclasses__()
    return [leaf for one in below for leaf in leaves(one)] if below else [kind]


LEAVES = [leaf for leaf in leaves(errors.HeritageError) if leaf.__module__ == errors.__name__]


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_has_its_sentence(leaf, language):
    assert leaf.key in catalogue.keys(language)
    names = re.findall(r"\w+", (leaf.__doc__ or "").partition("values:")[2])
    said = leaf(**{name: f"<{name}>" for name in names}).say(language)
    assert said.endswith((".", "?", "!"))
    assert "{" not in said


def test_exit_codes_tell_temporary_from_permanent():
    for leaf in LEAVES:
        assert leaf.exit_code in {65, 75, 78}
        assert (leaf.exit_code == 78) == issubclass(leaf, errors.PermanentFault)


def test_the_tree_in_the_docstring_is_complete():
    drawn = set(re.findall(r"[A-Z]\w+", errors.__doc__ or ""))
    assert {leaf.__name__ for leaf in LEAVES} <= drawn


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_languages_agree_on_keys_and_places(language):
    def own(one: str) -> set[str]:
        return {key for key in catalogue.keys(one) if key.startswith(("errors.", "cli."))}

    ours = own("pt-BR")
    assert own(language) == ours
    for key in ours:
        theirs = catalogue._sentences(language)[key]
        assert places(theirs) == places(catalogue._sentences("pt-BR")[key]), key
