"""Mate and fire, painted close up, 100 units tall, resting on y=0."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.palette import RGB, SILVER, WHITE, WOOD, shade
from training.scenes.traits import Traits


def chimarrao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A porongo cuia with silver rim, bright green erva banked to one side, one silver bomba."""
    gourd: RGB = ((146, 88, 42), (120, 66, 34), (172, 116, 60), (96, 56, 34))[t.pose]
    erva: RGB = (112, 176, 58)
    mat: RGB = ((190, 60, 50), WOOD, (60, 96, 150), (214, 182, 120))[int(rng.integers(4))]
    pen.oval(0, 4, 55, 8, shade(mat, -0.3))
    pen.oval(0, 6, 55, 7.5, mat)
    pen.oval(0, 6, 46, 5.6, shade(mat, 0.25), edge=0)
    pen.oval(0, 6, 40, 4.6, mat, edge=0)
    pen.blob([(-12, 5), (-10, 13), (10, 13), (12, 5), (0, 2)], SILVER)
    pen.line([(11, 66), (40, 98)], 6, shade(SILVER, -0.45))
    pen.line([(11, 66), (40, 98)], 4.4, SILVER)
    pen.line([(38, 96), (48, 99)], 5, (226, 188, 90))
    pen.oval(23, 79.5, 4.6, 4.6, (226, 188, 90))
    pen.blob([(-30, 76), (-33, 68), (-22, 54), (-31, 36), (-24, 17), (0, 9), (24, 17), (31, 36),
              (22, 54), (33, 68), (30, 76), (0, 72)], gourd, soft=0.2)  # fmt: skip
    pen.curve([(-20, 50), (-26, 38), (-22, 24)], 4.5, shade(gourd, 0.4), 0.7)
    pen.oval(0, 75, 33, 8, SILVER)
    pen.oval(0, 76, 28, 6, (70, 110, 40), edge=0.6)
    pen.blob([(-28, 76), (-24, 86), (-12, 90), (0, 84), (8, 77), (2, 72), (-14, 70)], erva)
    pen.oval(16, 75, 9, 3, (160, 196, 90), edge=0)
    pen.line([(11, 74), (22, 86)], 4.4, SILVER)
    pen.line([(12, 75), (22, 86)], 1.2, WHITE)
    for x, y in rng.uniform((-22, 74), (-6, 84), (14, 2)):
        pen.oval(float(x), float(y), 1.2, 0.8, shade(erva, -0.3), edge=0)
    if t.pose in (0, 2):
        for band in (30, 34):
            pen.curve([(-30, band + 2), (0, band - 4), (30, band + 2)], 1.4, shade(gourd, -0.45))


def fogo_de_chao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Flames on logs in a ring of stones; ribs of beef on wooden skewers stuck in the ground."""
    pen.oval(0, 6, 58, 7, (70, 58, 52), edge=0)
    pen.glow(0, 38, 46, (255, 170, 60), 0.6)
    _skewer(pen, -34, -18, 96, rng)
    _skewer(pen, 34, 18, 96, rng)
    for a, b in (((-30, 4), (26, 14)), ((30, 4), (-26, 14))):
        pen.line([a, b], 9, (64, 40, 28))
        pen.line([a, b], 6.5, (112, 68, 40))
    sway = float(rng.uniform(-3, 3))
    for scale, rgb in ((1.0, (228, 66, 30)), (0.74, (248, 136, 34)), (0.46, (255, 216, 80))):
        flame = [(-30, 10), (-26, 32), (-18, 26), (-13 + sway, 52), (-6, 40), (1 + sway, 72),
                 (8, 42), (14 + sway, 54), (18, 28), (27, 34), (30, 10), (0, 5)]  # fmt: skip
        pen.blob([(x * scale, 7 + (y - 7) * scale) for x, y in flame], rgb, edge=0.4)
    for side in (-1, 1):
        _skewer(pen, side * 60, side * 40, 88, rng)
    for x in np.linspace(-44, 44, 9):
        size = rng.uniform(4.5, 6.2)
        pen.oval(float(x), 3.6 + 1.5 * abs(x) / 44, float(size), 3.8, (128, 122, 118))
    if t.pose > 1:
        for x, y in rng.uniform((-20, 66), (20, 96), (8, 2)):
            pen.oval(float(x), float(y), 1, 1, (255, 180, 60), edge=0)


def _skewer(pen: Pen, foot: float, top: float, high: float, rng: np.random.Generator) -> None:
    """A sharpened stake leaning over the fire with a slab of ribs on it."""
    pen.line([(foot, 1), (top, high)], 4, (74, 50, 32))
    pen.line([(foot, 1), (top, high)], 2.6, (176, 128, 76))
    slope = (top - foot) / high
    wide = rng.uniform(9, 11)
    low, upper = foot + slope * 34, foot + slope * (high - 12)
    meat: RGB = (150, 54, 38)
    pen.poly([(low - wide, 36), (upper - wide, high - 13), (upper - 0.4 * wide, high - 9),
              (upper + wide, high - 12), (low + wide, 34), (low + 0.3 * wide, 31)],
             meat, edge=1.4)  # fmt: skip
    pen.line([(low - wide * 0.86, 37), (upper - wide * 0.86, high - 14)], 2.4, (226, 176, 120))
    for y in np.arange(40, high - 16, 7.5):
        x = foot + slope * y
        pen.line([(x - wide * 0.4, y), (x + wide + 1.5, y - 1.5)], 2.6, (240, 216, 178))
    pen.line([(low, 34), (upper, high - 10)], 1.6, (176, 128, 76))
