"""Small wild cats of the pampa: body from the side, face to the viewer, 100 tall, feet on y=0."""

from collections.abc import Sequence

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.limbs import fore, fringe, gaits, hairs, hind, limb, paw, whole
from training.scenes.palette import INK, RGB, WHITE, mix, shade
from training.scenes.traits import Traits

Ends = tuple[Point, Point]


def _cat_body(pen: Pen, t: Traits, rgb: RGB, *, shaggy: bool) -> Ends:
    """Trunk and legs as one silhouette; answers with the near fore and hind ankles."""
    gait = gaits(t.pose, 0.7)
    for leg in (fore(26, 36, gait[1], (13, 10, 8.4, 7.6, 7.6)),
                hind(-30, 36, gait[3], (16, 11, 8, 7.4, 7.6), 4.6, 6)):  # fmt: skip
        pen.blob(leg[0], shade(rgb, -0.28))
        paw(pen, leg[1], 7.4, shade(rgb, -0.3))
    near = [fore(18, 40, gait[0], (19, 13, 9.6, 8.4, 8.4)),
            hind(-38, 42, gait[2], (27, 16, 9.6, 8, 8.4), 4.6, 6)]  # fmt: skip
    trunk = [(-49, 48), (-45, 60), (-34, 66), (-14, 64), (6, 64.5), (22, 69), (38, 72), (45, 62),
             (41, 48), (32, 37), (18, 32), (-6, 31), (-24, 33), (-42, 38)]  # fmt: skip
    parts: list[Sequence[Point]] = [trunk, near[0][0], near[1][0]]
    if shaggy:
        lower = [(-28, 35), (-18, 32.5), (-8, 32), (2, 31.5), (12, 32)]
        parts.append([(-26, 44), *fringe(lower, (-2, -4.5)), (12, 42)])
    whole(pen, parts, rgb)
    for _, end in near:
        paw(pen, end, 8, shade(rgb, 0.08))
    pen.glow(-36, 56, 14, pen.lit(shade(rgb, 0.5)), 0.35)
    pen.glow(20, 58, 14, pen.lit(shade(rgb, 0.5)), 0.25)
    return near[0][1], near[1][1]


def _leg_bands(pen: Pen, ends: Ends, heights: tuple[float, ...], rgb: RGB, width: float) -> None:
    for x, y in ends:
        for i, up in enumerate(heights):
            half = 2.8 + 0.1 * up
            pen.curve([(x - half, y + up), (x, y + up - 1), (x + half, y + up + 0.6)],
                      width * (1 + 0.1 * i), rgb, 0.9)  # fmt: skip


def gato_palheiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Pampas cat: long straw coat without rosettes, dark leg bands, spinal crest, pointed ears."""
    rgb: RGB = ((206, 176, 124), (196, 166, 118), (214, 184, 134), (186, 158, 116))[t.pose]
    dark: RGB = (64, 48, 38)
    low = 5 * (t.pose % 2)
    tail = [(-44, 52), (-54, 44 - low), (-62, 32 - low), (-66, 22), (-65, 13 + low)]
    pen.blob(limb(tail, (10, 15, 16, 14, 6)), shade(rgb, -0.06))
    for x, y in ((-57, 40 - low), (-62, 31 - low), (-65.4, 23)):
        pen.curve([(x - 5.6, y + 2.4), (x, y - 1), (x + 5.6, y - 3.4)], 1.8, dark, 0.35)
    ends = _cat_body(pen, t, rgb, shaggy=True)
    belly = mix(rgb, WHITE, 0.6)
    pen.blob([(-26, 37), (-8, 36), (10, 36), (20, 38), (14, 32.5), (-6, 31.5), (-22, 33)], belly,
             edge=0)  # fmt: skip
    hairs(pen, (-42, 40, 30, 58), 44, (-4.5, -2.6), 0.9, shade(rgb, -0.28), rng, 0.55)
    hairs(pen, (-40, 42, 32, 60), 26, (-4.5, -2.6), 0.9, shade(rgb, 0.4), rng, 0.6)
    spine = [(30, 70.5), (18, 68), (4, 65), (-10, 64.6), (-24, 65.6), (-36, 65.4), (-45, 59)]
    pen.blob([*fringe(spine, (-3, 1.2)), (-36, 61.5), (-20, 62), (4, 62), (18, 65.5)],
             mix(rgb, dark, 0.62), edge=0)  # fmt: skip
    hairs(pen, (-38, 62.5, 14, 65.4), 22, (-4.6, 0.5), 1, dark, rng)
    _leg_bands(pen, ends, (9, 16, 23), dark, 2.7)
    spots: list[tuple[Point, Point]] = [((x, 36.6), (x + 4, 35.2)) for x in (-20, -8, 6)]
    pen.strokes(spots, 2, dark, 0.6)
    _cat_head(pen, rgb, dark, pointed=True)


def gato_do_mato_pequeno(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Small ochre wild cat: dark rosettes, long ringed tail, round ears, pale belly."""
    rgb: RGB = ((214, 156, 78), (204, 142, 70), (222, 170, 96), (196, 140, 78))[t.pose]
    dark: RGB = (62, 40, 26)
    tail = [(-44, 50), (-57, 44), (-67, 50), (-69, 64), (-62, 78), (-54, 84)]
    pen.blob(limb(tail, (9, 10, 11, 10.5, 10, 6)), rgb)
    for x, y, dx, dy in ((-56, 44.6, 0.4, 4.4), (-64, 47.6, 3.4, 3), (-68.4, 57, 4.6, -0.6),
                         (-66.4, 69, 4.4, -2)):  # fmt: skip
        pen.line([(x - dx, y - dy), (x + dx, y + dy)], 3.4, dark)
    pen.oval(-57, 81.6, 5, 4.2, dark, edge=0)
    ends = _cat_body(pen, t, rgb, shaggy=False)
    pen.blob([(-26, 37), (-8, 36), (10, 36), (22, 38), (14, 32.5), (-6, 31.5), (-22, 33.6)], WHITE,
             edge=0)  # fmt: skip
    for row, y in enumerate((60, 51, 42)):
        for x in np.arange(-42 + 5 * (row % 2), 32, 12.5):
            px, py = float(x + rng.uniform(-1.5, 1.5)), y + float(rng.uniform(-1.2, 1.2))
            pen.oval(px, py, 4.8, 3.5, dark, edge=0, soft=0)
            pen.oval(px + 0.9, py - 0.4, 2.5, 1.7, shade(rgb, -0.2), edge=0, soft=0)
    spine: list[tuple[Point, Point]] = [((x, 64.4), (x - 6, 64.6)) for x in (4, -8, -20, -32)]
    pen.strokes(spine, 2.2, dark)
    _leg_bands(pen, ends, (8, 15, 22, 29), dark, 2.2)
    _cat_head(pen, rgb, dark, pointed=False)


def _cat_head(pen: Pen, rgb: RGB, dark: RGB, *, pointed: bool) -> None:
    """Amber eyes, white muzzle, brow and cheek stripes; ears pointed and tufted, or round."""
    wide = 1.1 if pointed else 1.0
    for side in (-1, 1):
        x = 45 + side * 13 * wide
        if pointed:
            pen.poly([(x - 8, 86), (x + 4 * side, 100.5), (x + 8, 86)], shade(rgb, -0.2))
            inside = [(x - 4.6, 87.0), (x + 3 * side, 97), (x + 4.6, 87)]
            pen.poly(inside, (216, 174, 146), edge=0)
        else:
            pen.oval(x, 92.6, 7, 7, dark)
            pen.oval(x, 92, 3.6, 4.2, (226, 180, 150), edge=0)
    half = 19.5 * wide
    tuft = [(45 - half, 74), (45 - half - 1.5, 69)] if pointed else [(45 - half + 1.5, 74)]
    far = [(90 - x, y) for x, y in reversed(tuft)]
    pen.blob([(45 - half + 1, 82), (33, 92), (45, 95.6), (57, 92), (45 + half - 1, 82), *far,
              (56, 65), (45, 61), (34, 65), *tuft], rgb)  # fmt: skip
    pale = mix(rgb, WHITE, 0.85)
    pen.blob([(35.6, 69), (39, 74), (45, 76), (51, 74), (54.4, 69), (51, 64), (45, 62), (39, 64)],
             pale, edge=0)  # fmt: skip
    strength = 0.75 if pointed else 1.0
    for side in (-1, 1):
        x = 45 + side * 8
        pen.oval(x - side * 0.6, 80.4, 5.4, 4.8, pale, edge=0, alpha=0.9)
        pen.oval(x, 80, 4, 3.6, (222, 190, 92), edge=1.1)
        pen.oval(x, 80, 1.6, 2.9, INK, edge=0, soft=0)
        pen.oval(x + 0.9, 81.4, 0.8, 0.8, WHITE, edge=0, soft=0)
        pen.curve([(45 + side * 3.6, 87), (45 + side * 5.6, 94)], 2, dark, strength)
        for drop in (0, -5):
            pen.curve([(45 + side * 12, 78 + drop), (45 + side * 15, 75.6 + drop),
                       (45 + side * 18, 75 + drop)], 1.8, dark, strength)  # fmt: skip
        pen.strokes([((45 + side * 6, 69 - d), (45 + side * 22, 70.4 - 2.4 * d)) for d in (0, 2.4)],
                    0.7, WHITE, 0.9)  # fmt: skip
    pen.poly([(42, 74), (48, 74), (45, 70.4)], (200, 110, 102), edge=0.6)
    pen.curve([(41.4, 67.6), (43.4, 66.8), (45, 69.6), (46.6, 66.8), (48.6, 67.6)], 0.9, dark, 0.8)
