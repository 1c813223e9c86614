"""What may be painted: allow, soften or block, by the rules of safety.toml.

Every rule is tried on every reading of the sentence: as written, and with disguises taken off. What
no rule finds, a second opinion may still refuse or soften (opinion.py).
"""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors
from kiosk.prompts import opinion, rules
from kiosk.prompts.rulebook import Ready, Rulebook
from kiosk.prompts.rules import Verdict

_LOG: Final = logging.getLogger(__name__)
_GRAVITY: Final[dict[Verdict, int]] = {"allow": 0, "soften": 1, "block": 2}
# A sentence that still says something after its swear word is dropped.
_ENOUGH_WORDS: Final = 3
SECOND: Final = "opinion"
"""Stands for a rule's id where none applied but the second opinion did."""


class Judgement(msgspec.Struct, frozen=True):
    """`rule` is the id of what applied and `category` what it is about, None for allow. `text` is
    what may go on to be painted: the sentence itself (allow), a gentler one (soften), nothing
    (block). `offer` is what may be painted instead, and `near` whether the rest of
    the wish may be offered first."""

    verdict: Verdict
    rule: str | None
    text: str
    category: str | None = None
    offer: str = ""
    near: bool = False


class Failure(msgspec.Struct, frozen=True):
    """An example of a rule file that comes out otherwise than it says."""

    rule: str
    text: str
    verdict: Verdict
    applied: str | None


def judge(text: str, book: Rulebook | None = None) -> Judgement:
    """Judge a visitor's sentence as it was said, before anything else touched it.

    By `book`, else by the rules in force. Raises ConfigUnreadable and RulesBroken for want of any.
    """
    book = book or in_force()
    words = text.split()
    readings = [(tokens, book.hits(tokens)) for tokens in book.readings(words)]
    worst: Ready | None = None
    for ready in book.found_in(hits for _, hits in readings):
        graver = worst is None or _GRAVITY[ready.rule.verdict] > _GRAVITY[worst.rule.verdict]
        if graver and any(ready.spans(hits) for _, hits in readings):
            worst = ready
    if worst is None:
        return _second(text, book.sight(*readings[0]) if readings else [], book)
    found = {
        at
        for tokens, hits in readings
        for start, end in worst.spans(hits)
        for token in tokens[start:end]
        for at in range(token.start, token.end)
    }
    return _judgement(worst.rule, [word for at, word in enumerate(words) if at not in found])


def _second(text: str, row: Sequence[str], book: Rulebook) -> Judgement:
    """What the second opinion says, where it is sure enough that this is not to be allowed."""
    if book.opinion is None or not row:
        return Judgement("allow", None, text)
    shares = book.opinion.shares(opinion.see(row))
    known = [(shares.get(name, 0.0), rule) for name, rule in book.by_category.items()]
    block, soften = (
        sum(share for share, rule in known if rule.verdict == verdict)
        for verdict in ("block", "soften")
    )
    verdict, sure = ("block", book.sure.block) if block > soften else ("soften", book.sure.soften)
    # Rounding may bring a sum above 1.
    if min(block + soften, 1.0) <= sure:
        return Judgement("allow", None, text)
    _, rule = max((one for one in known if one[1].verdict == verdict), key=lambda one: one[0])
    painted = rule.instead if verdict == "soften" else ""
    return Judgement(rule.verdict, SECOND, painted, rule.category, rule.instead)


def failures(book: Rulebook) -> Iterator[Failure]:
    """The examples in the rule file that do not hold."""
    for rule in (ready.rule for ready in book.rules):
        for text in rule.applies:
            judged = judge(text, book)
            if judged.verdict == "allow" or judged.category != rule.category:
                yield Failure(rule.id, text, judged.verdict, judged.rule)
        innocent = (*rule.spares, "" if rule.drop else rule.instead)
        for text in innocent:
            judged = judge(text, book)
            if judged.verdict != "allow":
                yield Failure(rule.id, text, judged.verdict, judged.rule)


class _InForce:
    """The rules in force, read again when their file has changed."""

    def __init__(self) -> None:
        self._book: Rulebook | None = None
        self._seen: tuple[Path, int, int] | None = None

    def book(self) -> Rulebook:
        """Raises ConfigUnreadable, RulesBroken where no rules were ever in force."""
        file = rules.chosen()
        about = file.stat()
        seen = (file, about.st_mtime_ns, about.st_size)
        if self._book is None:
            self._book = _first(file)
        elif seen != self._seen:
            self._book = _better(file, self._book)
        self._seen = seen
        return self._book


_IN_FORCE: Final = _InForce()
in_force: Final = _IN_FORCE.book


def _first(file: Path) -> Rulebook:
    """The rules to begin with: there are none before them that could stay in force."""
    book = Rulebook(rules.read(file), opinion.shipped())
    # Ours are put to their examples before they are shipped.
    if file == rules.MACHINE_FILE:
        _require_kept(file, book)
    return book


def _require_kept(file: Path, book: Rulebook) -> None:
    failed = [failure.rule for failure in failures(book)]
    if failed:
        raise errors.RulesBroken(file=file, rules=", ".join(dict.fromkeys(failed)))


def _better(file: Path, last: Rulebook) -> Rulebook:
    """The changed rules if they can be read and keep their own examples, else the `last` ones: a
    half-saved file must not open the door in the middle of a day."""
    try:
        book = Rulebook(rules.read(file), opinion.shipped())
        _require_kept(file, book)
    except errors.ConfigFault as wrong:
        _LOG.warning("%s", wrong)
        return last
    return book


def _judgement(rule: rules.Rule, kept: Sequence[str]) -> Judgement:
    """`kept` are the words of the sentence that the rule did not find."""
    if rule.verdict == "block" or (rule.drop and len(kept) < _ENOUGH_WORDS):
        return Judgement("block", rule.id, "", rule.category, rule.instead, rule.near)
    text = " ".join(kept) if rule.drop else rule.instead
    return Judgement("soften", rule.id, text, rule.category, rule.instead)
