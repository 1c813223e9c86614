"""What a variant seed decides about a subject; painter and captions read the same answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.scenes.palette import (
    BLACK_SKINS,
    CATTLE,
    DRESSES,
    HORSES,
    NATIVE_SKINS,
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
    hat: bool = True
    scarfed: bool = True


_TINTS: Mapping[str, Mapping[str, RGB]] = {
    "gaucho_de_poncho": PONCHOS, "tropeiro": PONCHOS,
    "prenda": DRESSES, "casal_dancando": DRESSES,
    "cavalo": HORSES, "lanceiro": HORSES, "a_cavalo": HORSES, "lacando": HORSES,
    "boi": CATTLE,
}  # fmt: skip
# Share of women; where nothing is said, the figure is a man.
_WOMEN: Mapping[str, float] = {
    "prenda": 1.0, "artesa_guarani": 1.0, "gaucho": 0.22, "gaucho_de_poncho": 0.2,
    "crianca": 0.5, "tomando_chimarrao": 0.34, "gaiteiro": 0.34, "a_cavalo": 0.25,
    "lacando": 0.15,
}  # fmt: skip
_SKINS: Mapping[str, tuple[RGB, ...]] = {
    "lanceiro": BLACK_SKINS, "artesa_guarani": NATIVE_SKINS, "charrua": NATIVE_SKINS,
}  # fmt: skip
_BOMBACHA = frozenset({
    "gaucho", "gaucho_de_poncho", "tomando_chimarrao", "gaiteiro", "a_cavalo", "lacando",
    "tropeiro", "chula",
})  # fmt: skip
# What does not depend on the variant. Of groups only what all of their pictures show.
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "gaucho_de_poncho": ("poncho",), "tropeiro": ("poncho",), "prenda": ("vestido_de_prenda",),
    "casal_dancando": ("bombacha", "vestido_de_prenda"), "roda_de_chimarrao": ("bombacha",),
}  # fmt: skip


def _any(rng: np.random.Generator, table: Mapping[str, RGB]) -> tuple[str, RGB]:
    word = tuple(table)[int(rng.integers(len(table)))]
    return word, table[word]


def traits(concept: str, variant_seed: int) -> Traits:
    """The same concept and seed always give the same subject."""
    rng = np.random.default_rng(variant_seed)
    women = _WOMEN.get(concept, 0.0)
    woman = women == 1.0 or (women > 0 and bool(rng.random() < women))
    skins = _SKINS.get(concept, SKINS)
    skin = skins[int(rng.integers(len(skins)))]
    tints = DRESSES if concept == "crianca" and woman else _TINTS.get(concept)
    word, tint = _any(rng, tints or {"": (128, 128, 128)})
    scarf, scarf_rgb = _any(rng, SCARVES)
    if concept == "lanceiro" or rng.random() < 0.55:
        scarf, scarf_rgb = "vermelho", SCARVES["vermelho"]
    return Traits(
        woman=woman, old=bool(rng.random() < 0.25) and concept != "crianca",
        poncho=bool(rng.random() < 0.45), mounted=bool(rng.random() < 0.45),
        saddled=bool(rng.random() < 0.5), pose=int(rng.integers(4)), skin=skin, colour=word,
        tint=tint, scarf=scarf, scarf_rgb=scarf_rgb, variant=variant_seed,
        hat=bool(rng.random() < 0.74), scarfed=bool(rng.random() < 0.78),
    )  # fmt: skip


def attire(concept: str, variant_seed: int) -> frozenset[str]:
    """The pieces of clothing (see concepts.toml) that the figure visibly wears."""
    seen = traits(concept, variant_seed)
    boy = concept == "crianca" and not seen.woman
    worn = set(_ALWAYS.get(concept, ()))
    if concept in _BOMBACHA or boy:
        worn.add("bombacha")
        worn |= {"chapeu"} if seen.hat else set()
        worn |= {"lenco"} if seen.scarfed else set()
    if concept == "crianca" and seen.woman:
        worn.add("vestido_de_prenda")
    if concept == "lanceiro":
        worn |= {"lenco", "chapeu"} if seen.pose % 2 else {"lenco"}
    return frozenset(worn)
