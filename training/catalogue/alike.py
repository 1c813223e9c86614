"""Pictures that are the same, or nearly; and the groups that must stay on one side of the split."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

NEAR = 6  # differing bits of 64 at most: the same picture in another size or compression
PERHAPS = 12  # up to here only if an embedding agrees
AGREE = 0.985  # cosine
_AT_ONCE = 1_024


class Marked(Protocol):
    """What is compared: a picture's hash, fingerprint and whether that means anything."""

    @property
    def sha256(self) -> str: ...
    @property
    def fingerprint(self) -> int: ...
    @property
    def plain(self) -> bool: ...
    @property
    def readable(self) -> bool: ...


def same(pictures: Sequence[Marked]) -> list[tuple[int, ...]]:
    """Indices of files that are equal byte for byte, a tuple for each set of them."""
    by_hash: dict[str, list[int]] = defaultdict(list)
    for index, picture in enumerate(pictures):
        by_hash[picture.sha256].append(index)
    return [tuple(rows) for rows in by_hash.values() if len(rows) > 1]


def near(
    pictures: Sequence[Marked], embeddings: NDArray[np.float32] | None = None
) -> list[tuple[int, int]]:
    """Pairs i < j of different files that show nearly the same picture.

    embeddings: (N, E), rows of length 1; they decide where the fingerprints differ a little more.
    """
    marks = np.array([picture.fingerprint for picture in pictures], np.uint64)
    known = np.array([p.readable and not p.plain for p in pictures], bool)
    pairs = []
    for i, j, bits in _close(marks, known, PERHAPS if embeddings is not None else NEAR):
        if pictures[i].sha256 == pictures[j].sha256:
            continue
        if bits <= NEAR or (embeddings is not None and embeddings[i] @ embeddings[j] > AGREE):
            pairs.append((i, j))
    return pairs


def doubtful(pictures: Sequence[Marked]) -> list[int]:
    """Which pictures' embeddings `near` would want to see."""
    marks = np.array([picture.fingerprint for picture in pictures], np.uint64)
    known = np.array([p.readable and not p.plain for p in pictures], bool)
    found = {k for i, j, bits in _close(marks, known, PERHAPS) if bits > NEAR for k in (i, j)}
    return sorted(found)


def groups(count: int, ties: Iterable[Sequence[int]]) -> list[int]:
    """A group's number for each of `count` things; things that a tie names share theirs."""
    parent = list(range(count))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for tie in ties:
        for other in tie[1:]:
            one, two = sorted((root(tie[0]), root(other)))
            parent[two] = one
    return [root(at) for at in range(count)]


def _close(
    marks: NDArray[np.uint64], known: NDArray[np.bool_], bits: int
) -> Iterator[tuple[int, int, int]]:
    """Pairs i < j of known marks that differ in at most `bits` bits, with how many."""
    places = np.flatnonzero(known)
    some = marks[places]
    for start in range(0, len(some), _AT_ONCE):
        block = some[start : start + _AT_ONCE]
        apart = np.bitwise_count(block[:, None] ^ some[None, start:])
        rows, columns = np.nonzero(apart <= bits)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if row < column:
                yield (
                    int(places[start + row]), int(places[start + column]),
                    int(apart[row, column]),
                )  # fmt: skip
