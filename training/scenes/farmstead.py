"""On the estância: the house, the stone corral, the wind pump; 100 units tall, on y=0."""

import numpy as np
import skia

from training.scenes.canvas import Pen, arch
from training.scenes.foliage import dots, stones
from training.scenes.palette import RGB, WHITE, WOOD, shade
from training.scenes.traits import Traits


def estancia(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Estate house: long, whitewashed, tiled hip roof, veranda, shutters; stone wall and gate."""
    pen.canvas.save()
    pen.canvas.translate(-3.5, 0)  # house and gate together stand in the middle
    wall: RGB = ((246, 242, 230), (250, 240, 220), (244, 240, 234), (250, 244, 224))[t.pose]
    trim: RGB = ((44, 92, 150), (46, 112, 78), (120, 62, 40), (64, 116, 138))[t.pose]
    tile: RGB = ((186, 92, 60), (176, 82, 54), (196, 104, 68), (168, 84, 62))[t.pose]
    pen.box(-52, 78, -43, 100, wall)
    pen.box(-54, 97, -41, 101, tile)
    pen.poly([(-82, 58), (-64, 90), (40, 90), (58, 58)], tile, soft=0.16)
    rows = [((-61.5 + 3.4 * k, 90.0), (-77.5 + 4.35 * k, 59.0)) for k in range(30)]
    pen.strokes(rows, 1, shade(tile, -0.28))
    pen.line([(-64, 90.4), (40, 90.4)], 3, shade(tile, 0.14))
    pen.box(-78, 0, 54, 62, wall, soft=0.06)
    pen.box(-78, 0, 54, 6, shade(trim, 0.1), edge=0.5)
    pen.box(-78, 47, 54, 57, (70, 50, 44), edge=0, soft=0, alpha=0.3)
    for x in (-65.5, -38.5, 13, 41):
        pen.box(x - 4, 15, x + 4, 39, (58, 50, 54))
        pen.strokes([((x, 15), (x, 39)), ((x - 4, 27), (x + 4, 27))], 1.1, wall)
        for side in (-1, 1):
            pen.box(x + side * 4.2, 14, x + side * 7.6, 40, trim)
            slats = [((x + side * 5, y), (x + side * 6.8, y)) for y in range(17, 39, 3)]
            pen.strokes(slats, 0.9, shade(trim, -0.3))
    pen.poly(arch(-13, 6, 8.4, 36), trim)
    pen.strokes([((-13, 6), (-13, 40)), ((-19, 22), (-15, 22)), ((-11, 22), (-7, 22))], 1.1,
                shade(trim, -0.4))  # fmt: skip
    pen.poly([(-86, 49), (-78, 63), (54, 63), (62, 49)], shade(tile, 0.08), soft=0.14)
    rows = [((-76 + 4.5 * k, 62.6), (-83.5 + 4.95 * k, 50.0)) for k in range(30)]
    pen.strokes(rows, 1, shade(tile, -0.26))
    pen.line([(-86, 49), (62, 49)], 2.4, shade(tile, -0.35))
    for x in (-80, -52, -25, -1, 27, 56):
        pen.line([(x, 1), (x, 48)], 3.6, shade(WOOD, -0.45))
        pen.line([(x, 1), (x, 48)], 2.4, WOOD)
    pen.poly([(-86, 0), (62, 0), (58, 4), (-82, 4)], (176, 164, 150))
    blocks = [(float(x + 2.6 * (row % 2)), 2.6 + 5 * row, 3.1, 2.7)
              for row in range(4) for x in np.arange(83, 93, 5.6)]  # fmt: skip
    stones(pen, blocks, (156, 148, 138), rng)
    _gate(pen, 61, 80, 26)
    pen.canvas.restore()


def _gate(pen: Pen, left: float, right: float, high: float) -> None:
    """A wooden field gate: two posts, bars and one brace."""
    dark = shade(WOOD, -0.5)
    bars = [((left, y), (right, y)) for y in np.linspace(0.22 * high, 0.86 * high, 4)]
    bars += [((left, 0.22 * high), (right, 0.86 * high))]
    pen.strokes(bars, 2.7, dark)
    pen.strokes(bars, 1.7, shade(WOOD, 0.16))
    posts = [((left, 0.5), (left, high)), ((right, 0.5), (right, high))]
    pen.strokes(posts, 4.6, dark)
    pen.strokes(posts, 3.4, shade(WOOD, -0.08))


def mangueira(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Stone corral: a round dry-stone wall without mortar, wooden gate, snubbing post inside."""
    rock: RGB = ((150, 146, 138), (140, 134, 128), (160, 150, 134), (138, 140, 138))[t.pose]
    gap = shade(rock, -0.6)
    ring = [(84 * float(np.cos(a)), 38 + 33 * float(np.sin(a))) for a in np.linspace(0, 6.2, 32)]
    pen.blob(ring, (190, 164, 116), edge=0)
    far = [(84 * float(np.cos(a)), 38 + 32 * float(np.sin(a))) for a in np.linspace(0, np.pi, 15)]
    pen.poly(far + [(x, y + 19) for x, y in far[::-1]], gap, edge=0.8, soft=0)
    pen.oval(-22, 40, 15, 3, (120, 100, 70), edge=0, soft=0, alpha=0.5)
    blocks = []
    for row in range(4):
        for a in np.linspace(0.02, np.pi - 0.02, 27) + 0.05 * (row % 2):
            blocks.append((83 * float(np.cos(a)), 40.4 + 32 * float(np.sin(a)) + 4.7 * row,
                           1.2 + 3.9 * abs(float(np.sin(a))), 2.5))  # fmt: skip
    stones(pen, blocks, shade(rock, -0.12), rng)
    pen.line([(-22, 40), (-22, 97)], 8, shade(WOOD, -0.55))
    pen.line([(-22, 40), (-22, 97)], 6.4, shade(WOOD, -0.15))
    pen.strokes([((-23, 45), (-23.4, 90)), ((-20.6, 50), (-20.4, 94))], 0.8, shade(WOOD, -0.4))
    pen.strokes([((-25, 84), (-19, 85)), ((-25, 87), (-19, 88))], 1.6, (206, 180, 128))
    for side in (-1, 1):
        arc = [(side * 86 * float(np.sin(a)), 34 - 31 * float(np.cos(a)))
               for a in np.linspace(0.22, np.pi / 2, 12)]  # fmt: skip
        top = [(x, y + 26) for x, y in arc[::-1]]
        pen.poly(arc + top, gap, edge=0.8, soft=0)
        blocks = []
        for row in range(5):
            for a in np.linspace(0.24, np.pi / 2 - 0.02, 13) + 0.06 * (row % 2):
                wide = 1.6 + 3.8 * abs(float(np.cos(a)))
                x = min(84.5, 86 * float(np.sin(a)))
                blocks.append((side * x, 36.8 - 31 * float(np.cos(a)) + 5.2 * row, wide, 2.9))
        stones(pen, blocks, shade(rock, 0.08), rng)
    pen.canvas.save()
    pen.canvas.translate(0, 1.5)
    _gate(pen, -19, 19, 36)
    pen.canvas.restore()
    for x in (-60, -34, 30, 66):
        foot = 34 - 31 * (1 - (x / 86) ** 2) ** 0.5
        blades = [((x + d, foot - 1), (x + 1.8 * d, foot + 4)) for d in (-2.0, 0.0, 2.0)]
        pen.strokes(blades, 1.2, (96, 146, 66))


def cata_vento(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Wind pump: iron lattice tower, wheel of many blades turned to the wind, tail, round tank."""
    iron: RGB = (112, 118, 126)
    tail: RGB = ((196, 48, 44), (42, 84, 150), (236, 232, 222), (206, 60, 40))[t.pose]
    metal: RGB = ((206, 212, 220), (214, 212, 204), (196, 206, 214), (222, 226, 230))[t.pose]
    levels = np.array([0, 16, 30, 42, 53, 63, 72])
    half = 15 - 13.2 * levels / 72
    bars = []
    for i in range(6):
        low, high, a, b = float(levels[i]), float(levels[i + 1]), float(half[i]), float(half[i + 1])
        bars += [((-a, low), (b, high)), ((a, low), (-b, high)), ((-b, high), (b, high))]
    pen.strokes(bars, 1.1, shade(iron, -0.1))
    legs = [((-15, 0), (-1.8, 74)), ((15, 0), (1.8, 74))]
    pen.strokes(legs, 3, shade(iron, -0.45))
    pen.strokes(legs, 1.9, iron)
    pen.line([(0, 0), (0, 74)], 1.2, shade(iron, -0.4))
    pen.box(-7, 58, 7, 60, WOOD, edge=0.5)
    pen.line([(-34, 78), (6, 75)], 2.4, shade(iron, -0.3))
    pen.poly([(-24, 77), (-46, 89), (-49, 84), (-48, 70), (-44, 66)], tail)
    pen.curve([(-43, 82), (-38, 79), (-32, 78)], 1, shade(tail, 0.5))
    x, y, turn = 5.0, 75.0, float(rng.uniform(0, 0.35))
    rx, ry = 20.5, 25.0
    path = skia.Path()
    for a in np.arange(16) * np.pi / 8 + turn:
        for wide, far in ((-0.08, 0.34), (-0.145, 1.0), (0.145, 1.0), (0.08, 0.34)):
            point = (x + rx * far * float(np.cos(a + wide)), y + ry * far * float(np.sin(a + wide)))
            (path.moveTo if wide == -0.08 else path.lineTo)(*point)
        path.close()
    pen.fill(path, metal, edge=0.7, soft=0.18)
    for far in (0.42, 0.84):
        points = [(x + rx * far * float(np.cos(a)), y + ry * far * float(np.sin(a)))
                  for a in np.linspace(0, 2 * np.pi, 25)]  # fmt: skip
        pen.line(points, 0.9, shade(iron, -0.35))
    pen.oval(x, y, 2.8, 3.4, shade(iron, -0.2))
    stone: RGB = (176, 168, 156)
    pen.poly([(14, 0), (14, 14), (42, 14), (42, 0)], stone)
    pen.oval(28, 14, 14, 3, shade(stone, 0.25))
    pen.oval(28, 14, 12, 2.2, (96, 156, 190), edge=0.4)
    pen.line([(1, 4), (12, 4), (12, 19), (20, 19), (20, 16)], 1.6, shade(iron, -0.2))
    pen.strokes([((15, 5), (41, 5)), ((15, 9.5), (41, 9.5))], 0.7, shade(stone, -0.3))
    dots(pen, [(20, 15)], 1.6, WHITE)
    pen.strokes([((-17, 0), (-13, 0)), ((13, 0), (17, 0))], 2.6, shade(stone, -0.2))
