"""Tools of the campeiro: lasso, boleadeiras, spurs, riding gear; 100 units tall, on y=0."""

from itertools import pairwise

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import dots
from training.scenes.palette import RGB, SILVER, WOOD, shade
from training.scenes.traits import Traits

RAWHIDE: RGB = (214, 182, 124)


def _braid(pen: Pen, points: list[Point], width: float, rgb: RGB) -> None:
    """A braided cord: dark rim, body, and the plait's slanting ticks."""
    pen.curve(points, width, shade(rgb, -0.55))
    pen.curve(points, width - 1.1, rgb)
    ticks, across, up = [], 0.22 * width, 0.25 * width
    for (ax, ay), (bx, by) in pairwise(points):
        count = max(1, round(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 / 2.6))
        for k in range(count):
            x, y = ax + (bx - ax) * (k + 0.5) / count, ay + (by - ay) * (k + 0.5) / count
            ticks.append(((x - across, y - up), (x + across, y + up)))
    pen.strokes(ticks, 0.6, shade(rgb, -0.4))


def _ring(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> list[Point]:
    """A closed oval as points, to be stroked."""
    angles = np.linspace(0, 2 * np.pi, 25)
    return [(float(x + rx * np.cos(a) * np.cos(turn) - ry * np.sin(a) * np.sin(turn)),
             float(y + rx * np.cos(a) * np.sin(turn) + ry * np.sin(a) * np.cos(turn)))
            for a in angles]  # fmt: skip


def _post(pen: Pen, x: float, half: float, high: float, rgb: RGB) -> None:
    """A weathered round fence post."""
    pen.poly([(x - half, 0), (x - half, high - 2), (x - 0.5 * half, high), (x + 0.6 * half, high),
              (x + half, high - 3), (x + half, 0)], rgb)  # fmt: skip
    pen.poly([(x + 0.4 * half, 0), (x + 0.4 * half, high - 1), (x + half, high - 3), (x + half, 0)],
             shade(rgb, -0.25), edge=0)  # fmt: skip
    grain = [
        ((x + d * half, a), (x + d * half + 0.4, b))
        for d, a, b in ((-0.6, 6, 40), (-0.3, 30, 70), (0.1, 4, 24), (-0.5, 60, 92))
    ]
    pen.strokes([((a[0], a[1] * high / 100), (b[0], b[1] * high / 100)) for a, b in grain], 0.8,
                shade(rgb, -0.4))  # fmt: skip


def laco(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Braided rawhide lasso in even coils, with its metal ring, hung on a fence post."""
    hide: RGB = ((214, 182, 124), (200, 164, 106), (224, 196, 144), (188, 150, 98))[t.pose]
    wood: RGB = ((138, 116, 96), (120, 94, 70), (150, 130, 110), (128, 104, 84))[t.pose]
    for y in (22, 50, 78):
        pen.line([(-52, y + 1), (52, y)], 1.2, (120, 122, 126))
    for x in (-47.0, 47.0):
        pen.line([(x, 4), (x, 88)], 4.2, shade(wood, -0.5))
        pen.line([(x, 4), (x, 88)], 3, shade(wood, -0.1))
    _post(pen, 0, 9, 100, wood)
    pen.strokes([((-46, 0), (-43, 7)), ((-8, 0), (-11, 6)), ((9, 0), (12, 7)), ((47, 0), (44, 6))],
                1.4, (96, 146, 66))  # fmt: skip
    loops = [(0.0, 51.0, 31.0, 36, 0.03), (-1.4, 50.5, 28, 34, -0.05), (1.6, 52, 29.5, 33, 0.1),
             (0.4, 54, 26, 31, -0.08), (-0.6, 53.4, 23.4, 31, 0.06)]  # fmt: skip
    for x, height, rx, ry, turn in loops:
        lean = turn + float(rng.uniform(-0.04, 0.04))
        _braid(pen, _ring(x + float(rng.uniform(-1, 1)), height, rx, ry, lean), 4.6, hide)
    pen.line([(-3, 84), (7, 94)], 4.2, shade(wood, -0.55))
    pen.line([(-3, 84), (7, 94)], 2.8, shade(wood, 0.1))
    end: list[Point] = [(15, 76), (24, 62), (30, 44), (31, 28), (29, 19)]
    _braid(pen, end, 4.6, hide)
    pen.line([(28, 22), (29, 19)], 6.4, shade(hide, -0.35))
    for width, rgb in ((4.4, shade(SILVER, -0.6)), (2.8, (188, 194, 204))):
        pen.line(_ring(28, 10.5, 7, 7), width, rgb)
    pen.curve([(23.5, 13), (25, 15.4), (28, 16.6)], 1, (250, 250, 250))
    wraps = [((-33, y), (-26, y + 2)) for y in (44, 46.6, 49.2, 51.8)]
    pen.strokes(wraps, 2.4, shade(hide, -0.42))


def boleadeiras(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Three leather-covered balls on braided cords that meet in one knot, on a forked stake."""
    ball: RGB = ((122, 74, 44), (150, 100, 60), (96, 58, 38), (136, 82, 58))[t.pose]
    wood: RGB = ((132, 106, 82), (118, 90, 66), (146, 122, 98), (112, 92, 76))[t.pose]
    cord = shade(RAWHIDE, -0.08 * t.pose)
    pen.strokes([((-7, 0), (-11, 6)), ((-3, 0), (-3, 5)), ((8, 0), (12, 7))], 1.4, (96, 146, 66))
    stake: tuple[list[Point], ...] = (
        [(0, 3), (0.6, 40), (-0.4, 70)],
        [(-0.4, 66), (-8, 82), (-11, 96)],
        [(-0.4, 66), (8, 80), (13, 94)],
    )
    for width, rgb in ((8.0, shade(wood, -0.5)), (6.4, wood)):
        for points in stake:
            pen.curve(points, width, rgb)
    pen.strokes([((-1.6, 6), (-1.2, 34)), ((1.4, 20), (1.2, 56))], 0.8, shade(wood, -0.35))
    knot = (0.0, 77.0)
    low = float(rng.uniform(-3, 3))
    ends: tuple[tuple[list[Point], float, float], ...] = (
        ([knot, (-16, 72), (-27, 56), (-29, 40 + low)], 12.5, 0.0),
        ([knot, (17, 73), (29, 52), (31, 28 - low)], 12.5, 0.5),
        ([knot, (-3, 64), (-5, 50), (-4, 38 - low)], 10.5, -0.4),
    )
    for points, r, turn in ends:
        _braid(pen, points, 3.6, cord)
        x, y = points[-1][0], points[-1][1] - r
        pen.line([points[-1], (x, y + 0.8 * r)], 5, shade(cord, -0.4))
        pen.oval(x, y, r, r, ball, soft=-0.24, edge=1.1)
        pen.curve([(x + d * r, y + 0.9 * r * (1 - d * d) ** 0.5 * s)
                   for d, s in ((0, 1), (0.42 + 0.1 * turn, 0.5), (0.5, 0), (0.4, -0.5), (0, -1))],
                  1, shade(ball, -0.45))  # fmt: skip
        stitches = [((x + 0.34 * r, y + k * r), (x + 0.62 * r, y + (k + 0.08) * r))
                    for k in (-0.6, -0.35, -0.1, 0.15, 0.4)]  # fmt: skip
        pen.strokes(stitches, 1, RAWHIDE)
        pen.oval(x - 0.36 * r, y + 0.4 * r, 0.24 * r, 0.17 * r, shade(ball, 0.5), edge=0, alpha=0.7)
    pen.oval(*knot, 4.6, 4, shade(cord, -0.18))
    pen.strokes([((-3, 75.5), (3, 78.5)), ((-3, 78.5), (3, 75.5))], 1, shade(cord, -0.5))


def esporas(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A pair of chilenas hung by their straps from a rail: yoke, shank, large spiked rowel."""
    metal: RGB = (SILVER, (176, 176, 182), (206, 198, 178), (160, 164, 172))[t.pose]
    wood: RGB = ((134, 104, 74), (112, 84, 60), (150, 124, 96), (122, 98, 80))[t.pose]
    hide: RGB = ((126, 76, 44), (98, 58, 36), (150, 96, 56), (84, 52, 38))[t.pose]
    for x in (-46.0, 46.0):
        _post(pen, x, 5, 98, shade(wood, -0.12))
    pen.box(-50, 88, 50, 95, wood)
    pen.strokes([((-44, 91), (-8, 91.6)), ((6, 90.4), (42, 91))], 0.8, shade(wood, -0.4))
    for x, low in ((-22.0, float(rng.uniform(-2, 2))), (22.0, float(rng.uniform(-2, 2)))):
        strap: list[Point] = [(x - 11, 66 + low), (x - 9, 88), (x, 96.5), (x + 9, 88),
                              (x + 11, 66 + low)]  # fmt: skip
        for width, rgb in ((5.6, shade(hide, -0.5)), (4.2, hide)):
            pen.curve(strap, width, rgb)
        yoke: list[Point] = [(x - 13, 70 + low), (x - 13.5, 56 + low), (x, 46 + low),
                             (x + 13.5, 56 + low), (x + 13, 70 + low)]  # fmt: skip
        shank: list[Point] = [(x, 47 + low), (x - 1.5, 38 + low), (x, 28 + low)]
        for width, rgb in ((6.4, shade(metal, -0.6)), (4.6, metal)):
            pen.curve(yoke, width, rgb)
            pen.curve(shank, width, rgb)
        for side in (-13, 13):
            pen.oval(x + side, 70 + low, 4, 4, shade(metal, 0.15), edge=0.8)
        _rowel(pen, x, 22 + low, 17.0 + t.pose % 2, metal, float(rng.uniform(0, 0.5)))


def _rowel(pen: Pen, x: float, y: float, r: float, rgb: RGB, turn: float) -> None:
    """A spiked wheel of radius `r`, pierced and pinned in the middle."""
    points: list[Point] = []
    for k in range(24):
        angle, length = turn + np.pi * k / 12, r if k % 2 else 0.52 * r
        points.append((float(x + length * np.cos(angle)), float(y + length * np.sin(angle))))
    pen.poly(points, rgb, edge=1.0, soft=0.18)
    pen.oval(x, y, 0.34 * r, 0.34 * r, shade(rgb, -0.3), edge=0.8)
    pen.oval(x, y, 0.14 * r, 0.14 * r, shade(rgb, 0.3), edge=0.6)


def pelego(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Riding gear on a stand: blanket, leather carona, basto, woolly pelego, cinch, stirrups."""
    wool: RGB = ((240, 232, 214), (74, 58, 50), (176, 128, 84), (232, 224, 210))[t.pose]
    cloth: RGB = ((150, 44, 44), (52, 74, 120), (92, 98, 70), (120, 116, 112))[int(rng.integers(4))]
    hide: RGB = (142, 88, 50)
    for side in (-1, 1):
        for foot, top, tone in ((34, 24, -0.5), (26, 20, -0.2)):
            pen.line([(side * foot, 0.8), (side * top, 58)], 5, shade(WOOD, tone - 0.3))
            pen.line([(side * foot, 0.8), (side * top, 58)], 3.6, shade(WOOD, tone + 0.15))
    pen.line([(-29, 14), (29, 14)], 3.4, shade(WOOD, -0.3))
    pen.box(-46, 60, 46, 65, shade(WOOD, -0.1))
    pen.poly([(-41, 70), (41, 70), (43, 24), (-43, 24)], cloth)
    stripes = [((-42.6, y), (42.6, y)) for y in (28.5, 32)]
    pen.strokes(stripes, 1.6, (232, 214, 170))
    pen.strokes([((float(x), 24.0), (float(x), 20.5)) for x in np.arange(-42, 43, 3)], 1,
                (226, 208, 168))  # fmt: skip
    pen.poly([(-38, 72), (38, 72), (39, 36), (-39, 36)], hide, soft=0.16)
    edge = [((-36.5, 38.5), (36.5, 38.5)), ((-36, 70), (-36.5, 38.5)), ((36, 70), (36.5, 38.5))]
    pen.strokes(edge, 0.9, (222, 186, 130))
    for x, y in ((-36, 82), (36, 86)):
        pen.oval(x, y - 2, 7, 12, shade(hide, -0.4))
        pen.oval(x + (2 if x > 0 else -2), y, 2.6, 2.6, SILVER, edge=0.7)
    _fleece(pen, wool, rng)
    strap: RGB = (110, 66, 38)
    girth = 15.0
    pen.line([(girth, 48), (girth, 23)], 4, shade(strap, -0.5))
    pen.line([(girth, 48), (girth, 23)], 2.8, strap)
    iron = [(girth - 8, 8.6), (girth - 7.6, 15), (girth, 23), (girth + 7.6, 15),
            (girth + 8, 8.6)]  # fmt: skip
    pen.curve(iron, 3.2, shade(SILVER, -0.55))
    pen.curve(iron, 1.9, SILVER)
    pen.line([iron[0], iron[-1]], 4, shade(SILVER, -0.55))
    pen.line([iron[0], iron[-1]], 2.6, SILVER)
    pen.poly([(-11, 97.5), (-2, 97.5), (-1.6, 46), (-11.4, 46)], strap)
    pen.poly([(-9.4, 40), (-3.6, 40), (-3.6, 12), (-9.4, 12)], strap)
    pen.strokes([((-9.6, 96), (-9.9, 48)), ((-3.4, 96), (-3.1, 48))], 0.7, (222, 186, 130))
    for width, rgb in ((3.4, shade(SILVER, -0.6)), (2, SILVER)):
        pen.line(_ring(-6.5, 42, 5, 5), width, rgb)
    dots(pen, [(-6.5, 30), (-6.5, 24), (-6.5, 18)], 1.6, shade(strap, -0.5))


def _fleece(pen: Pen, wool: RGB, rng: np.random.Generator) -> None:
    """The sheepskin folded over the saddle, its rim and curls woolly."""
    rim: list[Point] = []
    for x0, y0, x1, y1, n in ((-37, 47, -34, 92, 8), (-34, 92, 34, 94, 12), (34, 94, 37, 47, 8),
                              (37, 47, -37, 47, 13)):  # fmt: skip
        for k in range(n):
            bump = 1.5 if k % 2 else -1.0
            x, y = x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n
            swell = 4.5 * (1 - (x / 37) ** 2)
            outward = (0, 1) if y > 91 else ((0, -1) if y == 47 else (1 if x0 > 0 else -1, 0))
            rim.append((x + outward[0] * bump, y + outward[1] * (bump + swell)))
    pen.blob(rim, wool, soft=0.16)
    curls = []
    for row, y in enumerate(np.arange(48, 92, 5.5)):
        for x in np.arange(-30, 31, 7) + 3.5 * (row % 2):
            a, b = float(x + rng.uniform(-1.5, 1.5)), float(y + rng.uniform(-1.5, 1.5))
            curls += [((a - 2, b), (a, b - 2)), ((a, b - 2), (a + 2, b))]
    pen.strokes(curls, 1.1, shade(wool, -0.2 if sum(wool) > 300 else 0.22))
