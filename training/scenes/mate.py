"""Seated people in pilcha with the mate: alone by the kettle, or three in a half circle."""

from dataclasses import replace

import numpy as np

from training.scenes import attire, people
from training.scenes.canvas import Pen, Point
from training.scenes.palette import (
    BOOTS,
    HATS,
    RGB,
    SCARVES,
    SHIRTS,
    SKINS,
    TROUSERS,
    WOOD,
    shade,
)
from training.scenes.people import arm, limb, placed
from training.scenes.traits import Traits

SINK = 21.5  # how much lower the hips of a seated person are than those of a standing one


def stool(pen: Pen) -> None:
    """A mocho: a thick round seat on splayed legs."""
    for x0, x1 in ((-7, -10.5), (8, 11.5), (0, 0)):
        limb(pen, [(x0, 24), (x1, 1)], [1.5, 1.2], shade(WOOD, -0.2), edge=0.5)
    pen.poly([(-13, 26.5), (13, 26.5), (12, 22), (-12, 22)], WOOD)
    pen.line([(-12, 24), (12, 24)], 0.6, shade(WOOD, -0.35))


def seated_legs(pen: Pen, cloth: RGB, boots: RGB) -> None:
    """Thighs foreshortened towards us, knees apart, boots flat on the ground."""
    for hip, knee, foot, side in (
        ((4, 29), (16, 28.5), (16, 15), 1), ((-3, 28), (-11.6, 26.5), (-11, 14), -1),
    ):  # fmt: skip
        with placed(pen, foot[0], 0, size=0.92):
            attire.boot(pen, 0, side, boots, toe=8, top=19)
        limb(pen, [hip, knee, foot], [7.6, 8, 5.4], cloth)
        kx, ky = knee
        pen.strokes([((kx - 3, ky - 3), (foot[0] - 2, foot[1] - 1)), ((kx + 2, ky - 4),
                     (foot[0] + 1.6, foot[1] - 1)), ((kx - side * 5, ky + 3), (kx - side, ky + 5))],
                    0.6, shade(cloth, -0.3))  # fmt: skip


def sitting(pen: Pen, t: Traits, rng: np.random.Generator, *,
            left: tuple[Point, Point], right: tuple[Point, Point], way: Point = (-3, 1.5),
            cuia_at: Point | None = None) -> None:  # fmt: skip
    """A person on a stool, as if standing on y=0 with folded legs; arms are elbow and wrist."""
    shirt, boots, felt, cloth = (
        attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS, TROUSERS)
    )
    vest = attire.pick(rng, attire.VESTS) if rng.random() < 0.35 else None
    stool(pen)
    seated_legs(pen, cloth, boots)
    with placed(pen, 0, -SINK):
        if t.woman:
            people.womans_hair_behind(pen, t, loose=attire.hairstyle(t) == 0)
        if t.poncho:
            attire.poncho(pen, t, low=46, wide=19)
        else:
            attire.torso(pen, shirt, woman=t.woman, vest=vest)
            attire.guaiaca(pen, woman=t.woman)
        attire.topped(pen, t, felt)
        if t.scarfed:
            attire.scarf(pen, t.scarf_rgb)
        sleeve = t.tint if t.poncho else shirt
        arm(pen, [(-10.6, 71.5), *left], sleeve, t.skin, way=(3, -3))
        if cuia_at:
            attire.cuia(pen, *cuia_at, size=1.35)
        arm(pen, [(10.6, 71.5), *right], sleeve, t.skin, thumb=-1, way=way)


_REST: tuple[Point, Point] = ((-15.5, 60), (-10.5, 50))
_Mate = tuple[tuple[Point, Point], Point, Point]
# Right elbow and wrist, way of the hand and place of the cuia: at the chest, at the lips, offered.
_CUIA: _Mate = (((16.5, 59.5), (9.6, 64)), (-3.0, 1.5), (7.4, 67.2))
_LIPS: _Mate = (((17.5, 62), (9.4, 71)), (-3.0, 1.0), (6.2, 74))
_OFFER: _Mate = (((16, 61), (24, 63.5)), (4.0, 1.0), (28.6, 67))


def tomando_chimarrao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A person on a low stool with one cuia and its silver bomba, the kettle on the ground."""
    with placed(pen, -17, size=1.27 if t.hat else 1.36):
        right, way, cuia_at = (_CUIA, _LIPS, _CUIA, _OFFER)[t.pose]
        sitting(pen, replace(t, poncho=False), rng, left=_REST, right=right, way=way,
                cuia_at=cuia_at)  # fmt: skip
        iron: RGB = ((66, 64, 70), (122, 128, 136), (54, 84, 120))[int(rng.integers(3))]
        with placed(pen, 35):
            attire.kettle(pen, 0, size=1.25, rgb=iron)


def roda_de_chimarrao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Three people on stools in a half circle; one hands the single cuia to the next."""
    friends = [_friend(t, rng, index) for index in range(3)]
    knee = ((15.5, 60), (11, 50))
    with placed(pen, 0, 14, size=1.06):
        sitting(pen, friends[1], rng, left=_REST, right=knee, way=(-3, -3))
    with placed(pen, 44, 0, size=1.1, flip=True):
        sitting(pen, friends[2], rng, left=_REST, right=knee, way=(-3, -3))
    with placed(pen, -44, 0, size=1.1):
        sitting(pen, friends[0], rng, left=_REST, right=((16, 62), (26, 63)), way=(4, 1),
                cuia_at=(31, 67))  # fmt: skip
    attire.kettle(pen, 3, size=1.2)


def _friend(t: Traits, rng: np.random.Generator, index: int) -> Traits:
    """The first has the traits told; the others are of any skin and age, one of them a woman."""
    if index == 0:
        return replace(t, poncho=False)
    tones = tuple(SCARVES.values())
    return replace(
        t, poncho=False, woman=index == 1 + t.variant % 2, old=bool(rng.random() < 0.3),
        hat=bool(rng.random() < 0.7), scarfed=bool(rng.random() < 0.7),
        skin=SKINS[int(rng.integers(len(SKINS)))], variant=t.variant + 7 * index,
        scarf_rgb=tones[int(rng.integers(len(tones)))],
    )  # fmt: skip
