"""What is counted: a fixed set of names, and nothing that anybody said."""

import re
from typing import Final, NewType

Counter = NewType("Counter", str)
"""The name of a count. Made only here, so that no text can become one."""

VISITS: Final = Counter("visits")
SCENES: Final = Counter("scenes")
KEPT: Final = Counter("kept")

WAITS_S: Final = (2, 4, 8, 15, 30, 60)
"""Upper ends of the waits that are told apart, in seconds; what took longer is `wait.more`."""

_WORDS: Final = "words."
_ALLOWED: Final = "allow"
_OTHER: Final = "other"
# A category is the id of a rule, which a museum may have written itself.
_CATEGORY: Final = re.compile(r"[a-z0-9_-]{1,40}")
_FIXED: Final = {VISITS, SCENES, KEPT, "wait.more", *(f"wait.{end}" for end in WAITS_S)}


def wait(seconds: float) -> Counter:
    """The counter of visitors who waited about as long."""
    return next((Counter(f"wait.{end}") for end in WAITS_S if seconds <= end), Counter("wait.more"))


def words(category: str | None) -> Counter:
    """The counter of sentences by the rule that applied; None is a sentence that none touched."""
    name = category or _ALLOWED
    return Counter(_WORDS + (name if _CATEGORY.fullmatch(name) else _OTHER))


def category(name: str) -> str | None:
    """The rule's category of a counter made by words(), else None."""
    return name.removeprefix(_WORDS) if name.startswith(_WORDS) else None


def known(name: str) -> bool:
    """Whether `name` is one that this module makes."""
    of = category(name)
    return name in _FIXED if of is None else _CATEGORY.fullmatch(of) is not None
