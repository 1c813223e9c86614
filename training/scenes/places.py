"""Buildings, 100 units tall, standing on y=0."""

import numpy as np

from training.picturebook.canvas import Pen, arch
from training.picturebook.palette import INK, RGB, shade
from training.scenes.traits import Traits


def ruinas(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """São Miguel: roofless red sandstone front, portico of arches, broken pediment, one tower."""
    stone: RGB = ((192, 112, 76), (184, 104, 72), (200, 124, 84), (176, 102, 76))[t.pose]
    void: RGB = (72, 44, 40)
    light = shade(stone, 0.22)
    pen.poly([(-58, 0), (-58, 34), (-52, 40), (-46, 36), (-40, 46), (-34, 44), (-34, 0)],
             shade(stone, -0.2))  # fmt: skip
    holes = [arch(-6, 45, 5, 17), arch(-29, 45, 3.8, 13), arch(16, 45, 3.8, 13),
             arch(-6, 69, 3, 9)]  # fmt: skip
    pen.pierced([(-38, 0), (-38, 72), (-35, 72), (-34, 66), (-28, 67), (-25, 74), (-20, 72),
                 (-17, 82), (-12, 83), (-9, 90), (-4, 87), (-1, 91), (3, 83), (8, 82), (10, 75),
                 (15, 73), (18, 67), (26, 68), (26, 0)], holes, stone)  # fmt: skip
    for x in (-29, -6, 17):
        wide = 6.5 if x == -6 else 5
        pen.arch(x, 3, wide, 30 if x == -6 else 25, void, soft=0)
    for x in (-37, -20, 8, 25):
        pen.box(x - 2, 0, x + 2, 62, light, edge=0.7)
        pen.box(x - 3.2, 38, x + 3.2, 41, light, edge=0.5)
    pen.box(-40, 39, 28, 43, light)
    pen.box(-39, 63, 27, 66, light)
    belfry = [arch(41, 57, 4.8, 17), arch(41, 83, 4.6, 11)]
    pen.pierced([(28, 0), (54, 0), (53, 94), (50, 93), (48, 98), (42, 100), (36, 96), (33, 98),
                 (29, 94)], belfry, shade(stone, -0.06))  # fmt: skip
    for y in (22, 50, 78):
        pen.box(26, y, 56, y + 3.4, light)
    for y, high in ((4, 14), (30, 16)):
        pen.arch(41, y, 4.4, high, void, soft=0)
    for x, y in rng.uniform((-36, 2), (52, 62), (34, 2)):
        pen.line([(x, y), (x + 4, y)], 0.9, shade(stone, -0.3))
    for x in (-50, -30, 0, 30, 48):
        pen.curve([(x - 5, 0), (x, 3 + rng.uniform(0, 2)), (x + 5, 0)], 2.6, (86, 140, 62))


def galpao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Rustic barn: weathered vertical planks, wide straw or tile roof, open door, hitching rail."""
    wood: RGB = ((138, 96, 60), (122, 88, 62), (150, 110, 70), (112, 78, 52))[t.pose]
    roof: RGB = ((196, 164, 96), (170, 84, 56), (188, 150, 84), (120, 106, 96))[t.pose]
    pen.box(-60, 0, 58, 52, wood)
    for x in np.arange(-56, 58, 6.5):
        pen.line([(x, 1), (x + rng.uniform(-0.6, 0.6), 51)], 0.9, shade(wood, -0.35))
    pen.poly([(-74, 44), (-48, 100), (46, 100), (73, 44)], roof)
    for row in range(5):
        y, half = 52 + row * 10, 69 - row * 4.6
        pen.curve([(-half, y), (-half / 2, y - 2), (0, y), (half / 2, y - 2), (half - 1, y)], 1.4,
                  shade(roof, -0.25))  # fmt: skip
    pen.line([(-74, 44), (73, 44)], 3, shade(roof, -0.4))
    pen.box(-14, 0, 18, 40, (52, 34, 26), soft=0.3)
    pen.glow(2, 8, 16, (250, 150, 50), 0.75)
    pen.poly([(18, 0), (32, 3), (32, 43), (18, 40)], shade(wood, 0.15))
    pen.line([(19, 5), (31, 38)], 2, shade(wood, -0.4))
    pen.box(-46, 18, -28, 34, (64, 44, 36))
    pen.line([(-37, 18), (-37, 34)], 1.6, shade(wood, 0.2))
    pen.line([(-46, 26), (-28, 26)], 1.6, shade(wood, 0.2))
    for x in (-58, 56):
        pen.line([(x, 0), (x, 46)], 4, shade(wood, -0.45))
    pen.line([(36, 16), (70, 16)], 3, shade(wood, -0.3))
    for x in (40, 67):
        pen.line([(x, 0), (x, 19)], 3.4, shade(wood, -0.4))
    pen.curve([(46, 16), (49, 8), (52, 16)], 1.4, INK)
