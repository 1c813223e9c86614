"""What of a sentence is counted: words, their beginnings and neighbours, and pieces of words.

Each is a number by hashing (Weinberger et al. 2009, "Feature hashing"): no list of words is kept.
"""

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

# Letters: `empurra`, `empurrou` and `empurrando` begin alike.
_STEM: Final = 5
_SHORTEST_STEM: Final = 3
# Words: who and what is done may stand apart.
_REACH: Final = 5
_PIECES: Final = (3, 4, 5)


def numbers(row: Sequence[str], size: int) -> npt.NDArray[np.intp]:
    """Numbers below `size` of all that is counted in a row of folded words, ascending, once each.

    The work grows with the length of the row and of its words, and no faster.
    """
    found = {zlib.crc32(feature.encode()) % size for feature in _features(row)}
    return np.fromiter(sorted(found), np.intp, len(found))


def _features(row: Sequence[str]) -> Iterator[str]:
    """Each kind begins with a letter of its own; pieces of words begin with none."""
    words = ("^", *row, "$")
    stems = [word[:_STEM] for word in words]
    for at, (word, stem) in enumerate(zip(words, stems, strict=True)):
        yield f"w {word}"
        yield f"t {stem}"
        yield from _pieces(f"<{word}>")
        if at:
            yield f"b {words[at - 1]} {word}"
            yield f"d {stems[at - 1]} {stem}"
        if at > 1:
            yield f"s {stems[at - 2]} {stem}"
            yield f"g {stems[at - 2]} {stems[at - 1]} {stem}"
        if len(stem) >= _SHORTEST_STEM:
            for before in stems[max(at - _REACH, 0) : at]:
                if len(before) >= _SHORTEST_STEM:
                    yield f"p {before} {stem}"


def _pieces(word: str) -> Iterator[str]:
    for length in _PIECES:
        for at in range(len(word) - length + 1):
            yield word[at : at + length]
