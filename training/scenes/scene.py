"""A scene as data: who stands where, under which sky; composed from a seed, told as labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.scenes.concepts import CONCEPTS, CORPUS, GROUNDS, SKIES

MARGIN = 0.02  # kept free at the left and right of the frame
_NO_COMPANION = frozenset({"chimarrao", "fogo_de_chao"})  # close-ups, wrong when small and far


@dataclass(frozen=True, slots=True)
class Placement:
    """One subject (or two of a kind); x and y are the centre of its base, in picture sizes."""

    concept: str
    x: float
    y: float
    height: float
    facing: int
    count: int
    variant_seed: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the painter needs; the main placement comes first."""

    seed: int
    sky: str
    ground: str
    look: str
    placements: tuple[Placement, ...]


def half_width(concept: str, height: float, count: int) -> float:
    """Half of the painted width; a pair overlaps by about a third."""
    return CONCEPTS[concept].half_width * height * (1.0 if count == 1 else 1.6)


def members(placement: Placement) -> tuple[Placement, ...]:
    """The single subjects of a placement, the farther first."""
    if placement.count == 1:
        return (placement,)
    height, shift = placement.height, 0.6 * CONCEPTS[placement.concept].half_width
    side = 1 if placement.variant_seed % 2 else -1
    return (
        Placement(placement.concept, placement.x + side * shift * height, placement.y - 0.035,
                  0.9 * height, placement.facing, 1, placement.variant_seed + 1),
        Placement(placement.concept, placement.x - side * shift * height, placement.y,
                  height, placement.facing, 1, placement.variant_seed),
    )  # fmt: skip


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
    concepts: Sequence[str] = CORPUS,
    main: str | None = None,
    company: bool | None = None,
) -> Scene:
    """A scene drawn from `concepts`; `company` forces or forbids the second subject."""
    unknown = [name for name in (*concepts, *([main] if main else [])) if name not in CONCEPTS]
    if unknown or not concepts:
        raise ValueError(f"concepts must be among {tuple(CONCEPTS)}, got {unknown or concepts}")
    rng = np.random.default_rng([seed, 11])
    subject = main or concepts[int(rng.integers(len(concepts)))]
    friends = [name for name in concepts if name != subject and name not in _NO_COMPANION]
    wants = rng.random() < 0.3 if company is None else company
    sky = SKIES[int(rng.choice(len(SKIES), p=(0.32, 0.15, 0.22, 0.16, 0.15)))]
    ground = GROUNDS[int(rng.choice(len(GROUNDS), p=(0.5, 0.24, 0.26)))]
    if wants and friends:
        placements = _pair(rng, subject, friends[int(rng.integers(len(friends)))])
    else:
        placements = (_alone(rng, subject),)
    return Scene(seed, sky, ground, "naif", placements)


def _variant(rng: np.random.Generator) -> tuple[int, int]:
    return (1 if rng.random() < 0.5 else -1), int(rng.integers(2**31))


def _alone(rng: np.random.Generator, subject: str) -> Placement:
    concept = CONCEPTS[subject]
    count = 2 if concept.kind == "animal" and rng.random() < 0.2 else 1
    room = (0.5 - MARGIN) / half_width(subject, 1.0, count)
    height = min(float(rng.uniform(*concept.heights)), room)
    half = half_width(subject, height, count) + MARGIN
    x = float(rng.uniform(max(half, 0.5 - 0.16), max(half, min(1 - half, 0.5 + 0.16))))
    y = float(rng.uniform(max(0.86, height + 0.05), 0.95))
    facing, variant = _variant(rng)
    return Placement(subject, x, y, height, facing, count, variant)


def _pair(rng: np.random.Generator, subject: str, friend: str) -> tuple[Placement, ...]:
    """Main on one side and large, friend on the other, smaller and farther back."""
    wide, thin = CONCEPTS[subject].half_width, CONCEPTS[friend].half_width
    height = min(float(rng.uniform(*CONCEPTS[subject].heights)), 0.33 / wide)
    half = wide * height
    left = 1 - 2 * MARGIN - 2 * half
    small = min(float(rng.uniform(0.32, 0.40)), max(0.55 * left / thin, 0.2))
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


def record(scene: Scene) -> dict[str, object]:
    """JSON-ready labels of a scene."""
    return {
        "seed": scene.seed,
        "sky": scene.sky,
        "ground": scene.ground,
        "look": scene.look,
        "concepts": [placement.concept for placement in scene.placements],
        "boxes": [[round(v, 4) for v in box(placement)] for placement in scene.placements],
    }
