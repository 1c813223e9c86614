"""What may be painted: allow, soften or block, from the rules of assets/lexicon/safety.toml.

Each rule is tried on several readings of the sentence, so that digits for letters, spaced letters
and stretched letters hide nothing; phrases of history, food and place are taken out first.
"""

import functools
import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from kiosk import errors
from kiosk.prompts import lexicon, normalise

Verdict = Literal["allow", "soften", "block"]
_GRAVITY: Final[dict[Verdict, int]] = {"allow": 0, "soften": 1, "block": 2}

_LOOKALIKES: Final = str.maketrans("0134578@$€!|", "oieastbaseil")
_MIXED: Final = re.compile(r"\S*[^\W\d_]\S*")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
# Three letters standing alone; a, e and o are words, but never three in a row.
_SPACED: Final = re.compile(r"(?<!\S)\w(?: \w){2,}(?!\S)")
# A sentence that still says something after its swear word is dropped.
_ENOUGH_WORDS: Final = 3


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    verdict: Literal["soften", "block"]
    any: tuple[str, ...]
    also: tuple[str, ...] = msgspec.field(default=(), name="with")
    unless: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    instead: str = ""
    drop: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    contexts: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    rule: tuple[_Rule, ...]


class _Ready(msgspec.Struct, frozen=True):
    """A rule with its words compiled. None where it has no such list."""

    rule: _Rule
    any: re.Pattern[str]
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    inside: re.Pattern[str] | None

    def hits(self, reading: str) -> bool:
        """Whether the rule applies to one folded reading of the sentence."""
        found = self.any.search(reading) or (self.inside and self.inside.search(reading))
        if not found or (self.unless and self.unless.search(reading)):
            return False
        return self.also is None or self.also.search(reading) is not None


class Judgement(msgspec.Struct, frozen=True):
    """`rule` is the id of what applied, None for allow. `text` is what may go on to be painted:
    the sentence itself (allow), a gentler one (soften), nothing (block)."""

    verdict: Verdict
    rule: str | None
    text: str


def judge(text: str) -> Judgement:
    """Judge a visitor's sentence as it was said, before anything else touched it."""
    readings = _readings(text)
    worst: _Ready | None = None
    for ready in _rules():
        graver = worst is None or _GRAVITY[ready.rule.verdict] > _GRAVITY[worst.rule.verdict]
        if graver and any(ready.hits(reading) for reading in readings):
            worst = ready
    if worst is None:
        return Judgement("allow", None, text)
    return _sentence(worst, text)


def _sentence(ready: _Ready, text: str) -> Judgement:
    rule = ready.rule
    if rule.verdict == "block":
        return Judgement("block", rule.id, "")
    if not rule.drop:
        return Judgement("soften", rule.id, rule.instead)
    words = text.split()
    kept = [word for word in words if not ready.hits(normalise.fold(word))]
    # Nothing dropped: the word was spread over several, and only a refusal is safe.
    if len(kept) < _ENOUGH_WORDS or len(kept) == len(words):
        return Judgement("block", rule.id, "")
    return Judgement("soften", rule.id, " ".join(kept))


def _readings(text: str) -> tuple[str, ...]:
    """Folded readings of `text`, without the phrases that only look harmful."""
    plain = normalise.fold(text)
    decoded = normalise.fold(_MIXED.sub(_decode, text.casefold()))
    readings = {plain, decoded, _SPACED.sub(_join, plain), _SPACED.sub(_join, decoded)}
    readings |= {_STRETCHED.sub(r"\1", reading) for reading in tuple(readings)}
    readings |= {_STRETCHED.sub(r"\1\1", reading) for reading in tuple(readings)}
    return tuple({_contexts().sub(" ", reading) for reading in readings})


def _decode(found: re.Match[str]) -> str:
    """Digits and signs inside a word for the letters they stand for; not the final stop of it."""
    word = found.group()
    body = word.rstrip("!?.,;:")
    return body.translate(_LOOKALIKES) + word[len(body) :]


def _join(found: re.Match[str]) -> str:
    return found.group().replace(" ", "")


@functools.cache
def _file() -> _File:
    return lexicon.table("safety.toml", _File)


@functools.cache
def _contexts() -> re.Pattern[str]:
    return _words(_file().contexts)


@functools.cache
def _rules() -> tuple[_Ready, ...]:
    return tuple(
        _Ready(
            rule,
            _words(rule.any),
            _words(rule.also) if rule.also else None,
            _words(rule.unless) if rule.unless else None,
            _within(rule.inside) if rule.inside else None,
        )
        for rule in _file().rule
    )


def _words(listed: Iterable[str]) -> re.Pattern[str]:
    """Any of the words or phrases, whole; the longest first, so that it is the one taken out."""
    every = [word for entry in listed for word in _group(entry)]
    bodies = [
        re.escape(word.removesuffix("*")) + (r"\w*" if word[-1] == "*" else "")
        for word in sorted(every, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)")


def _within(listed: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(piece) for piece in listed))


def _group(entry: str) -> tuple[str, ...]:
    if not entry.startswith("@"):
        return (entry,)
    try:
        return _file().groups[entry[1:]]
    except KeyError as fault:
        raise errors.ConfigUnreadable(file="safety.toml", reason=entry) from fault
