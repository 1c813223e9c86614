"""What a variant seed decides about a subject; painter and captions read the same answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.picturebook.palette import (
    BLACK_SKINS,
    CATTLE,
    DRESSES,
    HORSES,
    PONCHOS,
    RGB,
    SCARVES,
    SKINS,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """The nameable choices of one painted subject."""

    woman: bool
    old: bool
    poncho: bool
    mounted: bool
    saddled: bool
    pose: int
    skin: RGB
    colour: str  # word for dress, poncho or coat; "" where a colour tells nothing
    tint: RGB
    scarf: str
    scarf_rgb: RGB
    variant: int


_TINTS: Mapping[str, Mapping[str, RGB]] = {
    "gaucho": PONCHOS, "prenda": DRESSES, "cavalo": HORSES, "boi": CATTLE, "lanceiro": HORSES,
}  # fmt: skip


def _any(rng: np.random.Generator, table: Mapping[str, RGB]) -> tuple[str, RGB]:
    word = tuple(table)[int(rng.integers(len(table)))]
    return word, table[word]


def traits(concept: str, variant_seed: int) -> Traits:
    """The same concept and seed always give the same subject."""
    rng = np.random.default_rng(variant_seed)
    woman = concept == "prenda" or (concept == "gaucho" and rng.random() < 0.22)
    skins = BLACK_SKINS if concept == "lanceiro" else SKINS
    skin = skins[int(rng.integers(len(skins)))]
    word, tint = _any(rng, _TINTS.get(concept, {"": (128, 128, 128)}))
    scarf, scarf_rgb = _any(rng, SCARVES)
    if concept == "lanceiro" or rng.random() < 0.55:
        scarf, scarf_rgb = "vermelho", SCARVES["vermelho"]
    return Traits(
        woman=woman, old=bool(rng.random() < 0.25), poncho=bool(rng.random() < 0.45),
        mounted=bool(rng.random() < 0.45), saddled=bool(rng.random() < 0.5),
        pose=int(rng.integers(4)), skin=skin, colour=word, tint=tint,
        scarf=scarf, scarf_rgb=scarf_rgb, variant=variant_seed,
    )  # fmt: skip
