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
    folded = [word.folded for word in words]
    found: list[Match] = []
    at = 0
    while at < len(words):
        first, term, length = _best(folded, at)
        if term is not None:
            start, end = words[first].start, words[first + length - 1].end
            found.append(Match(term, text[start:end], start, end))
        at = first + length
    return tuple(found)


def _best(folded: Sequence[str], at: int) -> tuple[int, Term | None, int]:
    """Where the next form begins, and the longest there, or `at` and nothing.

    Of two that overlap, the one that says more: `uma [gaúcha negra]`, not `[uma gaúcha] negra`.
    """
    term, length = _longest(folded, at)
    best = (at, term, length)
    for later in range(at + 1, at + length):
        other, reach = _longest(folded, later)
        said = _telling(folded[best[0] : best[0] + best[2]])
        if other is not None and _telling(folded[later : later + reach]) > said:
            best = (later, other, reach)
    return best


def _telling(words: Sequence[str]) -> int:
    return sum(word not in lexicon.function_words() for word in words)


def _longest(folded: Sequence[str], at: int) -> tuple[Term | None, int]:
    """The longest form at `at` whose rules hold, and how many words to go on."""
    index, reach = _index()
    for length in range(min(reach.get(folded[at], 0), len(folded) - at), 0, -1):
        term = index.get(" ".join(folded[at : at + length]))
        if term is not None and _fits(term, folded, at + length):
            return term, length
    return None, 1


def _fits(term: Term, folded: Sequence[str], after: int) -> bool:
    """Whether the row's rules hold in this sentence, where `after` is the next word."""
    following = " ".join(folded[after:])
    return all(rule.holds(" ".join(folded), following) for rule in term.rules)


@functools.cache
def _index() -> tuple[dict[str, Term], dict[str, int]]:
    """Folded form to its row, and a form's first word to the number of words of the longest."""
    index: dict[str, Term] = {}
    reach: dict[str, int] = {}
    for term in terms():
        for form in term.forms:
            folded = normalise.fold(form)
            index.setdefault(folded, term)
            first, length = folded.split(" ")[0], folded.count(" ") + 1
            reach[first] = max(reach.get(first, 0), length)
    return index, reach


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
