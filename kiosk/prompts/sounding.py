"""How Portuguese words sound, coarsely: a key for a spelling, and how far two keys are apart."""

import functools
import itertools
import math
import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kiosk.prompts import normalise

# Spelling to sound, in order; on folded text. Brazilian: lh ~ li, l before a consonant ~ u,
# unstressed e ~ i and o ~ u everywhere, ei ~ e. Coarse, as it only ever compares.
_SOUNDS: Final = (
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
# Before accents are folded away: ñ is how recognition writes nh in a word it takes for Spanish.
_LETTERS: Final = str.maketrans({"ç": "ss", "Ç": "ss", "ñ": "nh", "Ñ": "nh"})

# Sounds that noise and a strange voice turn into each other: with and without voice, hissing,
# flowing, nasal. Vowels are each other's neighbours too, at a price.
_VOWELS: Final = "aiu"
_ALIKE: Final = ("pb", "td", "cg", "fv", "sxj", "lr", "mn9", _VOWELS)
_CLASS: Final = {letter: group for group in _ALIKE for letter in group}
# Tenths of an edit: whole numbers, so that two keys that are as near are so exactly.
_OTHER, _SAME_CLASS, _OTHER_VOWEL = 10, 4, 5
# A vowel, an r and an s are swallowed or added most easily.
_LOST, _LOST_EASILY, _EASILY = 8, 5, _VOWELS + "rs"


@functools.lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A key that spellings of the same Portuguese sound share; spaces and accents do not count."""
    found = normalise.fold(text.translate(_LETTERS))
    for step in _STEPS:
        found = step(found)
    return found


def beginning(one: str) -> str:
    """The class of the first sound: keys with another one are never compared."""
    return _CLASS.get(one[:1], one[:1])


def apart(one: str, other: str, limit: float) -> float:
    """Weighted edits between two keys, in tenths of an edit; infinity where that is over `limit`.

    Levenshtein's table, a row a letter of `one`, given up as soon as a whole row is over `limit`.
    """
    row = list(itertools.accumulate((_LOSING[letter] for letter in other), initial=0))
    for heard in one:
        losing, changing = _LOSING[heard], _CHANGING[heard]
        left, diagonal = row[0] + losing, row[0]
        now = [left]
        for above, meant in zip(row[1:], other, strict=True):
            # Written out: min() of three takes twice as long, and this is where the time goes.
            best = above + losing
            if diagonal + changing[meant] < best:
                best = diagonal + changing[meant]
            if left + _LOSING[meant] < best:
                best = left + _LOSING[meant]
            now.append(best)
            left, diagonal = best, above
        row = now
        if min(row) > limit:
            return math.inf
    return row[-1] if row[-1] <= limit else math.inf


class Keys:
    """Many keys, of which a quick look tells most that cannot be near another one."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.lengths = np.array([len(one) for one in keys])
        self._sounds = np.array([_sounds(one) for one in keys]).reshape(len(keys), len(_COUNTED))

    def at_least(self, key: str) -> npt.NDArray[np.float64]:
        """What `apart` from `key` cannot be below, for each, (N,).

        Each class of consonants of which one key has more must lose or gain: the cheapest edit puts
        one right for 5, and one that puts two right, by changing one into the other, costs 10. A
        vowel is changed into another for 5.
        """
        more = self._sounds - np.array(_sounds(key))
        consonants = np.abs(more[:, : -len(_VOWELS)]).sum(axis=1)
        vowels = more[:, -len(_VOWELS) :]
        vowels = np.maximum(vowels.clip(min=0).sum(axis=1), -vowels.clip(max=0).sum(axis=1))
        least = np.maximum(consonants + vowels, np.abs(self.lengths - len(key)))
        return np.asarray(least * 5.0)


def _sounds(key: str) -> list[int]:
    """How often each class of consonants is in a key, and each vowel."""
    return [sum(map(key.count, group)) for group in _COUNTED]


def _changed(heard: str, meant: str) -> int:
    if heard == meant:
        return 0
    if _CLASS.get(heard) != _CLASS.get(meant, meant):
        return _OTHER
    return _OTHER_VOWEL if heard in _VOWELS else _SAME_CLASS


def _step(pattern: str, sound: str) -> Callable[[str], str]:
    if pattern.isalnum():
        return lambda text: text.replace(pattern, sound)
    return functools.partial(re.compile(pattern).sub, sound)


_STEPS: Final = tuple(_step(pattern, sound) for pattern, sound in _SOUNDS)
_COUNTED: Final = (*_ALIKE[:-1], *_VOWELS)
_LETTERS_KNOWN: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_LOSING: Final = {one: _LOST_EASILY if one in _EASILY else _LOST for one in _LETTERS_KNOWN}
_CHANGING: Final = {
    one: {other: _changed(one, other) for other in _LETTERS_KNOWN} for one in _LETTERS_KNOWN
}
