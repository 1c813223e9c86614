"""Finding listed words, roots and phrases by looking them up.

Nothing here tries and takes back: the work for a word is bounded by the longest root, and for a
sentence by its length.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set


class Words:
    """Single words, and roots (`pelad*`) that stand for any word that begins so."""

    def __init__(self, entries: Iterable[str]) -> None:
        listed = set(entries)
        self._exact = {entry for entry in listed if not entry.endswith("*")}
        self._roots = {entry[:-1] for entry in listed if entry.endswith("*")}
        self._longest = max(map(len, self._roots), default=0)

    def matching(self, word: str) -> Iterator[str]:
        """The entries that `word` is, or begins with."""
        if word in self._exact:
            yield word
        for end in range(1, min(len(word), self._longest) + 1):
            if word[:end] in self._roots:
                yield f"{word[:end]}*"


class Renamed:
    """Words and roots that each stand for an entry."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._entries = dict(named)
        self._words = Words(self._entries)

    def matching(self, word: str) -> set[str]:
        """What stands behind the words and roots that `word` is, or begins with."""
        return {self._entries[entry] for entry in self._words.matching(word)}


class Phrases:
    """Rows of entries, each with a name."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self._root = _Step()
        self._longest = max((phrase.count(" ") + 1 for phrase in named), default=0)
        for phrase, name in named.items():
            step = self._root
            for entry in phrase.split():
                step = step.after.setdefault(entry, _Step())
            step.name = name

    def beginning(self, row: Sequence[Set[str]], at: int) -> Iterator[tuple[int, str]]:
        """Number of words and name of every phrase that begins at `at` of a row of words, each
        word given as the entries that it matches."""
        steps = [self._root]
        for length, word in enumerate(row[at : at + self._longest], start=1):
            steps = [
                step.after[entry] for step in steps for entry in word & step.after.keys()
            ]
            yield from ((length, step.name) for step in steps if step.name is not None)
            if not steps:
                return


class _Step:
    """Where a phrase may go on after the entries so far, and its name if it may end here."""

    def __init__(self) -> None:
        self.after: dict[str, _Step] = {}
        self.name: str | None = None
