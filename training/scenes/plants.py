"""The three emblem trees of the south, 100 units tall, roots on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import Leaf, cloud, dots, leaves, limb, within
from training.scenes.palette import RGB, shade
from training.scenes.traits import Traits


def araucaria(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Paraná pine: tall straight bare trunk and a candelabra crown of upturned arms with tufts."""
    bark: RGB = (104, 76, 58)
    leaf: RGB = ((28, 92, 58), (36, 100, 56), (24, 84, 62), (40, 92, 48))[t.pose]
    pen.poly([(-5, 0), (5, 0), (2.6, 50), (1.6, 92), (-1.6, 92), (-2.6, 50)], bark)
    pen.poly([(1.6, 0), (5, 0), (2.6, 50), (1.6, 92), (0.4, 92), (0.8, 50)], shade(bark, -0.2),
             edge=0)  # fmt: skip
    rings = [((-4.4 + 0.03 * y, y), (4 - 0.03 * y, y + 1.4)) for y in np.arange(4, 62, 5.5)]
    pen.strokes([(a, b) for a, b in rings], 0.9, shade(bark, -0.38))
    for x, y in ((-3.4, 46), (3, 40)):
        pen.line([(x, y), (x * 2.1, y + 1.6)], 1.5, shade(bark, -0.1))  # stubs of fallen arms
    flat = (0.0, 1.5, -1.0, 2.5)[t.pose]
    tiers = ((61, 37, 17 + flat), (69, 42, 15 + flat), (78, 36, 11), (86, 24, 7))
    for number, (base, reach, rise) in enumerate(tiers):
        tufts: list[Point] = []
        for share in (1.0, 0.7, 0.38):
            for side in (-1, 1):
                tip = float(side * reach * share + rng.uniform(-1, 1))
                top = float(base + rise * share**0.6 - (1 - share) * 4)
                pen.curve([(0, base - 5), (tip * 0.55, base - 6 + 2 * share), (tip * 0.92, top - 5),
                           (tip, top)], 1.8, bark)  # fmt: skip
                tufts.append((tip, top))
        if number == 3:
            tufts.append((0, 94))
        _tufts(pen, tufts, leaf)
        if number == 1 and t.variant % 2:
            for x in (-16.0, 13.0):
                pen.oval(x, 77, 2.8, 2.6, (128, 88, 48), edge=0.8)  # pinhas: only female trees


def _tufts(pen: Pen, tufts: list[Point], leaf: RGB) -> None:
    """Bristling rosettes at the ends of the arms, cup-shaped, lit from above."""
    needles: list[Leaf] = []
    for x, y in tufts:
        r = 7.4
        pen.blob([(x - r, y + 1), (x - 0.6 * r, y + 3.4), (x, y + 4.6), (x + 0.6 * r, y + 3.4),
                  (x + r, y + 1), (x + 0.4 * r, y - 3), (x - 0.4 * r, y - 3)],
                 shade(leaf, -0.12), edge=0.6)  # fmt: skip
        needles += [(x, y - 2, float(a), 8.6 - 1.4 * abs(float(np.sin(a))), 1.1)
                    for a in np.linspace(0.2, np.pi - 0.2, 7)]  # fmt: skip
    leaves(pen, needles, shade(leaf, 0.12), edge=0.4, soft=0.08)


def umbu(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Ombu: huge swollen base with spreading roots, several thick limbs, broad domed crown."""
    bark: RGB = ((150, 126, 98), (140, 118, 94), (160, 134, 104), (132, 112, 92))[t.pose]
    leaf: RGB = ((86, 150, 60), (98, 158, 58), (76, 140, 62), (108, 160, 70))[t.pose]
    for x, y, rx, ry in ((-34, 62, 23, 17), (34, 62, 23, 17), (0, 70, 30, 22)):
        pen.blob(cloud(x, y, rx, ry, rng, 6), shade(leaf, -0.34))
    limbs: tuple[tuple[list[Point], float, float], ...] = (
        ([(-8, 16), (-17, 30), (-32, 46), (-42, 60)], 13, 5),
        ([(8, 16), (18, 31), (30, 45), (41, 60)], 13, 5),
        ([(-5, 16), (-9, 34), (-15, 52), (-18, 72)], 12, 5),
        ([(5, 16), (9, 36), (14, 52), (20, 72)], 12, 5),
        ([(0, 14), (-1, 36), (2, 54), (0, 74)], 10, 5),
    )
    for points, wide, thin in limbs:
        limb(pen, points, wide, thin, bark)
    pen.blob(
        [
            (-47, 0),
            (-36, 6),
            (-25, 10),
            (-18, 19),
            (-18, 30),
            (-9, 27),
            (-5, 33),
            (0, 27),
            (6, 33),
            (10, 27),
            (18, 31),
            (19, 19),
            (26, 10),
            (38, 6),
            (48, 0),
            (30, 1.6),
            (16, -0.6),
            (2, 1.6),
            (-14, -0.6),
            (-30, 1.6),
        ],
        bark,
        edge=0,
        soft=0.08,
    )
    for side in (-1, 1):  # outlined at the flanks alone, so that the limbs grow out of the base
        pen.curve([(side * 47.5, 0.4), (side * 37, 6), (side * 25.5, 10), (side * 18.5, 19),
                   (side * 19, 32)], 0.9, shade(bark, -0.4))  # fmt: skip
    for root in ([(-13, 26), (-14, 15), (-28, 4)], [(-4, 25), (-6, 13), (-10, 3)],
                 [(5, 25), (6, 12), (14, 3)], [(14, 25), (16, 13), (31, 4)]):  # fmt: skip
        pen.curve(root, 1.5, shade(bark, -0.32))
    for root in ([(-17, 24), (-19, 16), (-30, 7)], [(1, 24), (0, 13), (2, 4)]):
        pen.curve(root, 1.6, shade(bark, 0.25))
    crown = ((-42, 60, 17, 11), (42, 60, 17, 11), (-32, 73, 20, 14), (32, 73, 20, 14),
             (-13, 84, 20, 14), (14, 84, 20, 14), (-16, 65, 14, 8), (17, 65, 14, 8),
             (0, 74, 19, 12))  # fmt: skip
    shadows, lights = [], []
    for number, (x, y, rx, ry) in enumerate(crown):
        tone = 0.07 if number > 5 else -0.05 + 0.02 * number
        pen.blob(cloud(x, y, rx, ry, rng, 7), shade(leaf, tone), edge=0.6, soft=0.16)
        shadows += within(x, y - 0.4 * ry, 0.75 * rx, 0.4 * ry, 6, rng)
        lights += within(x, y + 0.35 * ry, 0.7 * rx, 0.45 * ry, 8, rng)
    pen.strokes([((x, y), (x + 2.4, y + 0.8)) for x, y in shadows], 1.5, shade(leaf, -0.3))
    pen.strokes([((x, y), (x + 2.2, y + 0.8)) for x, y in lights], 1.8, shade(leaf, 0.3))


def corticeira(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Coral tree of the wetland: twisted forked trunk, crown of red blossom over some green."""
    bark: RGB = ((112, 84, 66), (122, 96, 78), (104, 78, 60), (116, 90, 66))[t.pose]
    leaf: RGB = (70, 126, 64)
    red: RGB = ((216, 30, 40), (226, 46, 38), (206, 26, 52), (230, 40, 56))[t.pose]
    turn = (1, -1)[t.pose % 2]
    clumps = [(-36, 61, 12), (-26, 75, 12), (-10, 85, 12), (9, 87, 12), (25, 77, 12), (37, 63, 12),
              (-17, 62, 11), (3, 71, 12), (19, 60, 11), (-42, 50, 9), (42, 50, 9)]  # fmt: skip
    for x, y, r in clumps:
        pen.blob(cloud(turn * x, y - 3, r, 0.76 * r, rng, 6), shade(leaf, -0.2), edge=0.6)
    boughs: tuple[tuple[list[Point], float], ...] = (
        ([(-3, 20), (-9, 34), (-22, 44), (-27, 58), (-36, 62)], 8),
        ([(3, 20), (1, 36), (9, 50), (3, 64), (6, 82)], 8),
        ([(4, 22), (15, 34), (20, 46), (31, 52), (35, 64)], 7.5),
        ([(-20, 42), (-33, 44), (-42, 52)], 4),
        ([(23, 47), (34, 47), (41, 52)], 4),
        ([(-11, 36), (-12, 52), (-19, 72)], 5),
    )
    for points, wide in boughs:
        limb(pen, [(turn * x, y) for x, y in points], wide, 2.4, bark)
    pen.blob([(turn * x, y) for x, y in ((-14, 0), (-7, 5), (-8, 14), (-3, 22), (-10, 33), (-4, 35),
              (0, 28), (3, 36), (8, 32), (13, 35), (10, 26), (5, 17), (8, 6), (15, 0))], bark,
             edge=0)  # fmt: skip
    for flank in ([(-14, 0), (-7, 5), (-8, 14), (-3.4, 21), (-9, 31)],
                  [(15, 0), (8, 6), (5, 17), (10, 26), (13, 33)]):  # fmt: skip
        pen.curve([(turn * x, y) for x, y in flank], 0.9, shade(bark, -0.4))
    for x, y in ((-3, 5), (2, 9), (-1, 16), (3, 21)):
        pen.curve([(turn * x, y), (turn * (x + 1.6), y + 4), (turn * x, y + 8)], 1,
                  shade(bark, -0.35))  # fmt: skip
    glints: list[Point] = []
    for x, y, r in clumps:
        x = turn * x
        green = [(a, b, float(rng.uniform(0, 6.28)), 6.0, 1.5)
                 for a, b in within(x, y, r, 0.8 * r, 8, rng)]  # fmt: skip
        leaves(pen, green, shade(leaf, 0.1), edge=0.4)
        petals: list[Leaf] = []
        for a, b in within(x, y + 1, 0.86 * r, 0.72 * r, 10, rng):
            way = float(np.pi / 2 + (a - x) * -0.07 + rng.uniform(-0.5, 0.5))
            petals += [(a, b - 2, way + 0.42, 6.6, 1.6), (a, b - 2, way - 0.42, 6.6, 1.6)]
            glints.append((a, b + 1))
        leaves(pen, petals, red, edge=0.4, soft=0.1)
    dots(pen, glints, 1.1, shade(red, 0.5))
