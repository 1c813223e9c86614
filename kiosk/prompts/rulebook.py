"""Rules made ready: which words of a sentence they find, and where they apply."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from kiosk.prompts import disguise, hidden
from kiosk.prompts.disguise import Token
from kiosk.prompts.hidden import Hidden
from kiosk.prompts.lookup import Phrases, Words
from kiosk.prompts.opinion import Opinion
from kiosk.prompts.rules import Rule, RuleFile
from kiosk.prompts.runs import Runs

# Number of the first token of a stretch, and of the one after its last.
Span: TypeAlias = tuple[int, int]
# Words, phrases and groups of the rules, and where they stand.
Hits: TypeAlias = dict[str, list[Span]]


class Ready(msgspec.Struct, frozen=True):
    """A rule with its lists as sets of words, phrases and groups."""

    rule: Rule
    any: frozenset[str]
    also: frozenset[str]
    amid: frozenset[str]
    unless: frozenset[str]

    def spans(self, hits: Hits) -> list[Span]:
        """Where the rule applies in one reading; empty where it does not."""
        found = [span for entry in self.any & hits.keys() for span in hits[entry]]
        if not found or self.unless & hits.keys():
            return []
        if self.amid and not self.amid & hits.keys():
            return []
        if not self.also:
            return found
        beside = [span for entry in self.also & hits.keys() for span in hits[entry]]
        return self._near(found, beside)

    def _near(self, found: list[Span], beside: list[Span]) -> list[Span]:
        """Those of `found` that have one of `beside` as near as the rule wants it."""
        rule = self.rule
        if rule.after is not None:
            begun = {start for start, _ in beside}
            return [
                (start, end)
                for start, end in found
                if not begun.isdisjoint(range(end, end + rule.after + 1))
            ]
        if rule.within is not None:
            covered = {at for start, end in beside for at in range(start, end)}
            return [
                (start, end)
                for start, end in found
                if not covered.isdisjoint(range(start - rule.within - 1, end + rule.within + 1))
            ]
        return found if beside else []


class Rulebook:
    """All rules of a file, ready to find their words in the tokens of a sentence."""

    def __init__(self, file: RuleFile, opinion: Opinion | None = None) -> None:
        """`opinion` is asked where no rule applies; without one that is allowed."""
        self.opinion = opinion
        self.rules = tuple(
            Ready(
                rule,
                frozenset(rule.any),
                frozenset(rule.also),
                frozenset(rule.amid),
                frozenset(rule.unless),
            )
            for rule in file.rule
        )
        self.sure = file.opinion
        # The second opinion knows categories; the first rule of each speaks for it.
        self.by_category = {rule.category: rule for rule in reversed(file.rule)}
        self._names = {f"@{name}" for name in file.contexts}
        self._listing: dict[str, list[int]] = {}
        for at, rule in enumerate(file.rule):
            for entry in rule.any:
                self._listing.setdefault(entry, []).append(at)
        self._labels: dict[str, list[str]] = {}
        for name, entries in file.groups.items():
            for entry in entries:
                self._labels.setdefault(entry, []).append(f"@{name}")
        every = set(file.entries())
        self._words = Words(slot for entry in every for slot in entry.split())
        self._phrases = Phrases({entry: entry for entry in every if " " in entry})
        self._contexts = Phrases(
            {entry: name for name, entries in file.contexts.items() for entry in entries}
        )
        self._hidden = Hidden(
            entry
            for rule in file.rule
            if rule.hidden
            for entry in rule.any
            if " " not in entry and not entry.startswith("@")
        )
        self._runs = Runs(hidden.ordinary(), every)

    def readings(self, words: Sequence[str]) -> tuple[tuple[Token, ...], ...]:
        """The readings of a sentence, given as its words between spaces, the clearest first; those
        alike are one."""
        bared = disguise.bared(words)
        clear = self._runs.ungapped(bared)
        every = (self._runs.backwards(bared), clear, bared, disguise.plain(words))
        return tuple(dict.fromkeys(tokens for tokens in every if tokens))

    def found_in(self, hits: Iterable[Hits]) -> Iterator[Ready]:
        """The rules of which something in `any` stands in one of the readings, in their order."""
        numbers = {at for each in hits for entry in each for at in self._listing.get(entry, ())}
        return (self.rules[at] for at in sorted(numbers))

    def hits(self, tokens: Sequence[Token]) -> Hits:
        """Every word, phrase and group of the rules that stands in `tokens`, and where."""
        row = [self._matching(token) for token in tokens]
        for at, words in self._hidden.split(tokens):
            row[at] |= words
        found = self._taken_out(tokens, row)
        for at, words in enumerate(row):
            for entry in words:
                found.setdefault(entry, []).append((at, at + 1))
            for length, phrase in self._phrases.beginning(row, at):
                for entry in (phrase, *self._labels.get(phrase, ())):
                    found.setdefault(entry, []).append((at, at + length))
        return found

    def sight(self, tokens: Sequence[Token], hits: Hits) -> list[str]:
        """The words of `tokens`, and one name for each context that stands there."""
        row = [token.forms[0] for token in tokens]
        known = [(*span, name) for name in self._names & hits.keys() for span in hits[name]]
        for start, end, name in sorted(known, reverse=True):
            row[start:end] = [name]
        return row

    def _matching(self, token: Token) -> set[str]:
        """The words, roots and groups of the rules that one token is, in any of its forms."""
        found = self._hidden.inside(token)
        first = token.forms[0]
        # A word of every day is no disguise of another.
        said = len(first) > 1 and not token.spelled and first in hidden.ordinary()
        for form in token.forms[:1] if said else token.forms:
            found.update(self._words.matching(form))
        return self._labelled(found)

    def _taken_out(self, tokens: Sequence[Token], row: list[set[str]]) -> Hits:
        """Blank in `row` the phrases that only look harmful, the longest first.

        Only as they are written: a disguise is none of them. Each stands for its own group.
        """
        found: Hits = {}
        written = [self._labelled(set(self._words.matching(token.forms[0]))) for token in tokens]
        at = 0
        while at < len(tokens):
            length, name = max(self._contexts.beginning(written, at), default=(1, ""))
            if name:
                found.setdefault(f"@{name}", []).append((at, at + length))
                row[at : at + length] = [set() for _ in range(length)]
            at += length
        return found

    def _labelled(self, entries: set[str]) -> set[str]:
        """`entries` with the groups that they belong to."""
        return entries | {label for entry in entries for label in self._labels.get(entry, ())}
