"""The visitor's sentence: spoken or typed, tapped together from chips, or both."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kiosk.prompts import compose, lexicon, variations

LONGEST: Final = 160
"""Characters. More than the text encoder reads would be cut off there without a word."""

_AT_ONCE: Final = {"who": 2, "where": 1, "when": 1, "look": 1}


@dataclass(frozen=True)
class Sentence:
    """`said` is what was spoken or typed, `picked` the ids of the chips, oldest first."""

    said: str = ""
    picked: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence that will be painted."""
        return compose.compose(map(lexicon.chip, self.picked), self.said)

    def tapped(self, chip: lexicon.Chip) -> "Sentence":
        """With `chip`, or without it if it was in. The oldest makes room for one too many."""
        if chip.id in self.picked:
            return replace(self, picked=tuple(name for name in self.picked if name != chip.id))
        alike = [name for name in self.picked if lexicon.chip(name).category == chip.category]
        surplus = alike[: len(alike) + 1 - _AT_ONCE[chip.category]]
        kept = tuple(name for name in self.picked if name not in surplus)
        return replace(self, picked=(*kept, chip.id))

    def varied(self, chip: lexicon.Chip) -> "Sentence":
        """The same scene with `chip` for its sky or look, however that was put in."""
        said, lifted = variations.lifted(self.said)
        picked = [name for name in self.picked if name != chip.id]
        told = Sentence(said, tuple(picked))
        for one in lifted:
            if one.id not in (*told.picked, chip.id):
                told = told.tapped(one)
        return told.tapped(chip)


def spoken(text: str) -> Sentence:
    """What was heard or typed, on one line, without the final stop, at most LONGEST long."""
    return Sentence(" ".join(text.split())[:LONGEST].rstrip(" .!"))


def of_chips(chips: Iterable[lexicon.Chip]) -> Sentence:
    """The sentence that those chips make."""
    return Sentence(picked=tuple(chip.id for chip in chips))
