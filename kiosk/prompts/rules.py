"""The rules of words as staff write them: safety.toml, read strictly."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from kiosk import errors
from kiosk.prompts import lexicon, normalise

Verdict = Literal["allow", "soften", "block"]
Words = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(gt=0.0, le=1.0)]

# A gallery's own rules; where there are none, those of the lexicon hold.
MACHINE_FILE: Final = Path("/etc/heritage-kiosk/safety.toml")
_FILE: Final = "safety.toml"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule; the head of safety.toml explains the fields."""

    id: str
    verdict: Literal["soften", "block"]
    any: tuple[str, ...]
    instead: str
    says: str = ""
    also: tuple[str, ...] = msgspec.field(default=(), name="with")
    within: Words | None = None
    after: Words | None = None
    amid: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    hidden: bool = False
    near: bool = False
    drop: bool = False
    applies: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """What visitors are told, and what is counted."""
        return self.says or self.id


class Sure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure the second opinion (opinion.py) must be that a sentence is not to be allowed."""

    block: Share
    soften: Share


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    opinion: Sure
    contexts: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    rule: tuple[Rule, ...]

    def entries(self) -> Iterator[str]:
        """Every word, phrase and group that stands in it."""
        for listed in (*self.contexts.values(), *self.groups.values()):
            yield from listed
        for rule in self.rule:
            yield from (*rule.any, *rule.also, *rule.amid, *rule.unless)


def chosen() -> Path:
    """The file of the rules in force."""
    return MACHINE_FILE if MACHINE_FILE.exists() else lexicon.folder() / _FILE


def read(file: Path) -> RuleFile:
    """The rules in `file`. Raises ConfigUnreadable naming the file and what is wrong in it."""
    found = lexicon.table(file, RuleFile)
    wrong = next(_wrong(found), None)
    if wrong is not None:
        raise errors.ConfigUnreadable(file=file, reason=wrong)
    return found


def stem(entry: str) -> str:
    """A word or root without its star."""
    return entry.removesuffix("*")


def _wrong(file: RuleFile) -> Iterator[str]:
    """Groups that are not there or within groups, and words that no folded sentence could hold."""
    names = {f"@{name}" for name in (*file.groups, *file.contexts)}
    yield from (entry for listed in file.groups.values() for entry in listed if entry in names)
    for slot in _slots(file.entries()):
        word = stem(slot)
        known = slot in names if slot.startswith("@") else word and normalise.fold(word) == word
        if not known:
            yield slot


def _slots(entries: Iterable[str]) -> Iterator[str]:
    for entry in entries:
        # An empty entry is one empty word, which is refused.
        yield from entry.split() or ("",)
