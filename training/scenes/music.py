"""The gaita, the accordion of the gaúcho ball; 100 units tall, on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import dots
from training.scenes.palette import RGB, SILVER, WHITE, WOOD, shade
from training.scenes.traits import Traits


def gaita(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Button accordion on a bench: pearly ends, grille, rows of buttons, fanned bellows, straps."""
    case: RGB = ((178, 26, 38), (44, 42, 48), (156, 22, 44), (34, 34, 42))[t.pose]
    fold: RGB = ((54, 28, 30), (150, 34, 36), (40, 36, 40), (128, 30, 40))[t.pose]
    pen.box(-60, 18, 60, 25, WOOD)
    pen.strokes([((-56, 22.6), (50, 22.4)), ((-40, 20.2), (56, 20))], 0.7, shade(WOOD, -0.35))
    for x, lean in ((-46, -4), (46, 4)):
        pen.line([(x, 18), (x + lean, 1.6)], 5.4, shade(WOOD, -0.55))
        pen.line([(x, 18), (x + lean, 1.6)], 4, shade(WOOD, -0.15))
    pen.line([(-47, 9), (47, 9)], 2.6, shade(WOOD, -0.35))
    strap: RGB = (96, 58, 36)
    for width, rgb in ((5.0, shade(strap, -0.5)), (3.6, strap)):
        pen.curve([(-44, 88), (-56, 84), (-58, 66), (-52, 44), (-40, 32)], width, rgb)
        pen.curve([(42, 84), (50, 78), (52, 60), (46, 42), (36, 34)], width, rgb)
    wide = 29 + 3 * float(rng.uniform(-1, 1))
    _bellows(pen, -wide, wide, fold)
    for side in (-1, 1):
        _end(pen, side, wide, case, rng)


def _bellows(pen: Pen, left: float, right: float, fold: RGB) -> None:
    """Pleats, wider apart at the top, with metal corners."""
    count = 13
    share = np.linspace(0, 1, count + 1)
    tops = [float(left + (right - left) * s) for s in share]
    feet = [0.72 * x for x in tops]
    rise = [3.5 * float(np.sin(np.pi * s)) for s in share]
    outline: list[Point] = []
    for i, x in enumerate(tops):
        outline.append((x, 88 + rise[i] + (2.2 if i % 2 else 0)))
    for i, x in reversed(list(enumerate(feet))):
        outline.append((x, 28 - (2.2 if i % 2 else 0)))
    pen.poly(outline, fold, soft=0.05)
    for i in range(count):
        if i % 2 == 0:
            pen.poly([(feet[i], 27), (tops[i], 88 + rise[i]), (tops[i + 1], 90 + rise[i + 1]),
                      (feet[i + 1], 26)], shade(fold, 0.2), edge=0.4)  # fmt: skip
    ridges = [((feet[i], 28.0), (tops[i], 88 + rise[i])) for i in range(1, count)]
    pen.strokes(ridges, 0.7, (226, 196, 130))
    corners = [(tops[i], 89 + rise[i]) for i in range(1, count, 2)]
    corners += [(feet[i], 27.0) for i in range(1, count, 2)]
    dots(pen, corners, 3, SILVER)


def _end(pen: Pen, side: int, wide: float, case: RGB, rng: np.random.Generator) -> None:
    """The treble end (side -1, with grille and two rows of buttons) or the bass end."""
    out = 21.0 if side < 0 else 16.0

    def at(across: float, up: float) -> Point:
        """A point of the leaning end: across 0..1 from the bellows outwards, up 0..1."""
        inner = wide * (0.72 + 0.28 * up) - 1
        return side * (inner + out * across), 25.5 + 64.5 * up + 2.5 * across * (1 - 2 * up)

    pen.poly([at(0, 0), at(0.86, 0), at(1, 0.06), at(1, 0.94), at(0.86, 1), at(0, 1)], case,
             soft=0.16)  # fmt: skip
    for a, u in rng.uniform((0.12, 0.08), (0.6, 0.9), (7, 2)):
        x, y = at(float(a), float(u))
        pen.oval(x, y, 3.6, 1.8, shade(case, 0.6), edge=0, soft=0, alpha=0.34)
    pen.poly([at(0, 0), at(0.1, 0), at(0.1, 1), at(0, 1)], SILVER, edge=0.5)
    if side < 0:
        pen.poly([at(0.2, 0.1), at(0.58, 0.16), at(0.58, 0.84), at(0.2, 0.9)], SILVER, edge=0.6)
        holes = [at(a, u) for u in np.linspace(0.2, 0.8, 8) for a in (0.28, 0.39, 0.5)]
        dots(pen, holes, 2.5, shade(case, -0.45))
        pen.poly([at(0.66, 0.07), at(0.95, 0.09), at(0.95, 0.91), at(0.66, 0.93)],
                 shade(case, -0.35), edge=0.5)  # fmt: skip
        rows = ((0.73, 0.0), (0.87, 0.04))
        keys = [at(a, u + low) for a, low in rows for u in np.linspace(0.14, 0.84, 9)]
        dots(pen, keys, 3.5, shade(SILVER, -0.55))
        dots(pen, keys, 2.7, WHITE)
    else:
        keys = [at(a, u) for a in (0.6, 0.8) for u in np.linspace(0.32, 0.68, 4)]
        dots(pen, keys, 3.5, shade(SILVER, -0.55))
        dots(pen, keys, 2.7, WHITE)
        flower = [at(0.35, u) for u in (0.16, 0.24, 0.76, 0.84)]
        dots(pen, flower, 3.2, SILVER)
        pen.curve([at(0.35, 0.3), at(0.24, 0.4), at(0.4, 0.5), at(0.24, 0.6), at(0.35, 0.7)], 1.2,
                  SILVER)  # fmt: skip
