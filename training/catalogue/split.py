"""Which pictures are learnt from and which are held out to measure: by group, never by file."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from training.catalogue.rows import Kind

HELD_OUT = 0.15  # share of each kind's pictures, about
_AT_MOST = 0.3


def held_out(kinds: Sequence[Kind], groups: Sequence[str]) -> list[bool]:
    """For each picture of a kind and a group (a name that stays the same): is it held out?

    Whole groups, in the order of their names' hashes: new pictures move few of the old. Of every
    kind at least one group is left to learn from, and any group above _AT_MOST of its kind.
    """
    members: dict[Kind, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, group in zip(kinds, groups, strict=True):
        members[kind][group] += 1
    chosen: set[tuple[Kind, str]] = set()
    for kind, sizes in members.items():
        chosen |= {(kind, group) for group in _choose(sizes)}
    # A group that spans kinds goes where its first kind sent it, as a whole.
    out = {group for _, group in chosen}
    return [group in out for group in groups]


def _choose(sizes: dict[str, int]) -> list[str]:
    total = sum(sizes.values())
    wanted, found = HELD_OUT * total, 0
    chosen: list[str] = []
    for group in sorted(sizes, key=_place):
        if found >= wanted or len(chosen) == len(sizes) - 1:
            break
        if found + sizes[group] <= max(_AT_MOST * total, 1):
            chosen.append(group)
            found += sizes[group]
    return chosen


def _place(group: str) -> str:
    return hashlib.sha256(group.encode()).hexdigest()
