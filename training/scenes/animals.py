"""Horse and ox from the side, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.limbs import (
    GAITS,
    Gait,
    Outline,
    eye,
    fore,
    gaits,
    hind,
    hoof,
    limb,
    whole,
)
from training.scenes.palette import BONE, INK, LEATHER, RGB, SILVER, WHITE, mix, shade
from training.scenes.traits import Traits

_MANES = {
    "baio": (58, 44, 36), "zaino": (36, 26, 24), "preto": (28, 24, 26), "alazão": (206, 142, 84),
    "tordilho": (112, 112, 120), "branco": (208, 196, 170),
}  # fmt: skip


_Leg = tuple[Outline, Outline, Point]


def _fore(x: float, gait: Gait) -> _Leg:
    """A foreleg with its elbow at x, its cannon alone, and the coronet where the hoof begins."""
    knee, foot, lift = gait
    end = (x + foot + (-2.5 if lift > 2 else 1.8), 4.6 + lift)
    joints = [(x - 1, 48), (x + 0.45 * knee, 35), (x + knee, 23), (x + (knee + foot) / 2, 15),
              (x + foot, 9 + lift), end]  # fmt: skip
    return (limb(joints, (16, 10.5, 7, 5, 5.8, 5.4)), limb(joints[2:], (6, 4.4, 5.2, 5)), end)


def _hind(x: float, gait: Gait) -> _Leg:
    """A hind leg like `_fore`: heavy thigh, hock pointing back."""
    knee, foot, lift = gait
    end = (x - 2 + foot + 1.6, 4.6 + lift)
    joints = [(x + 1, 55), (x + 0.3 * knee, 38), (x - 5 + knee, 25),
              (x - 3.6 + (knee + foot) / 2, 16), (x - 2 + foot, 9 + lift), end]  # fmt: skip
    return (limb(joints, (26, 14.5, 7.6, 5.4, 6, 5.6)), limb(joints[2:], (6.4, 4.8, 5.4, 5.2)), end)


def horse(pen: Pen, t: Traits, rgb: RGB, *, saddled: bool) -> None:
    """Criollo: compact, strong arched neck, straight profile, short legs, full mane and tail."""
    mane: RGB = _MANES.get(t.colour, shade(rgb, -0.5))
    points = mane if t.colour in ("baio", "zaino", "preto") else shade(rgb, -0.2)
    gait = GAITS[t.pose]
    far, near = [_fore(28, gait[1]), _hind(-23, gait[3])], [_fore(22, gait[0]), _hind(-31, gait[2])]
    _far_legs(pen, far, shade(rgb, -0.3), shade(points, -0.3))
    tail = limb([(-40, 66), (-47, 60), (-50, 46), (-49, 30), (-46, 15)], (5, 10, 12, 10, 3))
    pen.blob(tail, shade(mane, -0.1))
    pen.poly([(37, 95), (39.6, 100), (42, 95)], shade(rgb, -0.3))
    trunk = [(-43, 57), (-40, 66), (-30, 71), (-17, 68), (-4, 66), (6, 69), (13, 73), (19, 82),
             (26, 91), (33, 96), (40, 97), (46, 92.5), (52.5, 82), (59, 71.5), (60, 67), (57, 63),
             (53, 63.5), (50, 67), (46, 71.5), (41, 74), (38, 71), (37, 63), (36, 54), (31, 45),
             (22, 40), (6, 37), (-10, 37.5), (-24, 41), (-36, 44)]  # fmt: skip
    whole(pen, [trunk, near[0][0], near[1][0]], rgb)
    for _, cannon, (x, y) in near:
        if points is mane:
            pen.blob(cannon, mane, edge=0, alpha=0.85)
        elif t.variant % 3 == 0:
            pen.curve([(x - 1.2, y + 5), (x, y + 1)], 4.4, WHITE)
        hoof(pen, (x, y), 5.4, (62, 50, 44))
    _horse_tones(pen, rgb)
    _horse_head(pen, t, rgb, mane)
    if saddled:
        _tack(pen, t)


def _far_legs(pen: Pen, legs: list[_Leg], rgb: RGB, low: RGB) -> None:
    for outline, cannon, end in legs:
        pen.blob(outline, rgb)
        pen.blob(cannon, low, edge=0, alpha=0.8)
        hoof(pen, end, 5.2, (48, 40, 36))


def _horse_tones(pen: Pen, rgb: RGB) -> None:
    """Shadow under the belly and behind the shoulder, light on croup and shoulder."""
    dark, light = shade(rgb, -0.35), shade(rgb, 0.4)
    pen.blob([(-24, 42.5), (-8, 42), (6, 41.5), (20, 43.5), (8, 38.2), (-10, 38.2)],
             dark, edge=0, soft=0, alpha=0.4)  # fmt: skip
    pen.curve([(14, 66), (17, 56), (15, 46)], 1.6, dark, 0.45)
    pen.curve([(-21, 58), (-23, 49), (-26, 43)], 1.6, dark, 0.4)
    for x, y, size in ((-31, 61, 13), (26, 62, 12), (46, 78, 8)):
        pen.glow(x, y, size, pen.lit(light), 0.4)


def _horse_head(pen: Pen, t: Traits, rgb: RGB, mane: RGB) -> None:
    pen.blob([(50, 67.5), (55, 72), (60, 69), (60, 66), (57, 62.6), (53, 63.2)],
             mix(rgb, (70, 56, 54), 0.6), edge=0, alpha=0.8)  # fmt: skip
    pen.curve([(39.5, 83), (39.5, 76), (45.5, 74.5)], 1, shade(rgb, -0.4), 0.6)
    pen.curve([(58, 64.4), (54, 65.4), (52, 66.6)], 0.9, INK, 0.7)
    pen.oval(57.6, 68.4, 1.1, 1.4, INK, edge=0, soft=0)
    if t.variant % 4 in (1, 2) and t.colour not in ("branco", "tordilho"):
        pen.curve([(47, 89.5), (52, 81), (56.5, 73.5)], 2.2, WHITE)
    eye(pen, 46, 86, 1.9)
    pen.curve([(43.8, 88.2), (46, 89), (48, 87.4)], 1, shade(rgb, -0.45))
    pen.blob([(9, 72), (17, 82), (24, 91.5), (32, 97), (39, 98), (38, 92), (35, 88), (33, 89.5),
              (31, 82), (28, 83.5), (26, 76), (22.5, 77.5), (20, 69), (17, 71.5), (13, 66)],
             mane, edge=0.6)  # fmt: skip
    pen.strokes([((14, 74), (17, 70)), ((20, 82), (24, 76)), ((26, 89), (30, 83)),
                 ((32, 94), (35, 89))], 0.8, shade(mane, 0.25), 0.7)  # fmt: skip
    pen.poly([(39, 95.5), (40.6, 100), (44, 94.5)], rgb)
    pen.blob([(38, 97), (43, 96), (46.5, 90), (44.5, 86), (42, 90)], mane, edge=0.5)
    pen.curve([(-45, 59), (-47, 44), (-46, 28)], 1, shade(mane, 0.25), 0.6)


def _tack(pen: Pen, t: Traits) -> None:
    """Bridle and reins, blanket, sheepskin pelego, cinch and a stirrup."""
    pen.line([(39.5, 92.5), (47, 78), (53.5, 68)], 1.3, LEATHER)
    pen.curve([(47, 78), (51.5, 80), (54, 79.5)], 1.3, LEATHER)
    pen.line([(39.5, 92.5), (47, 91)], 1.3, LEATHER)
    pen.curve([(53.5, 68), (38, 64), (22, 68), (9, 73)], 1.1, LEATHER)
    pen.oval(53.5, 68, 1.5, 1.5, SILVER, edge=0.4)
    pen.curve([(-3, 60), (-2, 48), (-3, 37.6)], 3.4, BONE)
    pen.poly([(-19, 68), (11, 71), (10, 52), (-18, 51)], mix(t.scarf_rgb, LEATHER, 0.45))
    pen.blob([(-21, 69), (-12, 72), (-3, 70), (7, 73), (13, 73), (11, 64), (12, 58), (4, 56),
              (-4, 57), (-12, 55), (-20, 58), (-19, 64)], BONE)  # fmt: skip
    curls = ((-16, 66), (-10, 62), (-5, 67), (1, 62), (6, 68), (8, 61))
    pen.strokes([((x, y), (x - 1, y - 3)) for x, y in curls], 0.9, (190, 170, 130))
    pen.blob([(-13, 70.5), (-3, 71.5), (8, 73.5), (7, 68), (-3, 65.5), (-13, 67)], t.scarf_rgb)
    pen.line([(2, 62), (3, 44)], 1.2, LEATHER)
    pen.curve([(3, 45), (0.4, 41), (1, 38.6), (5, 38.6), (5.6, 41), (3, 45)], 1.1, SILVER)


def cavalo(pen: Pen, t: Traits, _rng: np.random.Generator) -> None:
    """Criollo horse: coat word, thick neck, mane, tail; half of them with pelego and bridle."""
    horse(pen, t, t.tint, saddled=t.saddled)


def boi(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A heavy ox: long horns, deep level body, dewlap, cloven hooves, tufted tail, pale muzzle."""
    rgb = t.tint
    gait = gaits(t.pose, 0.8)
    wide = (15, 11, 8.4, 6, 6.6)
    for outline, end in (fore(25, 38, gait[1], wide), hind(-30, 38, gait[3], (22, 14, 8, 6, 6.6))):
        pen.blob(outline, shade(rgb, -0.3))
        hoof(pen, end, 6.6, (44, 38, 36), cloven=True)
    pen.blob(limb([(-49, 70), (-56, 64), (-58, 50), (-57, 36)], (5, 4, 3, 3)), shade(rgb, -0.12))
    pen.blob([(-57, 39), (-61, 30), (-58, 20), (-54, 29)], shade(rgb, -0.6))
    near = [fore(18, 40, gait[0], (18, 12, 9, 6.4, 7)),
            hind(-41, 42, gait[2], (26, 16, 9, 6.4, 7))]  # fmt: skip
    trunk = [(-52, 55), (-52, 68), (-46, 73.5), (-30, 73), (-8, 71.5), (8, 73), (20, 77), (32, 82),
             (42, 82), (46, 70), (43, 52), (38, 40), (33, 32), (24, 29), (8, 27), (-12, 26.5),
             (-30, 29), (-46, 38)]  # fmt: skip
    whole(pen, [trunk, near[0][0], near[1][0]], rgb)
    _cattle_coat(pen, t, rng)
    for _, end in near:
        hoof(pen, end, 7, (58, 48, 44), cloven=True)
    dark = shade(rgb, -0.4)
    pen.blob([(-34, 32), (-12, 31), (10, 32), (24, 34), (8, 27.6), (-12, 27)], dark, edge=0, soft=0,
             alpha=0.35)  # fmt: skip
    pen.curve([(8, 68), (12, 54), (10, 42)], 1.8, dark, 0.4)
    pen.curve([(-30, 60), (-32, 48), (-32, 38)], 1.8, dark, 0.35)
    pen.glow(-38, 64, 14, pen.lit(shade(rgb, 0.45)), 0.35)
    pen.blob([(35, 50), (38, 38), (43, 39), (48, 50), (48, 60)], shade(rgb, -0.14))
    _ox_head(pen, t)


def _cattle_coat(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Large irregular patches on a spotted ox; the white brisket of the red, white-faced breed."""
    if t.colour == "malhado":
        patch = (146, 66, 40) if t.variant % 2 else (52, 46, 46)
        for x, y, wide, high in ((-38, 59, 12, 12), (-6, 55, 15, 14), (26, 66, 10, 11)):
            turn = np.linspace(0, 2 * np.pi, 9)[:-1]
            far = rng.uniform(0.72, 1.05, 8)
            pen.blob([(x + wide * f * np.cos(a), y + high * f * np.sin(a))
                      for a, f in zip(turn, far, strict=True)], patch, edge=0)  # fmt: skip
    elif t.colour == "vermelho":
        pen.blob([(36, 40), (43, 50), (47, 62), (42, 66), (36, 54), (30, 38)], WHITE, edge=0)
        pen.blob([(-26, 29.5), (-10, 29.5), (8, 30), (20, 31), (8, 27.6), (-12, 27)], WHITE, edge=0)


def _ox_head(pen: Pen, t: Traits) -> None:
    """Turned a little to the viewer: horns out and up, ears level, broad pink muzzle."""
    rgb = t.tint
    face = WHITE if t.colour == "vermelho" else shade(rgb, 0.08)
    for tip in ([(39, 83), (31, 86), (26.5, 92), (28, 100)],
                [(52, 83), (60, 86), (64.5, 92), (63, 100)]):  # fmt: skip
        pen.blob(limb(tip, (6, 5.2, 3.8, 0.8)), BONE)
        pen.line(tip[-2:], 1.4, shade(LEATHER, -0.2), 0.6)
    for ear in ([(37, 80), (28, 80), (23, 76), (28, 72), (37, 74)],
                [(53, 80), (62, 80), (67, 76), (62, 72), (53, 74)]):  # fmt: skip
        pen.blob(ear, shade(rgb, -0.08))
        mid = (ear[1][0] + ear[3][0]) / 2
        pen.oval(mid, 76.2, 3.6, 1.7, (214, 160, 140), edge=0, alpha=0.8)
    pen.blob([(36, 81), (40, 86), (45.5, 87.5), (51, 86), (55, 81), (54.6, 71), (52.5, 60),
              (50, 54), (45.5, 52), (41, 54), (38.5, 60), (36.4, 71)], face)  # fmt: skip
    pen.blob([(40, 86), (45.5, 89.5), (51, 86), (49, 80), (45.5, 77), (42, 80)],
             WHITE if t.colour == "vermelho" else shade(rgb, 0.16), edge=0.4)  # fmt: skip
    muzzle = (84, 74, 76) if t.colour == "preto" else (222, 172, 156)
    pen.blob([(38.6, 57), (40, 61.5), (45.5, 63), (51, 61.5), (52.4, 57), (50, 51.5), (45.5, 50),
              (41, 51.5)], muzzle)  # fmt: skip
    for side in (-1, 1):
        pen.oval(45.5 + 3.6 * side, 57.6, 1.5, 1.1, shade(muzzle, -0.55), edge=0, soft=0)
        eye(pen, 45.5 + 6 * side, 73, 1.9)
        pen.curve([(45.5 + 3.6 * side, 75.2), (45.5 + 6 * side, 76.2), (45.5 + 8 * side, 74.6)],
                  0.9, shade(face, -0.4))  # fmt: skip
    pen.curve([(42.5, 53.2), (45.5, 52.2), (48.5, 53.2)], 0.8, shade(muzzle, -0.5))
