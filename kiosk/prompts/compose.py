"""Touch chips to one Portuguese sentence: who, where, when, and how it is painted."""

from collections.abc import Iterable

from kiosk.prompts import lexicon, normalise


def compose(chips: Iterable[lexicon.Chip], said: str = "") -> str:
    """The sentence of what was `said` and what was tapped; what is already said is not repeated.

    Two of one category are joined: `um gaúcho e um cavalo crioulo na coxilha, em aquarela`.
    """
    picked = tuple(dict.fromkeys(chips))
    text = said
    for category in lexicon.CATEGORIES:
        fresh = [
            chip.fragment
            for chip in picked
            if chip.category == category and not _already(chip.fragment, said)
        ]
        if fresh and text:
            text += _joint(category) + " e ".join(fresh)
        elif fresh:
            text = " e ".join(fresh)
    return text


def drawn(seed: int) -> tuple[lexicon.Chip, ...]:
    """Who, when and look, drawn from the chips that the embedded model knows; one seed, one scene.

    No ground: the model has its own for each subject.
    """
    picked = []
    for category in ("who", "when", "look"):
        chips = [chip for chip in lexicon.chips(category) if chip.embedded]
        if not chips:  # a model of one look
            continue
        seed, at = divmod(seed, len(chips))
        picked.append(chips[at])
    return tuple(picked)


def _joint(category: lexicon.Category) -> str:
    return {"who": " e ", "look": ", "}.get(category, " ")


def _already(fragment: str, said: str) -> bool:
    return f" {normalise.fold(fragment)} " in f" {normalise.fold(said)} "
