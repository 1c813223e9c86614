"""Words that are looked for in disguise as well: within others, starred, carelessly spelt."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kiosk.prompts import disguise, glossary, lexicon, normalise, vocabulary
from kiosk.prompts.disguise import Token
from kiosk.prompts.lookup import Renamed, Words
from kiosk.prompts.rules import stem

# Shorter words are too often the end of an innocent one.
_SHORTEST: Final = 4
_SHORTEST_SPELLED: Final = 3
_SHORTEST_REST: Final = 3
# Letters of a word that are looked at.
_LONGEST: Final = 48
_SYLLABLE: Final = 2


class Hidden:
    """Finds `entries`, words and roots, under what is no ordinary word."""

    def __init__(self, entries: Iterable[str]) -> None:
        listed = sorted(entries)
        long = [entry for entry in listed if len(stem(entry)) >= _SHORTEST]
        self._whole = Words(long)
        self._spelt = Renamed(
            (disguise.spelling(stem(entry)) + entry[len(stem(entry)) :], entry) for entry in long
        )
        self._spelled = Renamed(
            (f"{stem(entry)}*", entry) for entry in listed if len(stem(entry)) >= _SHORTEST_SPELLED
        )
        self._by_length: dict[int, list[str]] = {}
        for entry in listed:
            self._by_length.setdefault(len(stem(entry)), []).append(entry)

    def inside(self, token: Token) -> set[str]:
        """The hidden words in a token that is no ordinary word."""
        if not _ordinary().isdisjoint(token.forms):
            return set()
        found = set(self._under(token.stars[:_LONGEST]))
        for form in token.forms:
            found |= self._beside_a_word(form[:_LONGEST])
            found |= self._spelt.matching(disguise.spelling(form[:_LONGEST]))
            if token.spelled:
                for at in range(len(form)):
                    found |= self._spelled.matching(form[at : at + _LONGEST])
        return found

    def split(self, tokens: Sequence[Token]) -> Iterator[tuple[int, set[str]]]:
        """The hidden words that were pulled apart into short pieces, and where they begin."""
        for at, pieces in disguise.pieces(tokens):
            syllables = len(pieces) > 2 and all(len(piece) <= _SYLLABLE for piece in pieces)
            if syllables or not all(piece in _ordinary() for piece in pieces):
                yield at, set(self._whole.matching("".join(pieces)))

    def _beside_a_word(self, word: str) -> set[str]:
        """A hidden word run together with an ordinary one: `mulherpelada`."""
        found: set[str] = set()
        for cut in range(_SHORTEST_REST, len(word) - _SHORTEST_REST + 1):
            head, tail = word[:cut], word[cut:]
            if head in _ordinary():
                found.update(self._whole.matching(tail))
            if tail in _ordinary():
                found.update(self._whole.matching(head))
        return found

    def _under(self, stars: str) -> Iterator[str]:
        """Hidden words that fit a word with stars in it; a root may go on after it."""
        for length in range(_SHORTEST_SPELLED, len(stars) + 1):
            for entry in self._by_length.get(length, ()):
                fits = length == len(stars) or entry.endswith("*")
                letters = zip(stars, stem(entry), strict=False)
                if fits and all(star in ("*", letter) for star, letter in letters):
                    yield entry


@functools.cache
def _ordinary() -> frozenset[str]:
    """Words that hide nothing, folded: those that the kiosk knows for a scene."""
    forms = (form for term in glossary.terms() for form in term.forms)
    words = frozenset(word for form in forms for word in normalise.fold(form).split())
    return lexicon.plain_words() | vocabulary.words() | words
