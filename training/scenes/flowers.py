"""Herbs and flowers seen close up, 100 units tall, growing from y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import Leaf, dots, leaves
from training.scenes.palette import RGB, shade
from training.scenes.traits import Traits


def brinco_de_princesa(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Fuchsia regia: flowers hang on threads, red tube and sepals, violet petals, long stamens."""
    leaf: RGB = ((62, 128, 66), (54, 118, 72), (74, 136, 62), (60, 122, 84))[t.pose]
    red: RGB = ((214, 28, 58), (224, 36, 48), (204, 24, 72), (220, 40, 66))[t.pose]
    violet: RGB = ((98, 44, 150), (116, 48, 160), (84, 44, 158), (108, 36, 136))[t.pose]
    wood: RGB = (128, 66, 52)
    pen.canvas.save()
    pen.canvas.scale(0.94, 0.94)  # the topmost leaves reach beyond 100
    arc: list[Point] = [(-34, 0), (-35, 26), (-31, 52), (-20, 76), (0, 90), (22, 91), (42, 80)]
    twig: list[Point] = [(-33, 34), (-42, 50), (-46, 66), (-44, 80)]
    pen.curve(twig, 2.2, wood)
    pen.curve(arc, 4.2, shade(wood, -0.35))
    pen.curve(arc, 3, wood)
    back: list[Leaf] = []
    front: list[Leaf] = []
    nodes = ((-35, 16, 90), (-34, 34, 85), (-30, 53, 68), (-20, 76, 50), (-3, 89, 22),
             (16, 91, 0), (31, 88, -20), (42, 80, -40), (-42, 52, 110), (-46, 67, 92),
             (-44, 80, 80))  # fmt: skip
    for x, y, way in nodes:
        for turn, group in ((1.0, back), (-1.15, front), (0.1, back)):
            angle = float(np.radians(way) + turn + rng.uniform(-0.15, 0.15))
            length = 17 if turn != 0.1 else 13
            group.append((x, y, angle, length, 3.4))
    leaves(pen, back, shade(leaf, -0.2), edge=0.6)
    leaves(pen, front, shade(leaf, 0.08), edge=0.6)
    veins = [((x, y), (x + 0.8 * size * float(np.cos(w)), y + 0.8 * size * float(np.sin(w))))
             for x, y, w, size, _ in front]  # fmt: skip
    pen.strokes(veins, 0.7, (196, 96, 92))
    hung = ((-20, 76, -23, 52, 1.0), (-3, 88, -4, 70, 1.12), (16, 91, 14, 58, 1.2),
            (31, 88, 33, 66, 1.05), (42, 80, 45, 46, 0.95))  # fmt: skip
    for x, y, end_x, end_y, size in hung:
        fx, fy = end_x + float(rng.uniform(-1.5, 1.5)), end_y + float(rng.uniform(-3, 3))
        pen.curve([(x, y), (0.3 * x + 0.7 * fx, 0.4 * y + 0.6 * fy), (fx, fy)], 1, (176, 48, 60))
        _bell(pen, fx, fy, size, red, violet)
    for x, y, bx, by in ((-20, 76, -12, 60), (31, 88, 24, 70), (-44, 80, -52, 62)):
        pen.curve([(x, y), (bx, 0.5 * (y + by)), (bx, by)], 0.9, (176, 48, 60))
        leaves(pen, [(bx, by, -np.pi / 2, 15, 2.3)], red, edge=0.6)
        dots(pen, [(bx, by)], 2.6, leaf)
    pen.canvas.restore()


def _bell(pen: Pen, x: float, y: float, size: float, red: RGB, violet: RGB) -> None:
    """One open flower hanging from (x, y)."""
    threads = [((x, y - 20 * size), (x + dx * size, y - low * size))
               for dx, low in ((-3.4, 36), (-1.4, 39), (1.2, 40), (3.2, 37))]  # fmt: skip
    pen.strokes([*threads, ((x, y - 20 * size), (x, y - 48 * size))], 0.9, (226, 70, 110))
    dots(pen, [end for _, end in threads], 1.9, (150, 30, 60))
    dots(pen, [(x, y - 48 * size)], 2.4, (240, 150, 170))
    down = -np.pi / 2
    leaves(pen, [(x, y - 10 * size, down + turn, 20 * size, 3.1 * size) for turn in (-1.0, 1.0)],
           shade(red, -0.16), edge=0.6)  # fmt: skip
    cup = [(-3.4, -10), (-6.2, -20), (-4.6, -27), (0, -28.5), (4.6, -27), (6.2, -20), (3.4, -10)]
    pen.blob([(x + a * size, y + b * size) for a, b in cup], violet, soft=0.2)
    pen.curve([(x + 0.6 * size, y - 13 * size), (x + 1.6 * size, y - 20 * size),
               (x + 0.6 * size, y - 27 * size)], 0.8, shade(violet, -0.4))  # fmt: skip
    leaves(pen, [(x, y - 9 * size, down + turn, 19 * size, 2.6 * size) for turn in (-0.52, 0.5)],
           red, edge=0.6)  # fmt: skip
    tube = [(-1.7, -1), (-2.2, -7), (-3.8, -12), (3.8, -12), (2.2, -7), (1.7, -1)]
    pen.blob([(x + a * size, y + b * size) for a, b in tube], red, edge=0.6)
    pen.oval(x, y - 0.5, 2 * size, 2.4 * size, (92, 132, 60), edge=0.5)


def marcela(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Marcela: bushy herb, thin woolly grey-green leaves, tight bunches of tiny yellow heads."""
    leaf: RGB = ((150, 176, 126), (142, 170, 124), (160, 180, 138), (146, 176, 118))[t.pose]
    gold: RGB = ((236, 192, 62), (240, 200, 76), (228, 184, 56), (244, 196, 48))[t.pose]
    stems: list[tuple[float, float, float]] = []
    for lean in np.linspace(-1, 1, 9):
        top = 92 - 26 * lean * lean + float(rng.uniform(-4, 3))
        stems.append((float(2.6 * lean), float(40 * lean + rng.uniform(-2, 2)), top))
    stems += [(-1, -14, 68), (1, 15, 66), (0, 1, 72), (-2, -27, 56), (2, 28, 55)]
    thin: list[list[Leaf]] = [[], []]
    for number, (foot, tip, top) in enumerate(stems):
        bend = foot + 0.42 * (tip - foot)
        pen.curve([(foot, 0), (bend, 0.5 * top), (tip, top)], 1.3, shade(leaf, -0.22))
        for share in np.linspace(0.04, 0.93, 10):
            x = foot + (tip - foot) * share * (0.78 + 0.22 * share)
            for side in (-1, 1):
                way = np.pi / 2 - np.arctan2(tip - foot, top) * 1.2 + side * rng.uniform(0.6, 1.0)
                size = float(13 - 6 * share + rng.uniform(-1, 1))
                thin[number % 2].append((x, float(top * share), float(way), size, 0.85))
    leaves(pen, thin[0], shade(leaf, -0.14), edge=0.25)
    leaves(pen, thin[1], shade(leaf, 0.24), edge=0.25)
    for _, tip, top in sorted(stems, key=lambda stem: -stem[2]):
        heads = [(tip + 7.4 * far * float(np.cos(a)), top + 1 + 4.6 * far * float(np.sin(a)))
                 for a, far in zip(np.arange(22) * 2.4, np.sqrt(np.linspace(0, 1, 22)),
                                   strict=True)]  # fmt: skip
        dots(pen, [(x, y - 0.8) for x, y in heads], 4.4, shade(gold, -0.42))
        dots(pen, heads, 3.4, gold)
        dots(pen, [(x, y + 0.6) for x, y in heads[::2]], 1.5, shade(gold, 0.5))
