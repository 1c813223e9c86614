"""How Portuguese words sound, coarsely: a key for a spelling, and how far two keys are apart."""

import functools
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kiosk.prompts import normalise

# Spelling to sound, in order; on folded text. Brazilian: lh ~ li, l before a consonant ~ u,
# unstressed e ~ i and o ~ u everywhere, ei ~ e. Coarse, as it only ever compares.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"\s+", ""),
        (r"y", "i"),
        (r"w", "u"),
        (r"lh", "li"),
        (r"nh", "9"),
        (r"sch|ch|sh", "x"),
        (r"ph", "f"),
        (r"h", ""),
        (r"qu(?=[ei])|k|q", "c2"),
        (r"gu(?=[ei])", "g2"),
        (r"g(?=[ei])", "j"),
        (r"c(?=[ei])", "s"),
        (r"2", ""),
        (r"n(?=[bp])", "m"),
        (r"l(?=[^aeiou]|$)", "u"),
        (r"ei(?=[jrx])", "e"),
        (r"ou", "o"),
        (r"am$", "ao"),
        (r"(.)\1+", r"\1"),
        (r"z", "s"),
        (r"e", "i"),
        (r"o", "u"),
        (r"ii+", "i"),
        (r"uu+", "u"),
    )
)
# Before accents are folded away: ñ is how recognition writes nh in a word it takes for Spanish.
_LETTERS: Final = str.maketrans({"ç": "ss", "Ç": "ss", "ñ": "nh", "Ñ": "nh"})

# Sounds that noise and a strange voice turn into each other: with and without voice, hissing,
# flowing, nasal. Vowels are each other's neighbours too, at a price.
_VOWELS: Final = "aiu"
_ALIKE: Final = ("pb", "td", "cg", "fv", "sxj", "lr", "mn9", _VOWELS)
_CLASS: Final = {letter: group for group in _ALIKE for letter in group}
_BITS: Final = {
    letter: 1 << at for at, group in enumerate((*_ALIKE[:-1], *_VOWELS)) for letter in group
}
_OTHER, _SAME_CLASS, _OTHER_VOWEL = 1.0, 0.4, 0.5
# A vowel, an r and an s are swallowed or added most easily.
_LOST, _LOST_EASILY, _EASILY = 0.8, 0.5, _VOWELS + "rs"

@functools.lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A key that spellings of the same Portuguese sound share; spaces and accents do not count."""
    found = normalise.fold(text.translate(_LETTERS))
    for pattern, replacement in _SOUNDS:
        found = pattern.sub(replacement, found)
    return found


def beginning(one: str) -> str:
    """The class of the first sound: keys with another one are never compared."""
    return _CLASS.get(one[:1], one[:1])


class Keys:
    """Many keys, compared with one at once."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.lengths = np.array([len(one) for one in keys])
        self._classes = np.array([_classes(one) for one in keys])
        self._letters = np.zeros((len(keys), self.lengths.max(initial=0)), np.intp)
        for row, one in zip(self._letters, keys, strict=True):
            row[: len(one)] = _numbers(one)

    def apart(
        self, key: str, limit: float | npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Weighted edits from `key` to each, (N,); infinity where they must be over `limit`."""
        found = np.full(len(self.lengths), np.inf)
        # No edit that lengthens a key, or brings a class of sounds in, costs less than the least.
        some = _classes(key)
        more = np.bitwise_count(self._classes & ~some)
        less = np.bitwise_count(some & ~self._classes)
        edits = np.maximum(np.abs(self.lengths - len(key)), np.maximum(more, less))
        near = np.flatnonzero(edits * _LOST_EASILY <= limit)
        if not len(near):
            return found
        lengths = self.lengths[near]
        letters = self._letters[near, : lengths.max()]
        # Row by row of the usual table; what is lost along a row is a running minimum.
        along = np.pad(np.cumsum(_LOSING[letters], axis=1), ((0, 0), (1, 0)))
        row = along
        for heard in _numbers(key):
            now = row + _LOSING[heard]
            now[:, 1:] = np.minimum(now[:, 1:], row[:, :-1] + _CHANGING[heard, letters])
            row = np.minimum.accumulate(now - along, axis=1) + along
        found[near] = row[np.arange(len(near)), lengths]
        return found


def _classes(key: str) -> int:
    """The classes of sounds in a key, one bit each; each vowel is one of its own."""
    bits = 0
    for letter in key:
        bits |= _BITS.get(letter, 0)
    return bits


def _numbers(key: str) -> list[int]:
    return [_LETTERS_KNOWN.find(letter) + 1 for letter in key]


def _changed(heard: str, meant: str) -> float:
    if heard == meant:
        return 0.0
    if _CLASS.get(heard) != _CLASS.get(meant, meant):
        return _OTHER
    return _OTHER_VOWEL if heard in _VOWELS else _SAME_CLASS


# By number of the letter; 0 is any other.
_LETTERS_KNOWN: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_EVERY: Final = " " + _LETTERS_KNOWN
_LOSING: Final = np.array([_LOST_EASILY if one in _EASILY else _LOST for one in _EVERY])
_CHANGING: Final = np.array([[_changed(one, other) for other in _EVERY] for one in _EVERY])
