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
# Consonants that are enough to know a word by (`crlh`, `bnda`).
_BONES: Final = 3
_VOWELS: Final = "aeiou"
_ENDING: Final = 3
# Letters that may follow a root that is written backwards.
_LONGEST_ENDING: Final = 4


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
        self._by_bones: dict[str, list[str]] = {}
        for entry in listed:
            self._by_length.setdefault(len(stem(entry)), []).append(entry)
            body = _body(stem(entry))
            # `caralhao` is not what is meant by `crlh`.
            short = entry.endswith("*") or len(entry) - len(body) < _ENDING - 1
            if (bones := _bones(body)) and bones != body and short:
                self._by_bones.setdefault(bones, []).append(entry)

    def inside(self, token: Token) -> set[str]:
        """The hidden words in a token that is no ordinary word."""
        found = set(self._under(token.stars[:_LONGEST], token.spelled))
        if not ordinary().isdisjoint(token.forms):
            return found
        for form in token.forms:
            found |= self._beside_a_word(form[:_LONGEST])
            found |= self._spelt.matching(disguise.spelling(form[:_LONGEST]))
            found.update(self._without_vowels(form[:_LONGEST]))
            found.update(self._backwards(form[:_LONGEST]))
            if token.spelled:
                for at in range(len(form)):
                    found |= self._spelled.matching(form[at : at + _LONGEST])
        return found

    def split(self, tokens: Sequence[Token]) -> Iterator[tuple[int, set[str]]]:
        """The hidden words that were pulled apart into short pieces, and where they begin."""
        for at, pieces in disguise.pieces(tokens):
            syllables = len(pieces) > 2 and all(len(piece) <= _SYLLABLE for piece in pieces)
            if syllables or not all(piece in ordinary() for piece in pieces):
                yield at, set(self._whole.matching("".join(pieces)))

    def _beside_a_word(self, word: str) -> set[str]:
        """A hidden word run together with an ordinary one: `mulherpelada`."""
        found: set[str] = set()
        for cut in range(_SHORTEST_REST, len(word) - _SHORTEST_REST + 1):
            head, tail = word[:cut], word[cut:]
            if head in _scenic():
                found.update(self._whole.matching(tail))
            if tail in _scenic():
                found.update(self._whole.matching(head))
        return found

    def _without_vowels(self, word: str) -> Iterator[str]:
        """The hidden words of which the vowels were left out, but for the ending."""
        body = _body(word)
        if body == _bones(body):
            yield from self._by_bones.get(body, ())

    def _backwards(self, word: str) -> Iterator[str]:
        """The hidden words that are the whole word, read from its end."""
        turned = word[::-1]
        for entry in self._whole.matching(turned):
            if len(turned) - len(stem(entry)) <= _LONGEST_ENDING:
                yield entry

    def _under(self, stars: str, spelled: bool) -> Iterator[str]:
        """Hidden words that fit a word with stars in it; a root may go on after it, and so may
        any word whose letters stood apart."""
        shortest = min(_SHORTEST_SPELLED, len(stars))
        for length in range(shortest, len(stars) + 1):
            for entry in self._by_length.get(length, ()):
                fits = spelled or length == len(stars) or entry.endswith("*")
                letters = zip(stars, stem(entry), strict=False)
                if fits and all(star in ("*", letter) for star, letter in letters):
                    yield entry


def _body(word: str) -> str:
    """The word without its ending, and one letter for one sound."""
    ending = len(word) - len(word.rstrip(_VOWELS + "s"))
    return word[: len(word) - min(ending, _ENDING)].replace("k", "c").replace("q", "c")


def _bones(body: str) -> str:
    """The consonants of a word, where they are enough to know it by; else nothing."""
    bones = "".join(letter for letter in body if letter not in _VOWELS)
    return bones if len(bones) >= _BONES and body[0] == bones[0] else ""


@functools.cache
def ordinary() -> frozenset[str]:
    """Words that hide nothing, folded."""
    return _scenic() | lexicon.everyday_words()


@functools.cache
def _scenic() -> frozenset[str]:
    """Words that the kiosk knows for a scene, folded."""
    forms = (form for term in glossary.terms() for form in term.forms)
    words = frozenset(word for form in forms for word in normalise.fold(form).split())
    return lexicon.plain_words() | vocabulary.words() | words
