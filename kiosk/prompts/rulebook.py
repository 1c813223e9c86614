"""Rules made ready: which words of a sentence they find, and where they apply."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from kiosk.prompts.disguise import Token
from kiosk.prompts.hidden import Hidden
from kiosk.prompts.lookup import Phrases, Words
from kiosk.prompts.rules import Rule, RuleFile

# Number of the first token of a stretch, and of the one after its last.
Span: TypeAlias = tuple[int, int]
# Words, phrases and groups of the rules, and where they stand.
Hits: TypeAlias = dict[str, list[Span]]


class Ready(msgspec.Struct, frozen=True):
    """A rule with its lists as sets of words, phrases and groups."""

    rule: Rule
    any: frozenset[str]
    also: frozenset[str]
    unless: frozenset[str]

    def spans(self, hits: Hits) -> list[Span]:
        """Where the rule applies in one reading; empty where it does not."""
        found = [span for entry in self.any & hits.keys() for span in hits[entry]]
        if not found or self.unless & hits.keys():
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

    def __init__(self, file: RuleFile) -> None:
        self.rules = tuple(
            Ready(rule, frozenset(rule.any), frozenset(rule.also), frozenset(rule.unless))
            for rule in file.rule
        )
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

    def _matching(self, token: Token) -> set[str]:
        """The words, roots and groups of the rules that one token is, in any of its forms."""
        found = self._hidden.inside(token)
        for form in token.forms:
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
