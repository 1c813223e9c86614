"""Animals of the estância besides horse and ox: side view, facing right, 100 tall, feet on y=0."""

from collections.abc import Sequence

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.limbs import (
    Outline,
    eye,
    fore,
    fringe,
    gaits,
    hind,
    hoof,
    paw,
    whole,
)
from training.scenes.palette import INK, RGB, WHITE, shade
from training.scenes.traits import Traits


def _woolly(points: Sequence[Point], puff: float, rng: np.random.Generator) -> Outline:
    """The outline swollen outwards between its points, as curls of fleece."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    out: Outline = []
    for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True):
        dx, dy = (x + u) / 2 - middle_x, (y + v) / 2 - middle_y
        far = puff * rng.uniform(0.85, 1.2) / max((dx * dx + dy * dy) ** 0.5, 1)
        out += [(x, y), (0.7 * x + 0.3 * u + dx * far, 0.7 * y + 0.3 * v + dy * far),
                (0.3 * x + 0.7 * u + dx * far, 0.3 * y + 0.7 * v + dy * far)]  # fmt: skip
    return out


def ovelha(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Sheep: deep cream fleece in curls to the knees, bare pale or dark face, level ears."""
    wool: RGB = ((240, 230, 206), (228, 214, 184), (246, 240, 226), (234, 222, 196))[t.pose]
    face: RGB = (66, 56, 54) if t.variant % 3 == 0 else (236, 214, 190)
    leg = shade(face, 0.08) if t.variant % 3 == 0 else shade(face, -0.12)
    gait = gaits(t.pose, 0.65)
    thin = (12, 9, 6.2, 5, 5.2)
    for outline, end in (fore(21, 34, gait[1], thin), hind(-24, 34, gait[3], thin)):
        pen.blob(outline, shade(leg, -0.3))
        hoof(pen, end, 5, (44, 38, 38), cloven=True)
    for outline, end in (fore(15, 34, gait[0], thin), hind(-33, 34, gait[2], thin)):
        pen.blob(outline, leg)
        hoof(pen, end, 5.2, (54, 46, 44), cloven=True)
    pen.blob(_woolly([(-46, 66), (-51, 58), (-50, 48), (-45, 54)], 2, rng), shade(wool, -0.08))
    fleece = [(-47, 52), (-46, 66), (-36, 76), (-22, 80), (-6, 79), (8, 80), (20, 84), (30, 78),
              (34, 66), (32, 52), (26, 38), (14, 30), (-2, 27), (-18, 27), (-34, 30),
              (-44, 40)]  # fmt: skip
    pen.blob(_woolly(fleece, 3.4, rng), wool, soft=0.09)
    pen.blob([(-40, 42), (-20, 38), (2, 37), (24, 44), (16, 33), (-2, 29), (-20, 29), (-36, 33)],
             shade(wool, -0.3), edge=0, soft=0, alpha=0.3)  # fmt: skip
    _curls(pen, wool, rng)
    _sheep_head(pen, wool, face, rng)


def _curls(pen: Pen, wool: RGB, rng: np.random.Generator) -> None:
    """Small hooks of shade and light in loose rows over the fleece."""
    for row, y in enumerate((72, 63, 54, 45, 37)):
        for x in np.arange(-38 + 5 * (row % 2), 26, 10.5):
            px, py = float(x + rng.uniform(-2, 2)), float(y + rng.uniform(-2, 2))
            tone = shade(wool, -0.22) if (row + round(x)) % 3 else shade(wool, 0.6)
            turn = rng.uniform(0, 2 * np.pi) + np.array((0, 1.4, 2.8, 4.2))
            pen.curve([(px + r * float(np.cos(a)), py + r * float(np.sin(a)))
                       for a, r in zip(turn, (2.4, 2.2, 1.9, 1.2), strict=True)],
                      1, tone, 0.7)  # fmt: skip


def _sheep_head(pen: Pen, wool: RGB, face: RGB, rng: np.random.Generator) -> None:
    pen.blob(_woolly([(16, 74), (20, 86), (28, 92), (38, 88), (38, 74), (30, 64)], 2.6, rng), wool)
    pen.blob([(43, 86), (52, 88), (58, 85), (54, 81), (45, 81)], shade(face, -0.2))
    pen.blob([(32, 84), (37, 92), (44, 92), (50, 85), (55, 76), (56.5, 70.5), (53.5, 66.5),
              (48, 66.5), (42, 70), (35, 74)], face)  # fmt: skip
    pen.blob([(36, 86), (28, 88.6), (21, 85.6), (25, 81.4), (34, 81.4)], face)
    pen.blob([(33.6, 85), (28, 86.6), (24, 85), (27, 83), (33, 82.8)], (216, 160, 140), edge=0,
             alpha=0.8)  # fmt: skip
    pen.blob(_woolly([(30, 88), (34, 96), (42, 98), (48, 92), (43, 87), (36, 86)], 2, rng), wool)
    eye(pen, 44.6, 82.6, 2)
    pen.curve([(42, 85.4), (45, 86), (47.2, 84.4)], 0.8, shade(face, -0.4))
    dark = shade(face, -0.55) if sum(face) > 300 else shade(face, 0.4)
    pen.curve([(55.6, 73.6), (53, 72.6), (53, 70.8)], 1.1, dark)
    pen.curve([(55.6, 69.6), (52, 69.4), (49.4, 70.8)], 0.9, dark)


def cachorro_ovelheiro(pen: Pen, t: Traits, _rng: np.random.Generator) -> None:
    """Ovelheiro gaúcho: long coat, white ruff, half-pricked ears, feathered legs, plumed tail."""
    coat: RGB = ((46, 42, 44), (196, 142, 84), (50, 44, 44), (176, 122, 74))[t.pose]
    tan: RGB = (186, 122, 66) if t.pose % 2 == 0 else shade(coat, 0.25)
    gait = gaits((t.pose + t.variant) % 4, 0.8)
    for leg in (fore(17, 42, gait[1], (14, 9.6, 7, 6, 6)),
                hind(-30, 42, gait[3], (16, 11, 7.4, 6, 6))):  # fmt: skip
        pen.blob(leg[0], shade(tan, -0.35))
        paw(pen, leg[1], 6.4, shade(WHITE, -0.22))
    _plume(pen, coat, 6 * (t.variant % 2))
    near = [fore(9, 44, gait[0], (20, 12, 8, 6.6, 6.6)),
            hind(-37, 46, gait[2], (26, 16, 9, 6.6, 6.6))]  # fmt: skip
    belly = fringe([(-42, 46), (-30, 41), (-20, 41), (-10, 40), (0, 39), (10, 41), (20, 46)],
                   (-2, -5))  # fmt: skip
    trunk = [(-48, 52), (-45, 63), (-34, 67), (-14, 65), (4, 66), (14, 72), (24, 82), (38, 74),
             (35, 58), (27, 46), (14, 40), (-6, 38.4), (-26, 40), (-41, 43)]  # fmt: skip
    whole(pen, [trunk, [(-42, 56), *belly, (18, 56)], near[0][0], near[1][0]], coat)
    for outline, end in near:
        low = [p for p in outline if p[1] < 24]
        pen.blob(low, WHITE if outline is near[0][0] else tan, edge=0)
        paw(pen, end, 6.8, WHITE)
    pen.blob([(-45, 48), (-43, 41), (-45, 34), (-40, 34), (-36, 41), (-38, 48)], tan, edge=0)
    pen.glow(-32, 60, 12, pen.lit(shade(coat, 0.5)), 0.35)
    for x, y in ((-30, 55), (-18, 52), (-8, 56), (-22, 46), (-4, 46)):
        pen.curve([(x + 8, y + 2), (x, y), (x - 6, y - 4)], 1.1, shade(coat, 0.22), 0.7)
        pen.curve([(x + 10, y - 2), (x + 2, y - 4), (x - 3, y - 8)], 1.1, shade(coat, -0.4), 0.6)
    ruff = fringe([(38, 66), (34, 54), (28, 46), (19, 42), (12, 48)], (-1, -4.5))
    pen.blob([(14, 60), (22, 70), (34, 74), *ruff], WHITE, edge=0.6)
    pen.strokes([((24, 64), (22, 56)), ((30, 66), (29, 57)), ((20, 58), (17, 50)),
                 ((27, 54), (24, 48))], 0.9, shade(WHITE, -0.18))  # fmt: skip
    _dog_head(pen, t, coat, tan)


def _plume(pen: Pen, coat: RGB, lift: float) -> None:
    """A long feathered tail carried low, white at its tip."""
    pen.blob([(-44, 62), (-52, 60), (-60, 50 + lift), (-68, 38 + 2 * lift), (-66, 30 + 2 * lift),
              (-61, 31 + lift), (-57, 27 + lift), (-54, 33 + lift), (-49, 33 + lift),
              (-48, 42), (-42, 52)], coat)  # fmt: skip
    pen.blob([(-64, 44 + 1.6 * lift), (-68, 38 + 2 * lift), (-66, 30 + 2 * lift),
              (-61, 31 + lift), (-58, 36 + 1.4 * lift)], WHITE, edge=0)  # fmt: skip
    pen.curve([(-48, 57), (-55, 50), (-60, 42 + lift)], 1, shade(coat, 0.25), 0.6)


def _dog_head(pen: Pen, t: Traits, coat: RGB, tan: RGB) -> None:
    """Alert head: ears pricked with tipped ends, stop and wedge muzzle, white blaze."""
    pen.blob([(31, 90), (33, 98), (37, 100), (42, 97.6), (41, 94), (40, 89)], shade(coat, -0.3))
    pen.blob([(18, 74), (21, 84), (27, 90.5), (35, 92), (41, 89), (44.6, 84.6), (52, 82),
              (57.5, 78.6), (57, 74), (51, 71.6), (43, 70.4), (37, 67), (28, 66)],
             coat)  # fmt: skip
    pen.blob([(34, 74), (44, 80), (51, 79), (57, 77), (56.6, 74), (51, 72), (43, 71), (37, 68),
              (31, 69)], tan, edge=0)  # fmt: skip
    pen.blob([(40, 89.4), (44.6, 84.6), (52, 82), (57, 79), (57, 74.6), (51, 73), (46, 76),
              (43, 81)], WHITE, edge=0)  # fmt: skip
    pen.blob([(19.6, 86), (19.6, 95), (23, 100), (28, 98), (32.4, 93.4), (28, 94), (29.6, 88)],
             coat)  # fmt: skip
    pen.blob([(22, 88), (22.6, 94), (26, 95), (27.4, 89)], shade(tan, -0.3), edge=0, alpha=0.7)
    pen.oval(57.4, 78.4, 2.4, 2, INK, edge=0)
    pen.curve([(56.4, 74.6), (50, 74), (45.4, 75.6)], 1, INK, 0.85)
    if t.variant % 2:
        pen.blob([(52, 74), (55, 73.4), (54.6, 68.8), (51.6, 69.4)], (216, 110, 110), edge=0.4)
    pen.oval(39.4, 88, 2, 1.2, tan, edge=0)
    eye(pen, 40, 84, 2)
