"""Native trees besides the three old ones: ipê, butiá, erva-mate; 100 units tall, roots on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import Leaf, cloud, dots, leaves, limb, within
from training.scenes.palette import RGB, WHITE, shade
from training.scenes.traits import Traits


def ipe(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Ipê-amarelo: leafless, all in yellow trumpets; dark twisted trunk; petals on the ground."""
    bloom: RGB = ((252, 206, 30), (250, 196, 20), (255, 216, 50), (246, 200, 36))[t.pose]
    bark: RGB = ((72, 54, 46), (84, 64, 52), (64, 50, 46), (78, 58, 46))[t.pose]
    deep, pale = (206, 140, 14), shade(bloom, 0.45)
    pen.oval(0, 2.2, 46, 3, bloom, edge=0, soft=0, alpha=0.55)
    dots(pen, within(0, 2.2, 50, 3, 40, rng), 1.7, bloom)
    turn = (1, -1)[t.pose % 2]
    arms: tuple[list[Point], ...] = (
        [(0, 20), (-3, 33), (-14, 46), (-25, 60), (-30, 74)],
        [(-1, 28), (5, 40), (2, 56), (-5, 72), (-3, 90)],
        [(3, 24), (10, 38), (22, 48), (27, 64), (33, 72)],
        [(-12, 44), (-26, 48), (-36, 50)],
        [(20, 47), (32, 50), (40, 54)],
        [(3, 50), (13, 64), (15, 82)],
    )
    spots = [(-36, 54, 11), (-32, 70, 12), (-20, 82, 11), (-4, 89, 11), (13, 86, 11),
              (27, 76, 12), (39, 60, 11), (-18, 62, 9), (3, 70, 10), (22, 60, 8)]  # fmt: skip
    clumps = [(turn * x + float(rng.uniform(-2, 2)), y + float(rng.uniform(-2, 1.5)), r)
              for x, y, r in spots]  # fmt: skip
    for x, y, r in clumps[:7]:
        pen.blob(cloud(x, y - 3, r, 0.8 * r, rng, 7), shade(deep, 0.08), edge=0.5)
    for arm, wide in zip(arms, (6, 6, 6, 3.4, 3.4, 3.4), strict=True):
        limb(pen, [(turn * x, y) for x, y in arm], wide, 1.6, bark)
    pen.blob([(turn * x, y) for x, y in ((-10, 0), (-5.5, 7), (-8, 16), (-4, 26), (-2, 34),
              (5, 34), (4, 25), (1, 16), (6, 7), (11, 0))], bark)  # fmt: skip
    for x, y in ((-4, 6), (-5, 15), (0, 24)):
        pen.curve([(turn * x, y), (turn * (x + 4), y + 4), (turn * (x + 3), y + 9)], 1,
                  shade(bark, 0.22))  # fmt: skip
    flowers, shadows, lights = [], [], []
    for x, y, r in clumps:
        pen.blob(cloud(x, y, r, 0.82 * r, rng, 7), bloom, edge=0.5, soft=0.16)
        shadows += within(x, y - 0.45 * r, 0.8 * r, 0.45 * r, 9, rng)
        flowers += within(x, y, 1.12 * r, 0.95 * r, 11, rng)
        lights += within(x - 0.1 * r, y + 0.3 * r, 0.7 * r, 0.5 * r, 8, rng)
    dots(pen, shadows, 3, deep, 0.8)
    dots(pen, flowers, 3.4, bloom)
    dots(pen, lights, 2.6, pale)
    falling = within(0, 30, 40, 22, 7, rng)
    dots(pen, falling, 1.8, bloom)


def butia(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Butiá: stout grey trunk of old leaf bases, bluish fronds curling back, orange fruit bunch."""
    leaf: RGB = ((124, 158, 142), (132, 164, 136), (116, 152, 148), (140, 166, 146))[t.pose]
    bark: RGB = ((142, 132, 120), (130, 120, 110), (150, 140, 126), (136, 124, 108))[t.pose]
    pen.canvas.save()
    pen.canvas.scale(1.13, 1.13)  # the arching crown stays low, so all of it is drawn larger
    tall = 47 + float(rng.uniform(-2, 2))
    back = ((33, 160), (147, 160), (64, 150), (116, 150))
    for way, curl in back:
        _frond(pen, tall, way + float(rng.uniform(-4, 4)), curl, 58, shade(leaf, -0.28))
    pen.blob([(-12, 0), (-9, 5), (-8.6, tall * 0.5), (-10, tall), (10, tall), (8.6, tall * 0.5),
              (9, 5), (12, 0)], bark, soft=0.05)  # fmt: skip
    pen.blob([(3, 1), (4, tall * 0.5), (5, tall), (9.6, tall), (8.2, tall * 0.5), (9, 4)],
             shade(bark, -0.25), edge=0)  # fmt: skip
    rings = np.arange(6, tall - 4, 4.6)
    scars = [((side * 8, float(y)), (0.0, float(y) - 3.4)) for y in rings for side in (-1, 1)]
    pen.strokes(scars, 0.9, shade(bark, -0.42))
    stubs: list[Leaf] = []
    for side in (-1, 1):
        for y in (tall - 11, tall - 6, tall - 1):
            stubs.append((side * 7, y, np.pi / 2 - side * 0.7, 10, 1.7))
    leaves(pen, stubs, shade(bark, -0.1), edge=0.6)
    side = 1 if rng.random() < 0.5 else -1
    pen.oval(0, tall + 7, 13, 10, shade(leaf, -0.4), edge=0)
    for way, curl in ((12, 130), (168, 130), (40, 190), (140, 190), (26, 160),
                      (154, 160), (58, 190), (122, 190), (70, 170), (110, 170), (80, 95),
                      (101, 95)):  # fmt: skip
        tone = shade(leaf, float(rng.uniform(-0.1, 0.12)))
        _frond(pen, tall, way + float(rng.uniform(-4, 4)), curl, 53 if 75 < way < 105 else 64, tone)
    leaves(pen, [(side * 5, tall + 2, np.pi / 2 - side * 2.1, 24, 3.2)], (126, 90, 58), edge=0.7)
    stem = [(side * 3, tall + 2), (side * 11, tall + 1), (side * 14, tall - 8)]
    pen.curve(stem, 2, (190, 160, 80))
    fruit = [(side * 14 + float(rng.uniform(-1.5, 1.5)) * (2.2 + 0.11 * k), tall - 6 - 0.55 * k)
             for k in range(34)]  # fmt: skip
    dots(pen, fruit, 4.4, (176, 84, 20))
    dots(pen, fruit, 3.5, (246, 146, 36))
    dots(pen, [(x - 0.5, y + 0.6) for x, y in fruit[::2]], 1.2, (255, 208, 120))
    pen.canvas.restore()


def _frond(pen: Pen, tall: float, way: float, curl: float, length: float, rgb: RGB) -> None:
    """A feather leaf leaving at `way` degrees and bending outwards and back by `curl` degrees."""
    side = 1 if way < 90 else -1
    x, y, step = 0.0, tall, length / 22
    rib: list[Point] = [(x, y)]
    plumes: list[Leaf] = []
    for i in range(22):
        share = i / 21
        angle = np.radians(way - side * curl * share**1.5)
        x, y = float(x + step * np.cos(angle)), float(y + step * np.sin(angle))
        rib.append((x, y))
        if share > 0.16:
            size = 12.5 * (1 - 0.62 * share)
            for lean in (0.75, -0.9):
                plumes.append((x, y, float(angle + lean), size if lean * side > 0 else 0.8 * size,
                               0.75))  # fmt: skip
    leaves(pen, plumes, rgb, edge=0.35, soft=0.1)
    pen.curve(rib[::3], 1.3, shade(rgb, 0.35))


def erva_mate(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Erva-mate: dense glossy oval leaves, whitish stems, red berries; a cut bundle beside it."""
    leaf: RGB = ((34, 92, 44), (28, 84, 48), (42, 100, 42), (32, 88, 38))[t.pose]
    bark: RGB = (206, 204, 194)
    pen.canvas.save()
    pen.canvas.scale(0.96, 0.96)  # the topmost leaves reach beyond 100
    for foot, top in ((-15, -26), (-5, 8), (-10, -9)):
        limb(pen, [(-10, 4), (foot, 20), (top, 44)], 7, 3.4, bark)
    pen.blob([(-17, 0), (-14, 6), (-15, 20), (-10, 15), (-6, 20), (-7, 6), (-3, 0)], bark, edge=0)
    pen.curve([(-17, 0), (-14, 6), (-16, 21)], 0.9, shade(bark, -0.45))
    pen.curve([(-3, 0), (-7, 6), (-4, 21)], 0.9, shade(bark, -0.45))
    marks = ((-13, 5), (-10, 9), (-13, 14), (-9, 18), (-17, 27), (-5, 28))
    pen.strokes([((x, y), (x + 3.4, y + 0.7)) for x, y in marks], 0.9, shade(bark, -0.3))
    x, y = -10, 64
    pen.blob(cloud(x, y, 36, 33, rng, 16), shade(leaf, -0.35))
    rim = [_leaf(x + 33 * float(np.cos(a)), y + 30 * float(np.sin(a)), x, rng)
           for a in np.linspace(0, 2 * np.pi, 52)]  # fmt: skip
    leaves(pen, rim, shade(leaf, -0.2), edge=0.5, soft=0.1)
    for tone, count, spread in ((-0.12, 70, 1.0), (0.08, 60, 0.92), (0.28, 30, 0.72)):
        lift = 6 if tone > 0.2 else 0
        crown = [_leaf(px, py + lift, x, rng) for px, py in within(x, y, 33 * spread, 30 * spread,
                                                                   count, rng)]  # fmt: skip
        leaves(pen, crown, shade(leaf, tone), edge=0.5, soft=0.1)
    shine = within(x - 4, y + 10, 26, 22, 16, rng)
    pen.strokes([((a, b), (a + 2.4, b + 1)) for a, b in shine], 0.9, WHITE, 0.6)
    if t.pose != 1:
        for cx, cy in within(x, y, 30, 26, 9, rng):
            dots(pen, within(cx, cy, 2.4, 1.8, 4, rng), 2.2, (198, 36, 40))
    _bundle(pen, leaf, rng)
    pen.canvas.restore()


def _leaf(x: float, y: float, middle: float, rng: np.random.Generator) -> Leaf:
    """A leaf of the crown, pointing away from its middle and a little down."""
    way = np.arctan2(y - 56, x - middle) + rng.uniform(-0.7, 0.7)
    return x, y, float(way), float(rng.uniform(7.5, 10)), 1.9


def _bundle(pen: Pen, leaf: RGB, rng: np.random.Generator) -> None:
    """Cut leafy twigs tied with a cord, lying in front on the right."""
    ends, greens = [], []
    for lean in np.linspace(-0.25, 0.8, 8):
        dx, dy = float(np.cos(lean)), float(np.sin(lean))
        ends.append(((33 - 10 * dx, 10 - 9 * dy), (33.0, 10.0)))
        for far in (3.0, 9.0, 15.0, 19.0):
            for turn in (-0.7, 0.7):
                way = float(lean + turn * rng.uniform(0.4, 1))
                greens.append((33 + far * dx, 10 + far * dy, way, 8.0, 1.8))
    pen.strokes(ends, 1.4, (150, 126, 92))
    leaves(pen, greens[::2], shade(leaf, -0.1), edge=0.5)
    leaves(pen, greens[1::2], shade(leaf, 0.16), edge=0.5)
    pen.line([(34, 6), (33.4, 14)], 2.4, (214, 186, 130))
