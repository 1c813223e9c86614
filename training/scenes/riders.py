"""On horseback and on the road: rider, lasso thrower, tropeiro with his mule."""

import math
from dataclasses import replace

import numpy as np

from training.scenes import attire, people
from training.scenes.animals import horse
from training.scenes.canvas import Pen, Point, smooth
from training.scenes.palette import (
    BOOTS,
    HATS,
    LEATHER,
    PONCHOS,
    RGB,
    SHIRTS,
    TROUSERS,
    shade,
)
from training.scenes.people import arm, hand, limb, limb_path, placed, rounded
from training.scenes.traits import Traits

SEAT: Point = (-4.0, 66.0)  # on the pelego of `horse`
BRIDLE: Point = (53.5, 68.0)
ROPE: RGB = (226, 196, 140)
MULE_LEG = (7.4, 3.6, 2.4, 2.9)


def stirrup_leg(pen: Pen, cloth: RGB, boots: RGB) -> None:
    """The near leg in the stirrup, drawn round the seat at (0, 0)."""
    pen.line([(9, -10), (8, -34)], 1.2, LEATHER)
    limb(pen, [(9.4, -19), (7.4, -33)], [4.2, 3.4], boots)
    pen.poly([(4, -31), (9.6, -31.6), (17, -36), (17, -38), (4, -38)], boots, edge=0.7)
    pen.curve([(5, -39), (9.4, -40), (12.4, -38.6), (11.6, -33)], 1.3, (150, 150, 156))
    limb(pen, [(-1.5, 2), (11.4, -6), (9.6, -18.5)], [8, 7.8, 5.2], cloth)
    pen.strokes([((3, 4), (9, -2)), ((10, -9), (7, -17)), ((13, -10), (11, -18))], 0.7,
                shade(cloth, -0.32))  # fmt: skip


def rein(pen: Pen, at: Point, to: Point) -> None:
    pen.curve([at, (0.5 * (at[0] + to[0]), 0.5 * (at[1] + to[1]) - 3), to], 1.1, LEATHER)


def rider(pen: Pen, t: Traits, rng: np.random.Generator, *, lasso: bool = False) -> None:
    """A person in the saddle, seat at (0, 0): bombacha, guaiaca, shirt or poncho, hat."""
    shirt, boots, felt, cloth = (
        attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS, TROUSERS)
    )
    vest = attire.pick(rng, attire.VESTS) if rng.random() < 0.4 else None
    wool = tuple(PONCHOS.values())[int(rng.integers(len(PONCHOS)))]
    stirrup_leg(pen, cloth, boots)
    with placed(pen, 0, -50):
        if t.woman:
            people.womans_hair_behind(pen, t, loose=attire.hairstyle(t) == 0)
        if lasso:
            arm(pen, [(10, 71.5), (18.5, 78), (18, 90)], shirt, t.skin, way=(-0.5, 4))
        attire.torso(pen, shirt, woman=t.woman, vest=vest)
        attire.guaiaca(pen, woman=t.woman)
        left = (-1.5 if t.pose % 2 or lasso else -10.4, 54.5)
        if t.poncho and not lasso:
            hand(pen, (15, 55), (4, 0), t.skin)
            attire.poncho(pen, replace(t, tint=wool), low=45, wide=18.5)
            attire.topped(pen, t, felt)
            if t.scarfed:
                attire.scarf(pen, t.scarf_rgb)
            return
        attire.topped(pen, t, felt)
        if t.scarfed:
            attire.scarf(pen, t.scarf_rgb)
        if not lasso:
            arm(pen, [(10, 71.5), (13, 60), (17, 56)], shirt, t.skin, way=(4, 0))
        arm(pen, [(-10.4, 71.5), (-13.6, 59.5), left], shirt, t.skin, way=(3, -3))


def a_cavalo(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A gaúcho on a criollo: upright seat on the pelego, foot in the stirrup, reins in hand."""
    with placed(pen, -2, size=0.9 if t.hat else 0.93):
        horse(pen, t, t.tint, saddled=True)
        with placed(pen, *SEAT, size=0.9):
            rider(pen, t, rng)
        rein(pen, (SEAT[0] + 0.9 * 20, SEAT[1] + 0.9 * 6), BRIDLE)


def lacando(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A rider swinging the braided lasso: the loop open overhead, the spare coils in hand."""
    high = rng.uniform(-3, 1)
    with placed(pen, -3, size=0.725):
        _loop(pen, high, back=True)
        horse(pen, t, t.tint, saddled=True)
        with placed(pen, *SEAT, size=0.9):
            rider(pen, t, rng, lasso=True)
        rein(pen, (-1, 69), BRIDLE)
        for k in range(3):  # the rodilhas
            coil = [(-3 + k + 4.4 * math.cos(a), 61 - k + 8 * math.sin(a))
                    for a in np.linspace(0, 2 * math.pi, 9)]  # fmt: skip
            pen.curve(coil, 1.9, shade(ROPE, -0.5))
            pen.curve(coil, 1.1, ROPE)
        _loop(pen, high, back=False)


def _loop(pen: Pen, high: float, *, back: bool) -> None:
    """The loop as a leaning ellipse; its far half lies behind the rider."""
    angles = np.linspace(0, math.pi, 13) + (0 if back else math.pi)
    half = [(20 + 36 * math.cos(a), 127 + high + 9 * math.sin(a) + 3 * math.cos(a)) for a in angles]
    for width, rgb in ((2.8, shade(ROPE, -0.5)), (1.7, ROPE)):
        pen.curve(half, width, rgb)
        if not back:
            pen.curve([(11.5, 104.5), (4, 113), (-8, 120), (-15.6, 124 + high)], width, rgb)


def tropeiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A man in poncho on foot leading a mule that carries two leather bruacas."""
    boots, felt = attire.pick(rng, BOOTS), attire.pick(rng, HATS)
    with placed(pen, -23, size=0.86):
        mule(pen, t, rng)
    pen.curve([(17, 60), (23, 50), (30.5, 47)], 1.1, shade(ROPE, -0.25))
    with placed(pen, 45, size=1.0 if t.hat else 1.045):
        attire.bombacha_legs(pen, attire.pick(rng, TROUSERS), boots, weight=1)
        with placed(pen, 1.2, turn=-1):
            hand(pen, (-14, 46.5), (-2, -2), t.skin)
            attire.poncho(pen, t, low=rng.uniform(31, 35), wide=19)
            attire.topped(pen, t, felt)
            if t.scarfed:
                attire.scarf(pen, t.scarf_rgb)


def mule(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Long ears, a brush mane, thin tufted tail, pale muzzle; packsaddle and panniers."""
    coat: RGB = ((96, 70, 52), (72, 58, 52), (130, 100, 72), (110, 102, 98))[t.variant // 3 % 4]
    walk = (3, 6, -4, 7)[t.pose]
    dark, pale = shade(coat, -0.4), shade(coat, 0.5)
    for x, step in ((-27, walk), (22, -walk)):
        _hoof(pen, x + step)
        limb(pen, _mule_joints(x, step), MULE_LEG, shade(coat, -0.3))
    limb(pen, [(-42, 62), (-48, 50), (-48, 34)], [1.8, 1.5, 1.2], dark, edge=0.5)
    limb(pen, [(-48, 32), (-48, 24)], [2.6, 1.2], shade(dark, -0.3), edge=0.4)
    hide = (186, 142, 94)
    pen.poly([(-9, 34), (-9, 60), (17, 60), (17, 34)], shade(hide, -0.3))  # the far one
    limb(pen, [(29, 90), (23, 101)], [2.2, 1.2], shade(coat, -0.2), edge=0.6)
    path = smooth([(-43, 56), (-41, 65), (-30, 69), (-14, 67), (2, 67), (12, 71), (19, 80),
                   (25, 90), (31, 93), (37, 91), (44, 80), (51, 69), (50, 64), (44, 63), (36, 70),
                   (33, 71), (31, 60), (27, 48), (18, 42), (0, 39), (-18, 40), (-34, 45)],
                  closed=True)  # fmt: skip
    for x, step in ((-34, -walk), (25, walk)):
        path = limb_path(_mule_joints(x, step), MULE_LEG, path)
    for x, step in ((-34, -walk), (25, walk)):
        _hoof(pen, x + step)
    rounded(pen, path, coat, edge=0.8)
    pen.blob([(41, 69), (47, 72), (51, 68), (50, 64), (45, 63)], pale, edge=0)
    pen.oval(48.6, 67.4, 0.9, 1.2, dark, edge=0, soft=0)
    pen.oval(37.2, 83.5, 1.5, 1.6, (30, 24, 22), edge=0, soft=0)
    pen.curve([(9, 71), (16, 81), (23, 91), (28, 94)], 3.4, dark)
    limb(pen, [(31, 91), (31, 104)], [2.4, 1.2], coat, edge=0.7)
    pen.line([(31, 92), (31, 101)], 1, pale)
    pen.line([(30, 90), (40, 76), (45, 71)], 1.2, LEATHER)
    pen.curve([(39, 74), (44, 76), (47, 75)], 1.2, LEATHER)
    _panniers(pen, hide, rng)


def _mule_joints(x: float, step: float) -> list[Point]:
    return [(x, 51), (x + 0.4 * step, 26), (x + step, 13), (x + step, 7)]


def _hoof(pen: Pen, x: float) -> None:
    pen.poly([(x - 2.8, 6.5), (x + 2.9, 6.5), (x + 4.2, 0), (x - 3.2, 0)], (50, 42, 38), edge=0.5)


def _panniers(pen: Pen, hide: RGB, rng: np.random.Generator) -> None:
    """Stiff rawhide boxes with the hair outside, lashed over a wooden packsaddle."""
    pen.line([(-16, 64), (-17, 40)], 2, LEATHER)
    pen.poly([(-22, 66), (-20, 71), (16, 72), (17, 66)], (150, 60, 50), edge=0.6)
    limb(pen, [(-14, 76.5), (10, 77.5)], [4.4, 4.4], (206, 190, 154))
    pen.strokes([((-8, 72.4), (-7, 81)), ((4, 73), (5, 82))], 1.2, LEATHER)
    pen.poly([(-19, 38), (-20, 66), (12, 67), (12, 39)], hide)
    patch = (110, 70, 44) if rng.random() < 0.5 else (236, 222, 196)
    for x, y in ((-10, 47), (4, 50)):
        pen.blob([(x - 5, y), (x, y + 5), (x + 5, y + 1), (x + 2, y - 4)], patch, edge=0, soft=0,
                 alpha=0.75)  # fmt: skip
    pen.poly([(-20.6, 66.5), (12.6, 67.5), (13, 57), (-19.6, 56)], shade(hide, -0.14))
    for x in (-12, 5):
        pen.line([(x, 67), (x, 52)], 1.4, LEATHER)
        pen.oval(x, 52.6, 1.2, 1.2, (70, 50, 36), edge=0.3)
