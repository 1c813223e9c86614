"""Mate, fire, meat and music, painted close up, 100 units tall, resting on y=0."""

import numpy as np

from training.scenes.canvas import Pen
from training.scenes.foliage import dots
from training.scenes.palette import RGB, SILVER, WHITE, WOOD, shade
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
    pen.blob([(-30, 76), (-33, 68), (-22, 54), (-31, 36), (-24, 17), (0, 9), (24, 17), (31, 36),
              (22, 54), (33, 68), (30, 76), (0, 72)], gourd, soft=0.2)  # fmt: skip
    pen.curve([(-20, 50), (-26, 38), (-22, 24)], 4.5, shade(gourd, 0.4), 0.7)
    pen.oval(0, 75, 33, 8, SILVER)
    pen.oval(0, 76, 28, 6, (70, 110, 40), edge=0.6)
    pen.blob([(-4, 73), (10, 71), (24, 73.5), (25, 77), (10, 78.5), (-4, 78)], (150, 186, 84),
             edge=0)  # fmt: skip
    _bomba(pen)
    pen.blob([(-28, 76), (-26, 84), (-18, 91), (-8, 90), (2, 83), (9, 77), (3, 72.5), (-14, 70)],
             erva, soft=0.16)  # fmt: skip
    crumbs = rng.uniform((-24, 73), (2, 83), (40, 2))
    dots(pen, [(float(x), float(y)) for x, y in crumbs[:26]], 1.5, shade(erva, -0.3))
    dots(pen, [(float(x), float(y) + 2) for x, y in crumbs[26:]], 1.5, shade(erva, 0.3))
    if t.pose in (0, 2):
        for band in (30, 34):
            pen.curve([(-30, band + 2), (0, band - 4), (30, band + 2)], 1.4, shade(gourd, -0.45))


def _bomba(pen: Pen) -> None:
    """One metal straw from the wet side of the mate, flat mouthpiece and ring of gold."""
    gold: RGB = (226, 188, 90)
    tube = [(10, 74), (37, 95)]
    pen.line(tube, 5.6, shade(SILVER, -0.5))
    pen.line(tube, 4.2, SILVER)
    pen.line([(11, 76), (35, 94.8)], 1.1, WHITE)
    pen.poly([(35.4, 95.6), (38, 92.4), (49, 96.4), (48.4, 99.6)], gold, edge=0.7)
    pen.oval(25, 85.8, 4.4, 4.4, gold, edge=0.8)
    pen.oval(25, 86.4, 1.8, 1.8, shade(gold, 0.5), edge=0)


def fogo_de_chao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Campfire of logs laid like a star; a sooty kettle hangs on a chain from an iron tripod."""
    iron: RGB = (74, 72, 76)
    bark: RGB = ((112, 78, 54), (96, 68, 50), (126, 90, 62), (104, 80, 64))[t.pose]
    pen.oval(0, 9, 50, 9, (78, 66, 58), edge=0)
    pen.glow(0, 37, 38, (255, 170, 60), 0.6)
    pen.line([(0, 96), (15, 17)], 3.6, shade(iron, -0.3))
    _flames(pen, 0, 13, 24, 44, rng)
    ends = ((-42, 17), (42, 17), (-53, 8), (53, 8), (-33, 2.6), (34, 2.6))
    logs = [((0.2 * x, 13 + 0.1 * (y - 13)), (float(x), float(y))) for x, y in ends]
    for log in logs:
        pen.line(log, 7.6, shade(bark, -0.5))
        pen.line(log, 6, bark)
        x, y = log[1]
        pen.oval(x, y, 2.6, 3.1, (206, 168, 116), edge=0.7)
    grain = [((0.45 * x, 0.45 * y + 8.4), (0.85 * x, 0.85 * y + 2.8)) for x, y in ends]
    pen.strokes(grain, 0.8, shade(bark, -0.4))
    _flames(pen, 0, 9, 15, 24, rng)
    embers = [(float(x), float(y)) for x, y in rng.uniform((-16, 6), (16, 13), (22, 2))]
    dots(pen, embers, 2.6, (226, 70, 30))
    dots(pen, embers[::2], 1.5, (255, 196, 80))
    legs = [((-46.0, 0.8), (2.0, 98.0)), ((46.0, 0.8), (-2.0, 98.0))]
    pen.strokes(legs, 3.8, shade(iron, -0.5))
    pen.strokes(legs, 2.4, iron)
    pen.oval(0, 95, 4, 2.6, iron)
    links = [(0.0, float(y)) for y in np.arange(80, 94, 2.8)]
    dots(pen, links, 2.6, shade(iron, -0.5))
    dots(pen, links, 1.2, shade(iron, 0.4))
    _kettle(pen, tall=t.pose % 2 == 1)
    for x in (-4.0, 3.0):
        drift = float(rng.uniform(-3, 3))
        pen.curve([(22 + x, 68), (25 + x + drift, 75), (21 + x, 82), (25 + x + drift, 89)], 1.6,
                  WHITE, 0.55)  # fmt: skip


def _kettle(pen: Pen, *, tall: bool) -> None:
    """A blackened iron kettle, or the tall tin pot called cambona, hanging by its bail."""
    soot: RGB = (46, 44, 46)
    half, top = (11.0, 68.0) if tall else (15.0, 62.0)
    pen.curve([(-half, top - 3), (-0.8 * half, 74), (0, 80), (0.8 * half, 74), (half, top - 3)],
              2.2, soot)  # fmt: skip
    pen.blob([(half - 3, 50), (half + 6, 54), (half + 10, 66), (half + 6.6, 66), (half + 2, 58),
              (half - 4, 58)], soot)  # fmt: skip
    pen.blob([(-half, 42), (-half - 2, 49), (-half + 1, top - 5), (-half + 4, top),
              (half - 4, top), (half - 1, top - 5), (half + 2, 49), (half, 42), (0, 40.6)],
             soot, soft=-0.2)  # fmt: skip
    pen.oval(0, top, half - 4, 2.4, shade(soot, 0.22))
    pen.oval(0, top + 3.2, 2, 1.8, shade(soot, 0.1))
    pen.curve([(-half + 2.6, top - 5), (-half + 1.4, 52), (-half + 3, 45)], 2, shade(soot, 0.45))
    pen.curve([(-half + 2, 41.4), (0, 40.6), (half - 2, 41.4)], 1.3, (226, 112, 50))


def _flames(pen: Pen, x: float, y: float, half: float, high: float,
            rng: np.random.Generator) -> None:  # fmt: skip
    """Three tongues of fire, red outside, yellow within."""
    sway = float(rng.uniform(-0.1, 0.1))
    outline = ((-1, 0.04), (-0.86, 0.36), (-0.6, 0.3), (-0.43 + sway, 0.7), (-0.2, 0.52),
               (0.03 + sway, 1), (0.27, 0.54), (0.47 + sway, 0.74), (0.6, 0.33), (0.9, 0.42),
               (1, 0.04), (0, -0.05))  # fmt: skip
    for scale, rgb in ((1.0, (228, 66, 30)), (0.74, (248, 136, 34)), (0.46, (255, 216, 80))):
        pen.blob([(x + a * half * scale, y + b * high * scale) for a, b in outline], rgb, edge=0.4)


def churrasco(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Ribs of beef and sausages on long wooden skewers, stuck in the ground around the embers."""
    pen.oval(0, 6, 58, 7, (70, 58, 52), edge=0)
    pen.glow(0, 34, 36, (255, 140, 50), 0.6)
    _flames(pen, -17, 8, 9, 22, rng)
    _flames(pen, 18, 8, 9, 20, rng)
    _sausages(pen, 0, 4, rng)
    for side in (-1, 1):
        _skewer(pen, side * 34, side * 21, 96, rng)
    embers = [(float(x), float(y)) for x, y in rng.uniform((-40, 5), (40, 11), (46, 2))]
    dots(pen, embers, 4.6, (92, 40, 30))
    dots(pen, embers, 3.4, (222, 72, 30))
    dots(pen, embers[::2], 1.7, (255, 190, 80))
    for side in (-1, 1):
        _skewer(pen, side * 60, side * 46, 88, rng)
    for x in np.linspace(-44, 44, 9):
        size = rng.uniform(4.5, 6.2)
        pen.oval(float(x), 3 + 1.5 * abs(x) / 44, float(size), 3, (128, 122, 118))
    if t.pose > 1:
        sparks = rng.uniform((-20, 40), (20, 98), (8, 2))
        dots(pen, [(float(x), float(y)) for x, y in sparks], 1.6, (255, 180, 60))


def _sausages(pen: Pen, foot: float, low: float, rng: np.random.Generator) -> None:
    """An upright skewer with a row of fat sausages across it."""
    pen.line([(foot, low), (foot, 98)], 3.6, (74, 50, 32))
    pen.line([(foot, low), (foot, 98)], 2.4, (176, 128, 76))
    for y in np.arange(34, 90, 10.5):
        tip = float(rng.uniform(-1, 1))
        link = [(foot - 8.5, y - 1.5 + tip), (foot, float(y) + 1.4), (foot + 8.5, y - 1.5 - tip)]
        pen.curve(link, 7, (96, 34, 22))
        pen.curve(link, 5.6, (178, 78, 44))
        pen.curve([(a, b + 1.4) for a, b in link], 1.1, (232, 156, 100))


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
