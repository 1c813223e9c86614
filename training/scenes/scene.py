"""A scene as data: who stands where, under which sky; composed from a seed, told as labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from training.scenes.concepts import CONCEPTS
from training.scenes.repertoire import CORPUS_REPERTOIRE, Repertoire
from training.scenes.traits import attire

MARGIN = 0.02  # kept free at the left and right of the frame
_SPREAD = 0.6  # centres of neighbours in a group, in half widths of one: they overlap
# How often, against its likes; what is not named here counts 1.
_ODDS: Mapping[str, float] = MappingProxyType({
    "dia": 2.4, "amanhecer": 1.3, "entardecer": 1.7, "noite": 1.3, "nublado": 1.1,
    "tempestade": 0.9, "neblina": 0.7, "geada": 0.6,
    "coxilha": 3.2, "banhado": 1.4, "campo_seco": 1.6, "campos_de_cima_da_serra": 1.6,
    "praia": 1.2, "naif": 5.6, "xilogravura": 2.2, "aquarela": 2.2,
})  # fmt: skip
_COUNT_ODDS = (0.62, 0.16, 0.12, 0.05, 0.05)
_COMPANY_ODDS = (0.45, 0.47, 0.08)  # none, one, two further subjects
_FAR = 0.12  # share of single subjects seen from afar


@dataclass(frozen=True, slots=True)
class Placement:
    """One subject (or a group of a kind); x and y are the centre of its base, in picture sizes."""

    concept: str
    x: float
    y: float
    height: float
    facing: int
    count: int
    variant_seed: int
    far: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the painter needs; the main placement comes first."""

    seed: int
    sky: str
    ground: str
    season: str
    look: str
    placements: tuple[Placement, ...]


def half_width(concept: str, height: float, count: int) -> float:
    """Half of the painted width; neighbours in a group overlap."""
    return CONCEPTS[concept].half_width * height * (1 + _SPREAD * (count - 1))


def members(placement: Placement) -> tuple[Placement, ...]:
    """The single subjects of a placement, the farther first; every other stands a step back."""
    half = CONCEPTS[placement.concept].half_width * placement.height
    side = 1 if placement.variant_seed % 2 else -1
    singles = []
    for index in range(placement.count):
        offset = side * 2 * _SPREAD * half * (index - (placement.count - 1) / 2)
        back = index % 2 == 1
        singles.append(
            Placement(
                placement.concept,
                placement.x + offset,
                placement.y - (0.05 * placement.height / 0.6 if back else 0.0),
                placement.height * (0.9 if back else 1.0),
                placement.facing,
                1,
                placement.variant_seed + index,
                placement.far,
            )
        )
    return tuple(sorted(singles, key=lambda single: single.y))


def box(placement: Placement) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 from the top left corner, 0 to 1."""
    half = half_width(placement.concept, placement.height, placement.count)
    return (
        max(placement.x - half, 0.0), max(placement.y - placement.height, 0.0),
        min(placement.x + half, 1.0), min(placement.y, 1.0),
    )  # fmt: skip


def compose(
    seed: int,
    *,
    repertoire: Repertoire = CORPUS_REPERTOIRE,
    main: str | None = None,
    company: int | None = None,
    count: int | None = None,
    sky: str | None = None,
    look: str | None = None,
) -> Scene:
    """A scene drawn from `repertoire`; the keywords force what chance would decide.

    company: number of further subjects, 0 to 2. count: 1 to 5, of a concept that comes in groups.
    """
    if main is not None and main not in CONCEPTS:
        raise ValueError(f"main must be among {tuple(CONCEPTS)}, got {main!r}")
    rng = np.random.default_rng([seed, 11])
    subject = main or _draw(rng, repertoire.concepts)
    ground = _draw(rng, repertoire.grounds)
    home = [name for name in CONCEPTS[subject].grounds if name in repertoire.grounds]
    if CONCEPTS[subject].kind == "landscape":
        ground = subject
    elif home and ground not in home:
        ground = home[int(rng.integers(len(home)))]
    # No frost on the beach.
    skies = [name for name in repertoire.skies if (name, ground) != ("geada", "praia")]
    chosen_sky, season = _draw(rng, skies), _draw(rng, repertoire.seasons)
    chosen_look = _draw(rng, repertoire.looks)
    friends = [
        name for name in repertoire.concepts
        if name != subject and not CONCEPTS[name].close_up and CONCEPTS[name].kind != "landscape"
    ]  # fmt: skip
    wants = int(rng.choice(3, p=_COMPANY_ODDS)) if company is None else company
    if CONCEPTS[subject].close_up and company is None:
        wants = min(wants, 1)
    names = [friends[int(i)] for i in rng.permutation(len(friends))[:wants]]
    chosen_count = min(1 + int(rng.choice(5, p=_COUNT_ODDS)), repertoire.max_count)
    chosen_sky = sky or chosen_sky
    return Scene(
        seed,
        chosen_sky,
        ground,
        "inverno" if chosen_sky == "geada" else season,
        look or chosen_look,
        _place(rng, subject, names, count or chosen_count),
    )


def _draw(rng: np.random.Generator, names: Sequence[str]) -> str:
    odds = np.array([_ODDS.get(name, 1.0) for name in names])
    return names[int(rng.choice(len(names), p=odds / odds.sum()))]


def _place(
    rng: np.random.Generator, subject: str, friends: Sequence[str], count: int
) -> tuple[Placement, ...]:
    if CONCEPTS[subject].kind == "landscape":
        whole = Placement(subject, 0.5, 1.0, 1.0, 1, 1, 0)
        return (whole, *(_afar(rng, name, side) for name, side in _sides(rng, friends)))
    if not friends:
        return (_alone(rng, subject, count),)
    if len(friends) == 1:
        return _pair(rng, subject, friends[0])
    front = _alone(rng, subject, 1, centred=True)
    return (front, *(_afar(rng, name, side) for name, side in _sides(rng, friends)))


def _sides(rng: np.random.Generator, friends: Sequence[str]) -> list[tuple[str, int]]:
    first = 1 if rng.random() < 0.5 else -1
    return [(name, first if index == 0 else -first) for index, name in enumerate(friends)]


def _variant(rng: np.random.Generator) -> tuple[int, int]:
    return (1 if rng.random() < 0.5 else -1), int(rng.integers(2**31))


def _alone(
    rng: np.random.Generator, subject: str, count: int, *, centred: bool = False
) -> Placement:
    concept = CONCEPTS[subject]
    far = bool(rng.random() < _FAR)
    many = count if concept.plural else 1
    wide = half_width(subject, 1.0, many)
    height = min(float(rng.uniform(*concept.heights)), (0.5 - MARGIN) / wide)
    y = float(rng.uniform(max(0.86, height + 0.05), 0.95))
    far = far and many == 1 and not centred and not concept.close_up
    if far:
        height, y = 0.5 * height, float(rng.uniform(0.74, 0.80))
    if centred:
        height, y = min(height, 0.26 / wide), max(y, 0.9)
    half = wide * height + MARGIN
    reach = 0.06 if centred else 0.16 if not far else 0.34
    x = float(rng.uniform(max(half, 0.5 - reach), max(half, min(1 - half, 0.5 + reach))))
    facing, variant = _variant(rng)
    return Placement(subject, x, y, height, facing, many, variant, far)


def _pair(rng: np.random.Generator, subject: str, friend: str) -> tuple[Placement, ...]:
    """Main on one side and large, friend on the other, smaller and farther back."""
    wide, thin = CONCEPTS[subject].half_width, CONCEPTS[friend].half_width
    height = min(float(rng.uniform(*CONCEPTS[subject].heights)), 0.28 / wide)
    half = wide * height
    left = 1 - 2 * MARGIN - 2 * half
    small = min(float(rng.uniform(0.38, 0.52)), max(0.55 * left / thin, 0.2))
    x = MARGIN + half + float(rng.uniform(0, 0.04))
    far = 1 - MARGIN - thin * small
    y, back = float(rng.uniform(0.90, 0.95)), float(rng.uniform(0.72, 0.78))
    if rng.random() < 0.5:
        x, far = 1 - x, 1 - far
    facing, variant = _variant(rng)
    other_facing, other_variant = _variant(rng)
    return (
        Placement(subject, x, y, height, facing, 1, variant),
        Placement(friend, far, back, small, other_facing, 1, other_variant),
    )


def _afar(rng: np.random.Generator, name: str, side: int) -> Placement:
    """A smaller subject left (-1) or right (1) in the middle distance."""
    wide = CONCEPTS[name].half_width
    height = min(float(rng.uniform(0.28, 0.38)), 0.2 / wide)
    half = wide * height
    x = MARGIN + half + float(rng.uniform(0, 0.03))
    facing, variant = _variant(rng)
    y = float(rng.uniform(0.73, 0.79))
    return Placement(name, x if side < 0 else 1 - x, y, height, facing, 1, variant)


def record(scene: Scene) -> dict[str, object]:
    """JSON-ready labels of a scene: the ground truth that metrics are held against."""
    worn = {
        piece
        for placement in scene.placements
        for member in members(placement)
        for piece in attire(member.concept, member.variant_seed)
    }
    return {
        "seed": scene.seed,
        "sky": scene.sky,
        "ground": scene.ground,
        "season": scene.season,
        "look": scene.look,
        "concepts": [placement.concept for placement in scene.placements],
        "counts": [placement.count for placement in scene.placements],
        "attire": sorted(worn),
        "boxes": [[round(v, 4) for v in box(placement)] for placement in scene.placements],
    }
