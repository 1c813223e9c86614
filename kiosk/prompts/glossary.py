"""The glossary of gaúcho words: finding them in a sentence by its matching rules.

Compared without accents, case and punctuation; a hyphen or apostrophe counts as a space; whole
words only; the longest form wins, and where its context rule fails the next shorter is tried.
"""

import functools
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import msgspec

from kiosk import errors
from kiosk.prompts import lexicon, normalise

Kind: TypeAlias = Literal["near", "not_near", "not_before"]
_HEADER: Final = ("term_pt", "variants_pt", "en_gloss", "category", "context_rule", "notes")
_KINDS: Final[tuple[Kind, ...]] = ("near", "not_near", "not_before")


class Rule(msgspec.Struct, frozen=True):
    """One condition on the sentence; `words` are folded words or phrases."""

    kind: Kind
    words: tuple[str, ...]

    def holds(self, sentence: str, following: str) -> bool:
        """Whether it holds in the folded `sentence`, `following` being the very next words."""
        if self.kind == "not_before":
            return not any(f"{following} ".startswith(f"{word} ") for word in self.words)
        found = any(f" {word} " in f" {sentence} " for word in self.words)
        return found == (self.kind == "near")


class Term(msgspec.Struct, frozen=True):
    """One row. `gloss` is None where the word is left out of an English prompt."""

    canonical: str
    forms: tuple[str, ...]
    gloss: str | None
    category: str
    rules: tuple[Rule, ...]


class Match(msgspec.Struct, frozen=True):
    """A term in a sentence: `start` and `end` are character offsets in the original text."""

    term: Term
    heard: str
    start: int
    end: int


@functools.cache
def terms() -> tuple[Term, ...]:
    """All rows of glossary.tsv. Raises ConfigUnreadable naming the line that is wrong."""
    header, *rows = lexicon.read("glossary.tsv").splitlines()
    if tuple(header.split("\t")) != _HEADER:
        raise errors.ConfigUnreadable(file="glossary.tsv", reason="header")
    return tuple(_term(number, row) for number, row in enumerate(rows, start=2))


def find(text: str) -> tuple[Match, ...]:
    """The terms in `text`, left to right, never overlapping."""
    words = normalise.words(text)
    sentence = " ".join(word.folded for word in words)
    found: list[Match] = []
    at = 0
    while at < len(words):
        step, match = _longest(text, words, at, sentence)
        if match is not None:
            found.append(match)
        at += step
    return tuple(found)


def _longest(
    text: str, words: Sequence[normalise.Word], at: int, sentence: str
) -> tuple[int, Match | None]:
    """How many words to go on, and the longest form at `at` whose rules hold."""
    index, reach = _index()
    for length in range(min(reach, len(words) - at), 0, -1):
        piece = words[at : at + length]
        term = index.get(" ".join(word.folded for word in piece))
        following = " ".join(word.folded for word in words[at + length : at + length + reach])
        if term is not None and all(rule.holds(sentence, following) for rule in term.rules):
            start, end = piece[0].start, piece[-1].end
            return length, Match(term, text[start:end], start, end)
    return 1, None


@functools.cache
def _index() -> tuple[dict[str, Term], int]:
    """Folded form to its row, and the number of words of the longest form."""
    index: dict[str, Term] = {}
    for term in terms():
        for form in term.forms:
            index.setdefault(normalise.fold(form), term)
    return index, max(form.count(" ") + 1 for form in index)


def _term(number: int, row: str) -> Term:
    cells = row.split("\t")
    if len(cells) != len(_HEADER):
        raise errors.ConfigUnreadable(file="glossary.tsv", reason=f"{number}: {len(cells)}")
    canonical, variants, gloss, category, rule, _ = cells
    forms = (canonical, *(form for form in variants.split("|") if form))
    rules = tuple(_rule(number, part) for part in rule.split("; ") if part)
    return Term(canonical, forms, None if gloss == "-" else gloss, category, rules)


def _rule(number: int, text: str) -> Rule:
    name, _, listed = text.partition(":")
    for kind in _KINDS:
        if name == kind and listed:
            return Rule(kind, tuple(normalise.fold(word) for word in listed.split("|")))
    raise errors.ConfigUnreadable(file="glossary.tsv", reason=f"{number}: {text}")
