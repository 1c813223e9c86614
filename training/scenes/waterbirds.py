"""Long-legged birds of the banhado, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.scenes.canvas import Pen
from training.scenes.limbs import bird_leg, eye, limb, whole
from training.scenes.palette import INK, RGB, mix, shade
from training.scenes.traits import Traits


def garca(pen: Pen, t: Traits, _rng: np.random.Generator) -> None:
    """Great egret: wholly white, long S neck, yellow dagger of a bill, long black legs."""
    black: RGB = (48, 46, 48)
    white: RGB = (250, 250, 246)
    grey = (188, 198, 206)
    if t.pose == 1:  # one foot lifted as it stalks
        bird_leg(pen, (6, 44), (14, 33), (12, 19), 2.2, shade(black, 0.12), 7)
        bird_leg(pen, (-4, 44), (-6, 22), (-3, 1.6), 2.4, black, 10)
    else:
        step = (1, 0, 8, 4)[t.pose]
        bird_leg(pen, (5, 44), (3 + 0.4 * step, 22), (5 + step, 1.6), 2.2, shade(black, 0.12), 10)
        bird_leg(pen, (-4, 44), (-8 - 0.4 * step, 22), (-6 - step, 1.6), 2.4, black, 10)
    bend = (0, 3, -2, 5)[t.pose]
    neck = [(10, 52), (21, 58), (25, 66), (20 - 0.4 * bend, 74), (13 - bend, 81), (14 - bend, 90),
            (21 - bend, 95)]  # fmt: skip
    body = [(-47, 33), (-38, 44), (-24, 55), (-6, 61), (10, 61), (20, 58), (20, 49), (10, 42),
            (-10, 39), (-28, 38)]  # fmt: skip
    x = 21 - bend
    head = [(x - 8, 92), (x - 4, 97.4), (x + 3, 98.8), (x + 10, 96.4), (x + 12, 93.4), (x + 6, 91),
            (x - 2, 90)]  # fmt: skip
    whole(pen, [limb(neck, (16, 11, 7, 5.6, 5, 5, 6)), body, head], white, soft=0.06)
    pen.blob([(-44, 34), (-26, 39.6), (-8, 41), (8, 44), (2, 41), (-10, 39.4), (-28, 38)], grey,
             edge=0, alpha=0.6)  # fmt: skip
    for dy in (0, 4.5, 9):
        pen.curve([(-38 + 2 * dy, 39 + 0.7 * dy), (-20 + dy, 46 + 0.8 * dy), (4, 50 + 0.7 * dy)],
                  1, grey, 0.9)  # fmt: skip
    pen.curve([(24, 62), (22, 70), (17 - 0.5 * bend, 77)], 1.2, grey, 0.7)
    pen.poly([(x + 9, 97), (x + 31, 92.6), (x + 10, 92.2)], (240, 184, 44))
    pen.line([(x + 6, 94.2), (x + 27, 92.9)], 0.9, (176, 122, 30))
    pen.oval(x + 7, 94.8, 2.6, 1.5, (214, 206, 96), edge=0)
    eye(pen, x + 5, 95.6, 1.4)


def tacha(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Southern screamer: stout grey body, black neck ring under a white one, crest, red legs."""
    grey: RGB = ((136, 138, 142), (126, 128, 134), (146, 146, 146), (132, 130, 130))[t.pose]
    red: RGB = (214, 84, 76)
    step = (0, 4, 7, 2)[t.pose]
    bird_leg(pen, (7, 34), (7 - 0.2 * step, 18), (11 + step, 2.2), 4.4, shade(red, -0.25), 13)
    bird_leg(pen, (-9, 34), (-13 - 0.5 * step, 18), (-8 - step, 2.2), 4.8, red, 13)
    pen.blob([(-34, 44), (-50, 36), (-55, 28), (-48, 26), (-30, 30)], shade(grey, -0.35))
    body = [(-45, 36), (-36, 52), (-18, 63), (4, 67), (14, 74), (18, 82), (21, 90), (28, 94.5),
            (36, 93), (40, 87), (38, 81), (35, 75), (36, 64), (32, 48), (20, 34), (0, 27),
            (-24, 27), (-38, 30)]  # fmt: skip
    whole(pen, [body], grey)
    pen.blob([(34, 62), (31, 48), (20, 35), (0, 28), (-20, 28), (-4, 36), (14, 46), (24, 58)],
             shade(grey, 0.32), edge=0, alpha=0.8)  # fmt: skip
    pen.blob([(-46, 33), (-36, 49), (-18, 60), (2, 62), (14, 55), (10, 44), (-8, 36), (-30, 32)],
             shade(grey, -0.28))  # fmt: skip
    for x, y in ((-26, 46), (-14, 50), (-2, 52), (-20, 40), (-8, 43), (4, 47)):
        px, py = x + float(rng.uniform(-1.5, 1.5)), y + float(rng.uniform(-1, 1))
        pen.curve([(px + 5, py + 3), (px, py + 1), (px - 7, py - 4)], 1.3, shade(grey, 0.15), 0.8)
    pen.curve([(-40, 34), (-26, 36), (-8, 39)], 2, shade(grey, -0.55))
    pen.blob([(15, 77), (26, 75.4), (37, 78.4), (36, 72.6), (25, 69), (12, 71.6)], INK, edge=0)
    pen.blob([(17, 80.6), (26, 79), (37.6, 81), (36.8, 78), (26, 75.4), (15.2, 77)],
             (238, 236, 230), edge=0)  # fmt: skip
    pen.blob([(17, 81), (22, 82), (27, 88), (28, 94.4), (22, 92), (17, 96), (15, 93.4), (10.6, 95),
              (11.6, 91), (7.6, 90), (13, 87)], shade(grey, -0.45))  # fmt: skip
    pen.blob([(28, 86), (28, 91.4), (33, 93), (38.4, 90.4), (39, 86.4), (34, 84)], red, edge=0.5)
    pen.blob([(38, 91), (43.4, 89.4), (47, 85.4), (46, 83.4), (42.6, 85.2), (38, 85.6)],
             (74, 70, 72))  # fmt: skip
    eye(pen, 32.6, 89, 2.1)


def curicaca(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Buff-necked ibis: long down-curved dark bill, buff neck and head, grey back, red legs."""
    grey: RGB = ((138, 140, 142), (128, 132, 136), (148, 146, 144), (136, 134, 130))[t.pose]
    buff: RGB = ((238, 208, 138), (232, 198, 124), (242, 216, 154), (228, 196, 132))[t.pose]
    red: RGB = (208, 80, 72)
    step = (0, 4, 8, 2)[t.pose]
    bird_leg(pen, (5, 38), (4 - 0.2 * step, 20), (8 + step, 1.9), 3.2, shade(red, -0.25), 10)
    bird_leg(pen, (-8, 38), (-12 - 0.5 * step, 20), (-8 - step, 1.9), 3.4, red, 10)
    pen.blob([(-30, 44), (-49, 32), (-52, 26), (-44, 25), (-20, 33)], (46, 48, 54))
    low = (0, 2, 0, 4)[t.pose]  # some bend the neck a little forward
    neck = [(13, 49), (19, 61), (22 + low, 74), (21 + 1.5 * low, 84 - 0.3 * low),
            (26 + 2 * low, 92 - 0.6 * low)]  # fmt: skip
    pen.blob([(-42, 34), (-34, 48), (-16, 60), (4, 63), (18, 58), (24, 50), (16, 38), (-2, 31),
              (-26, 30)], (62, 62, 68))  # fmt: skip
    x, y = 27 + 2 * low, 92 - 0.6 * low
    head = [(x - 7, y - 2), (x - 5, y + 4.6), (x + 1, y + 7), (x + 8, y + 5), (x + 11, y + 0.6),
            (x + 6, y - 3), (x - 2, y - 4.6)]  # fmt: skip
    whole(pen, [limb(neck, (17, 15, 9.6, 8, 8)), head], buff)
    pen.blob([(4, 62), (14, 67), (18, 58), (26, 54), (22, 46), (12, 46), (4, 52)],
             mix(buff, grey, 0.45), edge=0, alpha=0.75)  # fmt: skip
    pen.blob([(x - 7, y - 2), (x - 5, y + 4.6), (x + 1, y + 7), (x + 6, y + 5.6), (x + 1, y + 2),
              (x - 3, y - 3)], (196, 128, 62), edge=0, alpha=0.7)  # fmt: skip
    pen.blob([(-44, 32), (-35, 47), (-16, 59), (4, 61), (13, 54), (9, 45), (-8, 38), (-28, 33)],
             grey)  # fmt: skip
    pen.blob([(-30, 37.6), (-14, 46), (4, 50), (10, 47), (-6, 39.4), (-22, 35.6)], (232, 230, 222),
             edge=0)  # fmt: skip
    for px, py in rng.uniform((-26, 49), (2, 56), (6, 2)):
        pen.curve([(px + 5, py + 1.6), (px, py), (px - 5, py - 3)], 1, shade(grey, -0.3), 0.6)
    bill = [(x + 8, y + 2.4), (x + 17, y + 1), (x + 25, y - 5), (x + 29.6, y - 14)]
    pen.blob(limb(bill, (5.4, 4, 3, 1)), (54, 52, 56))
    pen.blob([(x + 4, y + 3.6), (x + 9, y + 4.6), (x + 11, y + 1), (x + 7, y - 1.6), (x + 3, y)],
             (52, 48, 50), edge=0)  # fmt: skip
    pen.oval(x + 3.4, y + 2.6, 1.9, 1.9, (214, 70, 60), edge=0.4)
    eye(pen, x + 3.6, y + 2.6, 1.1)
