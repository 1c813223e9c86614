"""What to paint on each chip, so that the picture explains the word. Pure."""

from typing import Final

from kiosk.prompts import lexicon, vocabulary

SEED: Final = 12
"""One seed for all: chips that differ in a word differ in what the word means, and no more."""

# Subjects stand on the same ground; the same tree is seen under every sky, and the same rider in
# every look.
_AROUND: Final = "na coxilha, de dia"
_UNDER_THE_SKY: Final = "uma araucária na coxilha"
_PORTRAYED: Final = "um gaúcho a cavalo na coxilha"


def sentence(chip: lexicon.Chip) -> str:
    """The Portuguese sentence whose picture goes onto `chip`."""
    match chip.category:
        case "where":
            ground = vocabulary.find(chip.fragment)[0].entry.id
            return f"{vocabulary.named(ground)} de dia"
        case "when":
            return f"{_UNDER_THE_SKY} {chip.fragment}"
        case "look":
            return f"{_PORTRAYED}, {chip.fragment}"
        case _:
            return f"{chip.fragment} {_AROUND}"
