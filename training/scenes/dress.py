"""The prenda's dress, standing and dancing; also the child's plainer one."""

import numpy as np

from training.scenes import attire, people
from training.scenes.canvas import Pen, Point
from training.scenes.palette import LEATHER, RGB, WHITE, shade
from training.scenes.people import arm, placed
from training.scenes.traits import Traits

FLOWERS: tuple[RGB, ...] = ((226, 40, 60), (250, 240, 240), (246, 200, 60), (236, 130, 166))


def lace_rgb(t: Traits) -> RGB:
    return WHITE if t.colour != "branco" else (246, 206, 216)


def flower(pen: Pen, x: float, y: float, rgb: RGB, *, size: float = 1.0) -> None:
    path = people.limb_path(
        [(x + dx * size, y + dy * size) for dx, dy in ((0, 1.6), (1.6, 0), (0, -1.6), (-1.6, 0))],
        [1.5 * size] * 4,
    )
    people.rounded(pen, path, rgb, edge=0.3)
    pen.oval(x, y, 0.9 * size, 0.9 * size, (250, 216, 80), edge=0, soft=0)


def skirt(pen: Pen, rgb: RGB, lace: RGB, *, half: float = 27, sway: float = 0.0,
          flounces: int = 3, held: bool = False) -> None:  # fmt: skip
    """A bell to the instep with lace-edged flounces; `sway` swings the hem sideways."""

    def side(y: float, end: int) -> Point:
        down = (57 - y) / 54
        grow = 8 + (half - 8) * down**0.72
        if held and y < 48:  # the hands lift the cloth away from the hips
            grow = 20.5 + (half - 20.5) * (48 - y) / 44
        return end * grow + sway * down**2, y

    hem = [(float(x) + sway, 2.2 + (1.2 if i % 2 else 0))
           for i, x in enumerate(np.linspace(0.92 * half, -0.92 * half, 9))]  # fmt: skip
    pen.blob([(-7.6, 58), (7.6, 58), side(46, 1), side(28, 1), side(12, 1), side(4, 1), *hem,
              side(4, -1), side(12, -1), side(28, -1), side(46, -1)], rgb)  # fmt: skip
    for x0, x1 in ((-0.7, -0.62), (-0.3, -0.22), (0.25, 0.2), (0.68, 0.6)):
        pen.curve([(x0 * 8, 55), (x1 * 17 + 0.2 * sway, 38), (x1 * half + 0.8 * sway, 10)], 0.7,
                  shade(rgb, -0.24), alpha=0.8)  # fmt: skip
    for y in (4, 17.5, 31)[:flounces]:
        (x0, y0), (x1, y1) = side(y, -1), side(y, 1)
        count = 2 * round((x1 - x0) / 9) + 1
        row = [(x0 + (x1 - x0) * i / (count - 1),
                y0 + (y1 - y0) * (i / (count - 1)) ** 2 - 2.4 * np.sin(np.pi * i / (count - 1))
                + (1.4 if i % 2 else -0.9)) for i in range(count)]  # fmt: skip
        pen.curve([(x * 0.985, v + 4.6) for x, v in row], 0.8, shade(rgb, -0.34))
        pen.curve([(x * 0.985, v + 2.0) for x, v in row], 3.2, shade(rgb, 0.1))
        pen.curve([(x * 0.985, v) for x, v in row], 2.1, shade(lace, -0.12))
        pen.curve([(x * 0.985, v + 0.4) for x, v in row], 1.4, lace)


def bodice(pen: Pen, rgb: RGB) -> None:
    """Fitted and modest, closed to the neck."""
    pen.blob([(-3.4, 77), (3.4, 77), (9, 74.4), (10.4, 71), (8.6, 63), (7.4, 56), (-7.4, 56),
              (-8.6, 63), (-10.4, 71), (-9, 74.4)], rgb)  # fmt: skip
    pen.strokes([((-4.6, 66), (-3.4, 58)), ((4.8, 66), (3.6, 58))], 0.6, shade(rgb, -0.26))


def collar(pen: Pen, rgb: RGB, lace: RGB) -> None:
    yoke = [(-8.4, 74.6), (-6.4, 70.4), (-3.4, 68.6), (0, 67.6), (3.4, 68.6), (6.4, 70.4),
            (8.4, 74.6), (3.6, 77.2), (-3.6, 77.2)]  # fmt: skip
    pen.blob(yoke, lace, edge=0.5)
    pen.curve([(x * 0.75, 72.2 + 0.75 * (y - 72)) for x, y in yoke[:7]], 0.5, shade(rgb, -0.2))
    pen.oval(0, 73.6, 1.1, 1.1, (214, 176, 90), edge=0.4)


def sash(pen: Pen, rgb: RGB) -> None:
    dark = shade(rgb, -0.4)
    pen.poly([(-7.6, 59.4), (7.6, 59.4), (8, 55.4), (-8, 55.4)], dark, edge=0.4)


def dress_arm(pen: Pen, points: tuple[Point, Point, Point], rgb: RGB, t: Traits, *,
              thumb: int = 1, way: Point | None = None) -> None:  # fmt: skip
    """A puffed shoulder, narrow long sleeve and a lace cuff."""
    arm(pen, points, rgb, t.skin, thumb=thumb, wide=0.86, way=way)
    pen.oval(points[0][0], points[0][1] - 0.8, 4.9, 5.2, rgb, edge=0.6)
    x, y = points[2]
    pen.oval(x, y, 2.9, 2.1, lace_rgb(t), edge=0.4)


def prenda_head(pen: Pen, t: Traits, rgb: RGB, *, style: int) -> None:
    people.head(pen, t)
    people.womans_hair(pen, t, style=style)
    flower(pen, 5.4, 91.2, rgb)


def hairdo(t: Traits) -> int:
    """Loose, a bun or a braid, as `womans_hair` counts them."""
    return (0, 1, 2, 0)[(t.variant // 2 + t.pose) % 4]


def woman_in_dress(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """The four poses: skirt held out, hands joined, a mate, hand at the waist."""
    rgb, lace = t.tint, lace_rgb(t)
    style = hairdo(t)
    sway = rng.uniform(-2.5, 2.5)
    for x in (-5, 6):
        pen.oval(x + 0.5 * sway, 1.5, 3.8, 1.7, LEATHER, edge=0.5)
    people.womans_hair_behind(pen, t, loose=style == 0)
    # In pose 0 the skirt is held out as in the sarandeio.
    skirt(pen, rgb, lace, half=rng.uniform(25, 28) + (3 if t.pose == 0 else 0), sway=sway,
          held=t.pose == 0)  # fmt: skip
    with placed(pen, turn=-1 if t.variant % 2 else 1):
        bodice(pen, rgb)
        sash(pen, rgb)
        prenda_head(pen, t, attire.pick(rng, FLOWERS), style=style)
        collar(pen, rgb, lace)
        _prenda_arms(pen, t, rgb)


def _prenda_arms(pen: Pen, t: Traits, rgb: RGB) -> None:
    hold = ((9.8, 71.5), (17.5, 60), (22.5, 49.5))
    waist = ((9.8, 71.5), (18, 62), (9.6, 57.5))
    if t.pose == 0:
        dress_arm(pen, ((-9.8, 71.5), (-17.5, 60), (-22.5, 49.5)), rgb, t)
        dress_arm(pen, hold, rgb, t, thumb=-1)
    elif t.pose == 1:
        dress_arm(pen, ((-9.8, 71.5), (-14, 60), (-2.4, 55.4)), rgb, t, way=(4, -1))
        dress_arm(pen, ((9.8, 71.5), (14, 60), (3, 56)), rgb, t, thumb=-1, way=(-4, -1.4))
    elif t.pose == 2:
        dress_arm(pen, ((-9.8, 71.5), (-15.4, 60), (-19, 49)), rgb, t)
        attire.cuia(pen, 6.4, 67.6, size=1.2)
        dress_arm(pen, ((9.8, 71.5), (15.4, 60), (8.6, 64.4)), rgb, t, thumb=-1, way=(-3, 1.6))
    else:
        dress_arm(pen, ((-9.8, 71.5), (-17.5, 60), (-22, 49.5)), rgb, t)
        dress_arm(pen, waist, rgb, t, thumb=-1, way=(-3, -2))


def girl_in_dress(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A plain child's dress with two flounces, braids and a ribbon."""
    rgb, lace = t.tint, lace_rgb(t)
    with placed(pen, size=0.93):
        for x in (-5, 6):
            pen.line([(x, 12), (x, 3)], 4, (236, 228, 214))
            pen.oval(x + (0.8 if x > 0 else -0.8), 1.7, 4, 2, LEATHER, edge=0.5)
        with placed(pen, 0, 6, size=0.9):
            skirt(pen, rgb, lace, half=23, sway=rng.uniform(-2, 2), flounces=2)
            bodice(pen, rgb)
            sash(pen, rgb)
            collar(pen, rgb, lace)
            _prenda_arms(pen, t, rgb)
    with placed(pen, 0.5, 71, size=1.5):
        people.womans_hair_behind(pen, t, 0, 9.5, loose=False)
        people.head(pen, t, 0, 9.5, young=True)
        people.womans_hair(pen, t, 0, 9.5, style=0)
        hair = people.hair_rgb(t)
        for side in (-1, 1):
            people.limb(pen, [(side * 6, 7), (side * 7.6, 1), (side * 7.4, -5)], [2, 2, 1], hair,
                        edge=0.4)  # fmt: skip
            flower(pen, side * 7.3, -4.4, attire.pick(rng, FLOWERS), size=0.7)
