"""Buildings, 100 units tall, standing on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point, arch
from training.scenes.palette import RGB, shade
from training.scenes.traits import Traits

# Drawings of one real place, whose left and right are facts. The painter must never mirror these.
UNMIRRORED = ("ruinas",)
# The side, seen from the front, of São Miguel's only tower: 1 is right, -1 is left.
# From a visitor's front view and its text, which says the right tower was never built; one source,
# so see a dated photograph before a release. This constant is all that has to change.
TOWER_SIDE = -1


def ruinas(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """São Miguel: roofless red sandstone front, portico of arches, broken gable, one tower."""
    stone: RGB = ((192, 112, 76), (184, 104, 72), (200, 124, 84), (176, 102, 76))[t.pose]
    light, deep = shade(stone, 0.22), shade(stone, -0.55)
    pen.canvas.save()
    pen.canvas.scale(TOWER_SIDE, 1)
    _nave(pen, shade(stone, -0.22))
    holes = [arch(-8, 46, 4.6, 16), arch(-27, 46, 3.6, 13), arch(11, 46, 3.6, 13),
             arch(-8, 70, 2.8, 8.4)]  # fmt: skip
    pen.pierced([(-40, 0), (-40, 71), (-36, 73), (-34, 66), (-29, 67), (-26, 74), (-22, 72),
                 (-19, 81), (-14, 82), (-11, 90), (-7, 87), (-4, 91), (0, 83), (5, 82), (7, 75),
                 (12, 73), (15, 67), (24, 68), (24, 0)], holes, stone)  # fmt: skip
    belfry = [arch(38, 54, 4.8, 17), arch(38, 80, 4.4, 11)]
    pen.pierced([(24, 0), (53, 0), (52, 92), (49, 92), (47, 97), (41, 100), (36, 96), (33, 98),
                 (26, 93)], belfry, shade(stone, -0.06))  # fmt: skip
    pen.poly([(46, 0), (53, 0), (52, 92), (49, 92), (46.5, 97)], shade(stone, -0.22), edge=0)
    _joints(pen, stone, rng)
    for x in (-38, -18, 2, 22):
        pen.box(x - 1.8, 40, x + 1.8, 64, light, edge=0.6)
        pen.box(x - 2.8, 61, x + 2.8, 64, light, edge=0.5)
    pen.box(-42, 63.5, 25.5, 66.5, light)
    for y in (24, 49, 75):
        pen.box(23, y, 55, y + 3.2, light)
    for y, high in ((4, 15), (31, 14)):
        pen.arch(38, y, 4.2, high, deep, soft=0.2)
    _portico(pen, shade(stone, 0.06), light, deep)
    tufts = [
        ((float(x), 0.4), (float(x + d), 4.2 - abs(d)))
        for x in (-59, -49, -33, -13, 4, 21, 35, 48, 57)
        for d in (-2.6, -1.0, 1.4, 2.4)
    ]
    pen.strokes(tufts, 0.8, (86, 140, 62))
    ledges = ((-35.0, 67.0), (13.0, 68.0), (30.0, 96.0), (49.0, 92.0))
    moss = [((x, y), (x + 1.5, y + 2.4)) for x, y in ledges]
    pen.strokes(moss, 1.4, (104, 146, 70))
    pen.canvas.restore()


def _nave(pen: Pen, stone: RGB) -> None:
    """The bare side wall of the roofless nave, seen behind the front on the left."""
    windows = [arch(-52, 16, 3, 13), arch(-45, 16, 2.6, 14)]
    pen.pierced([(-61, 0), (-61, 30), (-57, 36), (-53, 33), (-49, 42), (-45, 40), (-42, 47),
                 (-38, 46), (-38, 0)], windows, stone)  # fmt: skip


def _joints(pen: Pen, stone: RGB, rng: np.random.Generator) -> None:
    """Courses of great dressed blocks, some stained, hinted at rather than counted."""
    front = rng.uniform((-38, 42), (20, 78), (40, 2))
    tower = rng.uniform((26, 2), (47, 90), (40, 2))
    openings = ((-33, -21, 45, 60), (-15, -2, 45, 64), (5, 16, 45, 60), (-13, -4, 69, 79),
                (28, 44, 52, 73), (28, 44, 79, 92), (28, 44, 3, 20), (28, 44, 30, 46))  # fmt: skip
    spots: list[Point] = [
        (float(x), float(y))
        for x, y in (*front, *tower)
        if (x > 25 or abs(x + 8) < 86 - y)
        and not any(x0 < x < x1 and y0 < y < y1 for x0, x1, y0, y1 in openings)
    ]
    pen.strokes([((x, y), (x + 3.6, y)) for x, y in spots], 0.8, shade(stone, -0.3))
    pen.strokes([((x, y), (x, y + 2.4)) for x, y in spots[::2]], 0.8, shade(stone, -0.3))


def _portico(pen: Pen, stone: RGB, light: RGB, deep: RGB) -> None:
    """The porch before the front: five round arches between columns, its top broken off."""
    middles = ((-34.5, 3.7), (-22.5, 4.1), (-8, 6.2), (6.5, 4.1), (18.5, 3.7))
    holes = [arch(x, 2.5, half, 22 + 1.6 * half) for x, half in middles]
    pen.poly([(-40, 2), (24, 2), (24, 36), (-40, 36)], deep, edge=0, soft=0.16)
    pen.pierced(
        [
            (-41.5, 2),
            (-41.5, 38),
            (-36, 40),
            (-31, 38.6),
            (-24, 41),
            (-16, 40),
            (-8, 42.5),
            (0, 40),
            (9, 41),
            (15, 38.6),
            (21, 40),
            (25.5, 38),
            (25.5, 2),
        ],
        holes,
        stone,
    )
    for x in (-40, -28.5, -16.5, 0.5, 12.5, 24):
        pen.box(x - 1.3, 2, x + 1.3, 33, light, edge=0.5)
        pen.box(x - 2, 31, x + 2, 33.4, light, edge=0.4)
    pen.box(-43, 34, 27, 36.6, light, edge=0.7)
    pen.box(-45, 0, 29, 2.4, light, edge=0.6)


def galpao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Rustic barn: weathered upright planks, thatch, tile or tin roof, open door, hitching rail."""
    wood: RGB = ((138, 96, 60), (122, 88, 62), (150, 110, 70), (112, 78, 52))[t.pose]
    roof: RGB = ((196, 164, 96), (170, 84, 56), (188, 150, 84), (138, 136, 134))[t.pose]
    pen.box(-60, 0, 58, 54, wood)
    planks = np.arange(-56, 58, 6.5)
    pen.strokes([((float(x), 1.0), (float(x + rng.uniform(-0.6, 0.6)), 51.0)) for x in planks], 0.9,
                shade(wood, -0.35))  # fmt: skip
    knots = rng.uniform((-56, 4), (54, 44), (22, 2))
    pen.strokes([((float(x), float(y)), (float(x), float(y) + 3)) for x, y in knots], 0.9,
                shade(wood, 0.2))  # fmt: skip
    pen.box(-60, 40, 58, 50, (40, 26, 20), edge=0, soft=0, alpha=0.35)  # shadow of the eaves
    _roof(pen, t.pose, roof, rng)
    pen.box(-14, 0, 18, 40, (52, 34, 26), soft=0.3)
    pen.glow(2, 13, 13, (250, 150, 50), 0.8)
    pen.strokes([((-5, 1.6), (8, 4)), ((9, 1.6), (-4, 4))], 2.4, (96, 60, 40))
    for scale, rgb in ((1.0, (232, 90, 36)), (0.55, (255, 206, 90))):
        pen.blob([(2 + a * scale, 3 + b * scale) for a, b in ((-5, 0), (-4, 6), (-1, 8), (1, 14),
                  (3, 7), (5, 5), (5, 0))], rgb, edge=0)  # fmt: skip
    pen.poly([(18, 0), (32, 3), (32, 43), (18, 40)], shade(wood, 0.15))
    pen.strokes([((19.5, 5), (30.5, 38)), ((19.5, 34), (30.5, 37)), ((19.5, 6), (30.5, 8))], 1.8,
                shade(wood, -0.4))  # fmt: skip
    pen.box(-46, 18, -28, 34, (64, 44, 36))
    pen.strokes([((-37, 18), (-37, 34)), ((-46, 26), (-28, 26))], 1.6, shade(wood, 0.2))
    for x in (-58, 56):
        pen.line([(x, 1.2), (x, 44)], 4, shade(wood, -0.45))
    rail = [((36, 16), (70, 16)), ((40, 1.7), (40, 19)), ((67, 1.7), (67, 19))]
    pen.strokes(rail, 3.4, shade(wood, -0.45))
    pen.curve([(46, 16), (48, 8), (51, 7), (53, 16)], 1.5, (212, 180, 124))


def _roof(pen: Pen, kind: int, roof: RGB, rng: np.random.Generator) -> None:
    """Thatch with a shaggy rim (0, 2), rows of tiles (1) or corrugated tin (3)."""
    pen.poly([(-72, 46), (-50, 97), (48, 97), (71, 46)], roof, soft=0.16)
    if kind in (0, 2):
        reeds = []
        for y in (92, 81, 70, 59, 49):
            half = 71 - 0.44 * (y - 46)
            for x in np.linspace(-half, half - 1, 46):
                low = y - 9 + float(rng.uniform(-1.5, 1.5))
                reeds.append(((float(x), y + 2.0), (float(x) * 1.02, max(low, 43.6))))
        pen.strokes(reeds, 0.9, shade(roof, -0.28))
        for y in (88, 66):
            half = 71 - 0.44 * (y - 46)
            pen.line([(-half, y), (half - 1, y)], 1.5, shade(roof, -0.5))
    else:
        rows = [((-50 + 98 * s, 96.0), (-71 + 141 * s, 47.0)) for s in np.linspace(0.02, 0.98, 34)]
        pen.strokes(rows, 1, shade(roof, -0.28))
        if kind == 1:
            for y in (84, 71, 58):
                half = 70 - 0.44 * (y - 46)
                pen.line([(-half, y), (half - 1, y)], 0.9, shade(roof, -0.2))
        pen.line([(-72, 46), (71, 46)], 2.4, shade(roof, -0.4))
    pen.line([(-50, 97), (48, 97)], 3.4, shade(roof, -0.22))
