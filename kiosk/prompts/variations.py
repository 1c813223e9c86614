"""The same scene otherwise: at another time, in other weather, in another look."""

import re
from collections.abc import Mapping
from typing import Final

from kiosk.prompts import lexicon, vocabulary

# What may change while the scene stays the same.
_KINDS: Final[Mapping[vocabulary.Kind, lexicon.Category]] = {"sky": "when", "look": "look"}
_TIMES: Final = frozenset({"dia", "amanhecer", "entardecer", "noite"})
_GAPS: Final = ((re.compile(r"\s+([,.;])"), r"\1"), (re.compile(r"([,;])(?:\s*[,;])+"), r"\1"),
                (re.compile(r"\s{2,}"), " "))  # fmt: skip


def proposed(sentence: str, seed: int) -> tuple[lexicon.Chip, ...]:
    """A time of day, a weather and a look that `sentence` does not have; drawn by `seed`.

    Fewer where the bundle has no other.
    """
    there = {piece.entry.id for piece in vocabulary.find(sentence)}
    found = []
    for group in _groups():
        fresh = [chip for chip in group if _meant(chip) not in there]
        if fresh:
            seed, at = divmod(seed, len(fresh))
            found.append(fresh[at])
    return tuple(found)


def lifted(said: str) -> tuple[str, tuple[lexicon.Chip, ...]]:
    """`said` without its sky and look, and these as chips: what can then be changed by a tap."""
    rest, chips = said, []
    for piece in reversed(vocabulary.find(said)):
        chip = _chip(piece.entry) if piece.entry.kind in _KINDS else None
        if chip is not None:
            rest = rest[: piece.start] + rest[piece.end :]
            chips.append(chip)
    for gap, instead in _GAPS:
        rest = gap.sub(instead, rest)
    return rest.strip(" ,;"), tuple(reversed(chips))


def _groups() -> tuple[list[lexicon.Chip], ...]:
    skies = [chip for chip in lexicon.chips("when") if chip.embedded]
    return (
        [chip for chip in skies if _meant(chip) in _TIMES],
        [chip for chip in skies if _meant(chip) not in _TIMES],
        [chip for chip in lexicon.chips("look") if chip.embedded],
    )


def _meant(chip: lexicon.Chip) -> str:
    return vocabulary.find(chip.fragment)[0].entry.id


def _chip(entry: vocabulary.Entry) -> lexicon.Chip | None:
    """The chip that says the same, if the bundle offers it."""
    for chip in lexicon.chips(_KINDS[entry.kind]):
        if chip.embedded and _meant(chip) == entry.id:
            return chip
    return None
