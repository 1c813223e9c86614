"""Birds of the open pampa from the side, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.limbs import bird_leg, eye, fringe, limb, whole
from training.scenes.palette import INK, RED, RGB, WHITE, mix, shade
from training.scenes.traits import Traits


def quero_quero(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Southern lapwing: thin crest, black face line and breast, white belly, red bill tip, spur."""
    back: RGB = ((148, 138, 122), (138, 132, 126), (156, 144, 120), (144, 138, 132))[t.pose]
    grey = mix(back, (176, 180, 186), 0.6)
    leg: RGB = (204, 84, 78)
    step = (0, 5, 9, 3)[t.pose]
    bird_leg(pen, (7, 36), (6 - 0.3 * step, 19), (9 + step, 1.8), 2.6, shade(leg, -0.2), 9)
    bird_leg(pen, (-3, 36), (-7 - 0.4 * step, 20), (-4 - step, 1.8), 2.8, leg, 9)
    pen.poly([(-24, 46), (-49, 36), (-47, 29.5), (-20, 37)], WHITE)
    pen.poly([(-33, 42), (-49.6, 36), (-47.6, 29), (-31, 34)], INK, edge=0)
    body = [(-34, 42), (-16, 58), (6, 64), (14, 70), (15, 80), (18, 89), (26, 93), (34, 90),
            (37, 84), (34, 78), (31, 72), (32, 60), (27, 46), (14, 35), (-8, 32),
            (-26, 35)]  # fmt: skip
    whole(pen, [body], grey)
    pen.blob([(-26, 36), (-8, 33), (14, 36), (25, 46), (20, 51), (4, 48), (-14, 42)], WHITE, edge=0)
    pen.blob([(31.5, 72), (32.4, 60), (27.6, 47), (20, 44), (14, 49), (15, 60), (22, 68), (27, 73)],
             INK, edge=0)  # fmt: skip
    pen.curve([(30, 74), (31.4, 79), (34.6, 83)], 3.4, INK)
    pen.curve([(27, 76), (29.4, 81), (31.6, 84.6)], 1.4, WHITE)
    pen.blob([(26, 93), (32, 92), (36.4, 87), (35.6, 83.6), (32, 85), (30, 90)], INK, edge=0)
    pen.blob([(-38, 36), (-28, 50), (-10, 60), (6, 63), (16, 58), (14, 48), (0, 42), (-20, 37)],
             back)  # fmt: skip
    pen.blob([(-2, 60), (8, 61.6), (13, 56), (7, 51), (-4, 53)], (116, 128, 92), edge=0)
    pen.curve([(0, 58), (7, 58.6), (11, 55.6)], 1.3, (168, 148, 104), 0.8)
    pen.blob([(-44, 31), (-34, 38), (-16, 42), (-4, 43), (-14, 38), (-30, 34)], INK, edge=0)
    for x, y in rng.uniform((-22, 46), (-6, 54), (5, 2)):
        pen.curve([(x + 5, y + 2), (x, y), (x - 5, y - 3)], 1, shade(back, -0.28), 0.7)
    pen.poly([(14, 54), (21, 57.6), (15.6, 50.6)], RED, edge=0.6)
    pen.curve([(22, 90), (12, 93), (2, 95), (-8, 99.6)], 2, INK)
    pen.curve([(21, 89), (12, 90.6), (3, 91)], 1.4, INK)
    pen.poly([(35.6, 87.4), (44, 85.4), (35.6, 82.4)], (214, 92, 86), edge=0.6)
    pen.poly([(42, 86.2), (49.4, 84.2), (42, 83.6)], INK, edge=0)
    pen.oval(28.4, 86.6, 2.9, 2.9, (214, 44, 44), edge=0.7)
    eye(pen, 28.7, 86.6, 1.5)


def ema(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Greater rhea: shaggy grey-brown body without a tail, long neck dark at its base, 3 toes."""
    rgb: RGB = ((140, 126, 108), (128, 120, 112), (150, 132, 108), (120, 108, 96))[t.pose]
    leg: RGB = (178, 158, 128)
    step = (2, 7, 11, 4)[t.pose]
    bird_leg(pen, (6, 38), (1 + 0.3 * step, 20), (6 + step, 1.8), 3.2, shade(leg, -0.22), 10)
    bird_leg(pen, (-9, 38), (-15 - 0.5 * step, 20), (-9 - step, 1.8), 3.6, leg, 10)
    for x, tone in ((4, -0.25), (-10, -0.1)):
        pen.blob([(x - 9, 44), (x + 9, 44), (x + 5, 33), (x - 1, 25), (x - 6, 33)],
                 shade(rgb, tone))  # fmt: skip
    lean = (0, 2, 4, 1)[t.pose]
    neck = [(15, 48), (23, 60), (24, 72), (25 + lean, 84), (29 + lean, 94)]
    pen.blob(limb(neck, (22, 12, 7, 5.4, 5.4)), shade(rgb, 0.28))
    pen.blob(limb([(18, 47), (23.4, 59), (24, 72), (24.4 + 0.4 * lean, 77)], (17, 11, 6, 2)),
             INK, edge=0)  # fmt: skip
    roots: list[Point] = [(-40, 38), (-36, 32), (-29, 28), (-22, 27), (-14, 28), (-6, 30), (0, 34)]
    pen.blob([(-38, 46), *fringe(roots, (-5, -5.5)), (0, 44)], shade(rgb, -0.14))
    pen.blob([(-40, 33), (-39, 50), (-24, 62), (-2, 63), (14, 58), (25, 47), (16, 35), (-6, 29),
              (-28, 27)], rgb)  # fmt: skip
    _rhea_plumes(pen, rgb, rng)
    x = 30 + lean
    pen.blob([(x - 6, 93), (x - 4, 98), (x + 2, 99.6), (x + 7, 97), (x + 8, 93.6), (x + 2, 91),
              (x - 4, 90)], shade(rgb, 0.2))  # fmt: skip
    pen.curve([(x - 5, 96.4), (x - 1, 99), (x + 4, 98.6)], 1.6, shade(rgb, -0.5), 0.8)
    pen.blob([(x + 6, 97), (x + 12, 94.6), (x + 14.5, 92.6), (x + 11, 91.8), (x + 5, 91.6)],
             (190, 164, 120))  # fmt: skip
    pen.line([(x + 13.6, 93), (x + 6, 93.4)], 0.8, (110, 88, 62))
    eye(pen, x + 2, 95.6, 1.8)


def _rhea_plumes(pen: Pen, rgb: RGB, rng: np.random.Generator) -> None:
    """Loose drooping plumes in rows."""
    for row, y in enumerate((54, 46, 38)):
        for root in np.arange(-34 + 4 * row, 14, 8):
            back, wave = float(root), float(rng.uniform(-1, 1))
            tone = shade(rgb, -0.28 if row % 2 else 0.26)
            pen.curve([(back + 7, y + 3), (back + 1, y + wave), (back - 5, y - 7)], 2.2, tone)
    pen.glow(-12, 54, 12, pen.lit(shade(rgb, 0.5)), 0.3)


def joao_de_barro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Rufous hornero on its round clay oven, side entrance in sight, atop a fence post."""
    clay: RGB = ((176, 128, 88), (164, 112, 76), (188, 146, 104), (170, 122, 90))[t.variant % 4]
    wood: RGB = (132, 112, 92)
    pen.poly([(-15, 0), (15, 0), (14, 27), (-14, 26)], wood)
    pen.strokes([((-8, 2), (-8.6, 22)), ((-1, 3), (-0.4, 22)), ((5, 2), (5.4, 14)),
                 ((10, 4), (9.6, 21))], 1, shade(wood, -0.35), 0.8)  # fmt: skip
    pen.curve([(-15, 14), (0, 12.4), (15, 14)], 1.1, (120, 120, 124))
    pen.blob([(-28, 25), (-35, 33), (-36, 45), (-31, 57), (-18, 66.5), (-1, 69), (17, 65.5),
              (29, 56), (34, 44), (33, 33), (26, 25), (10, 21), (-14, 21)], clay)  # fmt: skip
    pen.blob([(-33, 29), (-31, 42), (-25, 53), (-22, 40), (-16, 27), (-20, 23)], shade(clay, -0.25),
             edge=0, alpha=0.5)  # fmt: skip
    pen.glow(-6, 54, 15, pen.lit(shade(clay, 0.5)), 0.45)
    for x, y in rng.uniform((-28, 26), (2, 62), (16, 2)):
        if abs(x) < 26 - 0.3 * max(y - 44, 0):
            pen.curve([(x - 2.6, y), (x, y + 0.9), (x + 2.6, y)], 1, shade(clay, -0.22), 0.7)
    # The tall entrance lies to one side; within, the wall that turns the way to the chamber.
    pen.blob([(8, 26), (6, 38), (9, 50), (16, 55), (24, 50), (26, 38), (23, 27)], shade(clay, 0.2))
    pen.blob([(10, 27), (8.6, 38), (11, 48), (16, 52), (21.4, 48), (23, 38), (21, 28)],
             (58, 38, 28), edge=0)  # fmt: skip
    pen.blob([(17, 28), (16, 40), (18, 50), (21.4, 47.6), (22.8, 38), (21, 28.6)],
             shade(clay, -0.42), edge=0)  # fmt: skip
    _hornero(pen, (-6, 67), t, mud=t.pose == 1)
    if t.pose == 3:  # a pair, as they sing in duet
        pen.canvas.save()
        pen.canvas.translate(22, 0)
        pen.canvas.scale(0.9, 0.9)
        _hornero(pen, (0, 66), t, mud=False)
        pen.canvas.restore()


def _hornero(pen: Pen, at: Point, t: Traits, *, mud: bool) -> None:
    """Rufous back and tail, pale brow, throat and breast, thin slightly curved bill."""
    x, y = at
    rufous: RGB = ((170, 96, 52), (160, 88, 48), (178, 106, 60), (164, 92, 54))[t.pose]
    pale: RGB = (232, 208, 176)
    for dx in (-1.0, 4.0):
        pen.line([(x + dx, y + 8), (x + dx + 1, y + 0.6), (x + dx + 4, y)], 1.4, (110, 84, 66))
    pen.poly([(x - 12, y + 12), (x - 25, y + 6), (x - 24, y + 2), (x - 9, y + 8)],
             (176, 84, 40))  # fmt: skip
    pen.blob([(x - 14, y + 10), (x - 8, y + 18), (x + 2, y + 23), (x + 6, y + 29),
              (x + 11, y + 31.6), (x + 16, y + 30), (x + 18, y + 26), (x + 15, y + 21),
              (x + 12, y + 12), (x + 4, y + 6), (x - 6, y + 6)], pale)  # fmt: skip
    pen.blob([(x - 16, y + 9), (x - 8, y + 18), (x + 2, y + 23), (x + 5, y + 21), (x + 3, y + 13),
              (x - 4, y + 9)], rufous)  # fmt: skip
    pen.blob([(x + 1, y + 22), (x + 6, y + 29), (x + 11, y + 31.6), (x + 16, y + 30),
              (x + 18, y + 27), (x + 12, y + 26.4), (x + 7, y + 22)],
             shade(rufous, -0.12), edge=0)  # fmt: skip
    pen.curve([(x + 8, y + 28), (x + 12, y + 29.2), (x + 16, y + 28.4)], 1.1, pale)
    pen.curve([(x - 11, y + 10), (x - 4, y + 13), (x + 1, y + 18)], 1, shade(rufous, -0.4), 0.7)
    pen.blob([(x + 17, y + 28), (x + 22, y + 26.6), (x + 25, y + 24), (x + 21, y + 24.8),
              (x + 17, y + 25)], (92, 74, 62), edge=0.5)  # fmt: skip
    eye(pen, x + 13.6, y + 27, 1.3)
    if mud:
        pen.oval(x + 25, y + 23.6, 2.8, 2.4, (120, 84, 56), edge=0.7)
