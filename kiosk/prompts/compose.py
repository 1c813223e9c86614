"""Touch chips to one Portuguese sentence: who, then where, then when."""

from collections.abc import Iterable

from kiosk.prompts import lexicon, normalise


def compose(chips: Iterable[lexicon.Chip], said: str = "") -> str:
    """The sentence of what was `said` and what was tapped; what is already said is not repeated.

    Two of one category are joined: `um gaúcho e um cavalo crioulo na coxilha`.
    """
    picked = tuple(dict.fromkeys(chips))
    parts = [said] if said else []
    for category in lexicon.CATEGORIES:
        fresh = [
            chip.fragment
            for chip in picked
            if chip.category == category and not _already(chip.fragment, said)
        ]
        if fresh:
            joined = " e ".join(fresh)
            parts.append(f"e {joined}" if said and category == "who" else joined)
    return " ".join(parts)


def _already(fragment: str, said: str) -> bool:
    return f" {normalise.fold(fragment)} " in f" {normalise.fold(said)} "
