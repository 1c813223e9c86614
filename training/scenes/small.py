"""Small animals close to the ground, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.limbs import Outline, eye, hairs, limb, whole
from training.scenes.palette import INK, RGB, WHITE, mix, shade
from training.scenes.traits import Traits


def tuco_tuco(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Stout grey-brown rodent at its sandy burrow: tiny eye and ear, orange incisors, claws."""
    rgb: RGB = ((138, 114, 90), (150, 124, 94), (126, 108, 92), (142, 112, 80))[t.pose]
    sand: RGB = ((222, 194, 142), (214, 184, 134), (226, 202, 156), (208, 178, 126))[t.variant % 4]
    _thrown_earth(pen, sand, rng)
    pen.blob([(-46, 6), (-44, 34), (-28, 52), (-6, 50), (10, 34), (12, 6)], (72, 52, 38), edge=0)
    lean = (0, 3, -2, 5)[t.pose]
    pen.blob(limb([(22, 40), (33, 24), (40, 12)], (20, 13, 9)), shade(rgb, -0.3))
    _digging_claws(pen, 42, 9, shade(rgb, -0.3))
    body = [(-30, 4), (-38, 24), (-34, 46), (-20, 64), (-2, 76 + 0.6 * lean), (16, 88 + lean),
            (34, 92 + lean), (50, 88 + lean), (61, 78 + lean), (65, 67 + lean), (62, 58 + lean),
            (52, 52 + lean), (44, 44), (36, 26), (28, 8), (8, 3)]  # fmt: skip
    arm = limb([(16, 46), (24, 28), (28, 11)], (26, 16, 10))
    whole(pen, [body, arm], rgb)
    pen.blob([(44, 50), (50, 53), (44, 54), (34, 46), (33, 34), (36, 28), (41, 40)],
             shade(rgb, 0.42), edge=0, alpha=0.8)  # fmt: skip
    pen.glow(-8, 54, 18, pen.lit(shade(rgb, 0.45)), 0.4)
    hairs(pen, (-26, 18, 10, 56), 28, (-4, -4), 1, shade(rgb, -0.35), rng)
    hairs(pen, (-22, 22, 34, 66), 16, (-4, -4), 1, shade(rgb, 0.35), rng)
    pen.curve([(8, 54), (10, 40), (17, 26), (23, 14)], 1.4, shade(rgb, -0.4), 0.55)
    pen.curve([(-20, 10), (-16, 26), (-4, 32), (6, 24)], 1.6, shade(rgb, -0.4), 0.5)
    pen.blob([(-16, 1), (-12, 9), (4, 8), (11, 4), (10, 1)], shade(rgb, -0.2))
    _digging_claws(pen, 30, 8, shade(rgb, -0.1))
    _tuco_head(pen, rgb, lean)
    # A low rim of sand before the body sets it into the mouth of the burrow.
    pen.blob([(-68, 1), (-60, 9), (-44, 13), (-28, 8), (-10, 3), (10, 0)], shade(sand, 0.06),
             edge=0.5)  # fmt: skip
    hairs(pen, (-62, 2, -22, 8), 10, (1.5, -0.6), 1.4, shade(sand, -0.3), rng, 0.7)


def _thrown_earth(pen: Pen, sand: RGB, rng: np.random.Generator) -> None:
    """The mound behind the hole, with clods thrown out of it."""
    top = 50 + float(rng.uniform(0, 8))
    pen.blob([(-67, 1), (-66, 14), (-57, top - 14), (-40, top + 6), (-20, top + 8), (0, top),
              (16, 26), (28, 8), (40, 0)], sand)  # fmt: skip
    pen.blob([(-64, 5), (-60, 20), (-48, 36), (-46, 20), (-50, 4)], shade(sand, -0.2), edge=0,
             alpha=0.5)  # fmt: skip
    hairs(pen, (-66, 4, -34, 40), 16, (2, -1.4), 1.5, shade(sand, -0.3), rng, 0.7)
    for x, y in rng.uniform((-72, 14), (-50, 40), (4, 2)):
        size = float(rng.uniform(1.6, 3.2))
        pen.oval(float(x), float(y), size, 0.8 * size, shade(sand, -0.12), edge=0.5)


def _digging_claws(pen: Pen, x: float, y: float, rgb: RGB) -> None:
    """A broad hand with long pale claws."""
    pen.oval(x, y, 6.4, 4.8, rgb, edge=0.6)
    claws: list[tuple[Point, Point]] = [
        ((x + 2.4 + 0.6 * i, y + 2 - 2 * i), (x + 12.6 - i, y - 1.6 - 2.2 * i)) for i in range(3)
    ]
    pen.strokes(claws, 3, (110, 92, 72))
    pen.strokes(claws, 2, (238, 222, 190))


def _tuco_head(pen: Pen, rgb: RGB, lean: float) -> None:
    """Broad cheeks, blunt nose, eye high and small, incisors always in sight."""
    pen.canvas.save()
    pen.canvas.translate(0, lean)
    for x in (49.6, 54.2):
        pen.blob([(x - 2.3, 60), (x - 2.2, 51), (x, 49.6), (x + 2.2, 51), (x + 2.3, 60)],
                 (236, 142, 38))  # fmt: skip
    pen.blob([(40, 62), (47, 57), (57, 57), (64.4, 62), (64.6, 69), (58, 72.6), (46, 70)],
             shade(rgb, 0.28), edge=0)  # fmt: skip
    pen.curve([(40, 61), (48, 57.6), (59, 58.6)], 1.2, shade(rgb, -0.55))
    pen.blob([(59, 72), (63.6, 71.4), (65.6, 67.4), (62.6, 65.6), (59.4, 68)], (206, 132, 122),
             edge=0.6)  # fmt: skip
    pen.strokes([((56, 66), (70, 70)), ((56, 65), (71, 65)), ((56, 64), (69, 60))], 0.6, WHITE, 0.8)
    pen.blob([(22, 78), (21, 83.6), (25, 86.4), (28.6, 82.6), (27, 78.6)], shade(rgb, -0.3),
             edge=0.6)  # fmt: skip
    eye(pen, 46, 79, 2.3)
    pen.canvas.restore()


def tatu_mulita(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Small armadillo: brown-grey shell, six or seven bands, long snout, long upright ears."""
    rgb: RGB = ((136, 118, 98), (124, 112, 102), (146, 124, 96), (118, 104, 92))[t.pose]
    skin: RGB = (196, 164, 140)
    step = (0, 4, 7, 2)[t.pose]
    pen.blob(limb([(-54, 26), (-68, 16), (-78, 6)], (15, 9, 2.5)), shade(rgb, -0.1))
    pen.strokes([((x, y + 4.6), (x - 1, y - 4.6)) for x, y in ((-59, 22), (-64, 18.6), (-69, 14))],
                1, shade(rgb, -0.45))  # fmt: skip
    for x, foot in ((-28, -28 - step), (20, 20 + step), (-42, -42 + step), (32, 32 - step)):
        near = x in (-42, 32)
        tone = shade(skin, -0.22 if near else -0.45)
        pen.blob(limb([(x, 28), (x, 16), (foot + 2, 4)], (20, 14, 9)), tone)
        pen.blob([(foot - 4, 6), (foot + 6, 6), (foot + 9, 0.5), (foot - 4, 0.5)], tone, edge=0.6)
        pen.strokes([((foot + d, 3.5), (foot + d + 3.6, 0.6)) for d in (2, 5, 8)], 1.8,
                    (232, 218, 190))  # fmt: skip
    _mulita_head(pen, rgb, skin)
    shell = [(-62, 18), (-66, 40), (-58, 66), (-40, 84), (-14, 93), (12, 90), (32, 78), (43, 58),
             (45, 36), (42, 20), (30, 16), (-10, 14), (-46, 13)]  # fmt: skip
    pen.blob(shell, rgb)
    _bands(pen, rgb, 6 + t.variant % 2)
    hairs(pen, (-50, 14, 30, 17), 14, (-1, -4), 0.7, shade(skin, 0.3), rng)


def _bands(pen: Pen, rgb: RGB, count: int) -> None:
    """Movable bands between the two shields, small scales on the shields, light on the back."""
    dark, light = shade(rgb, -0.5), shade(rgb, 0.35)
    pen.glow(-14, 70, 26, pen.lit(light), 0.4)
    pen.blob([(-60, 19), (-30, 24), (10, 24), (42, 24), (41, 19), (30, 16), (-10, 14), (-46, 13)],
             dark, edge=0, soft=0, alpha=0.35)  # fmt: skip
    for i in range(count + 1):
        x = -28 + 40 * i / count
        high = 91.6 - 0.012 * (x + 6) ** 2 - (0.4 if x > 0 else 0)
        arc = [(x, high), (x + 4.4, 66), (x + 5.4, 42), (x + 2.4, 15.4)]
        pen.curve(arc, 1.5, dark)
        if i < count:
            pen.curve([(px + 1.6, py) for px, py in arc[:3]], 1, light, 0.6)
            pen.strokes([((x + 40 / count * 0.5 + d, y), (x + 40 / count * 0.5 + d + 0.4, y - 4))
                         for d, y in ((2, 80), (3.6, 68), (4.6, 56), (5, 44), (4, 32))],
                        0.9, dark, 0.6)  # fmt: skip
    scales: Outline = [(-54 + 7 * (i % 4) + 3 * (i // 4 % 2), 72 - 10 * (i // 4))
                       for i in range(20)]  # fmt: skip
    scales += [(21 + 7 * (i % 3) + 2 * (i // 3 % 2), 72 - 11 * (i // 3)) for i in range(15)]
    keep = [(x, y) for x, y in scales if not (x < -48 and y > 60) and not (x > 34 and y > 62)]
    pen.strokes([((x - 2, y + 1.4), (x, y - 1.2)) for x, y in keep]
                + [((x, y - 1.2), (x + 2, y + 1.4)) for x, y in keep], 0.9, dark, 0.6)  # fmt: skip


def _mulita_head(pen: Pen, rgb: RGB, skin: RGB) -> None:
    """Long tapering head with a plated forehead, close-set tall ears, a small dark eye."""
    pen.blob([(42, 60), (39, 72), (42, 79), (46, 74), (48, 62)], shade(skin, -0.32))
    pen.blob([(30, 30), (34, 56), (44, 63), (54, 59), (64, 48), (74, 37), (79, 31), (79, 27.4),
              (74, 25.4), (62, 28), (50, 30), (40, 24)], skin)  # fmt: skip
    pen.blob([(42, 63), (54, 59), (62, 50), (68, 43), (62, 42), (52, 47), (44, 54)],
             shade(rgb, 0.05), edge=0.6)  # fmt: skip
    pen.blob([(47, 60), (46, 71), (49.6, 78.4), (54.4, 73), (54, 60)], skin)
    pen.blob([(49, 62), (48.6, 70), (50.4, 74.6), (52.6, 70), (52, 62)], shade(skin, -0.3), edge=0)
    pen.oval(78.4, 29.6, 1.8, 2, shade(skin, -0.5), edge=0)
    pen.curve([(75, 26.6), (66, 29.6), (58, 31)], 0.9, shade(skin, -0.5))
    eye(pen, 57.4, 44, 2)


def sapinho(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Admirable toad: flat, warty, pale glands, big gland between the eyes, red belly and palms."""
    rgb: RGB = ((92, 168, 62), (80, 156, 64), (108, 178, 66), (74, 148, 58))[t.pose]
    belly: RGB = (214, 44, 40)
    # The unken display: the front lifted on straight arms, so that belly and palms show.
    step = (0, 5, 9, 3)[t.pose]
    _arm(pen, [(36, 48), (48, 34), (50 + step, 10)], shade(rgb, -0.3), shade(belly, -0.15))
    back = [(-76, 14), (-77, 28), (-66, 44), (-46, 55), (-22, 64), (2, 74), (22, 84), (38, 91),
            (54, 92), (68, 84), (75, 74), (75, 66), (68, 60), (56, 55), (44, 44), (28, 30), (4, 17),
            (-24, 9), (-54, 6)]  # fmt: skip
    pen.blob(back, rgb)
    pen.blob([(72, 62), (60, 56.4), (50, 50), (42, 42), (28, 30), (4, 17), (-24, 9), (-46, 6.6),
              (-30, 16), (-4, 27), (18, 39), (36, 52), (52, 60), (64, 63)], belly,
             edge=0)  # fmt: skip
    for x, y, r in ((-12, 17, 2.6), (6, 24.4, 3.2), (22, 34, 3), (36, 45, 2.4), (50, 55.4, 2)):
        pen.oval(x, y, r, 0.75 * r, shade(rgb, -0.72), edge=0)
    _warts(pen, rgb, rng)
    _arm(pen, [(16, 50), (24, 32), (19 - step, 10)], rgb, belly)
    _haunch(pen, rgb, belly)
    _toad_head(pen, rgb)


def _arm(pen: Pen, joints: list[Point], rgb: RGB, palm: RGB) -> None:
    """A short stout arm, dark spot on its elbow, and its red hand with spread fingers."""
    x = joints[-1][0]
    pen.blob(limb(joints, (18, 13, 10)), rgb)
    pen.oval(*joints[1], 2.6, 2.2, shade(rgb, -0.7), edge=0)
    spread = ((14.0, -1.0), (12.0, -5.4), (4.0, -6.2))
    fingers: list[tuple[Point, Point]] = [((x, 7), (x + dx, 7 + dy)) for dx, dy in spread]
    pen.strokes(fingers, 5, shade(palm, -0.4))
    pen.oval(x, 8, 6.4, 5.4, palm, edge=0.6)
    pen.strokes(fingers, 3.7, palm)


def _haunch(pen: Pen, rgb: RGB, red: RGB) -> None:
    """A folded hind leg with the red of the inner thigh and of the sole."""
    pen.blob([(-76, 8), (-76, 26), (-62, 36), (-42, 34), (-27, 22), (-28, 9), (-50, 4)],
             shade(rgb, -0.08))  # fmt: skip
    pen.blob([(-60, 10), (-52, 20), (-38, 22), (-29, 16), (-31, 9), (-46, 6)], red, edge=0)
    pen.blob([(-72, 3), (-66, 9), (-42, 10), (-22, 7), (-16, 3), (-40, 0.4)], rgb)
    toes: list[tuple[Point, Point]] = [((-22, 4.6), (-22 + dx, 4.6 + dy))
                                       for dx, dy in ((15, 0.4), (15, -2.4), (9, -3))]  # fmt: skip
    pen.strokes(toes, 4.6, shade(red, -0.4))
    pen.strokes(toes, 3.3, red)
    for x, y in ((-68, 25), (-57, 29.6), (-46, 28)):
        pen.oval(x, y, 2.8, 2.3, shade(rgb, 0.45), edge=0.6)


def _warts(pen: Pen, rgb: RGB, rng: np.random.Generator) -> None:
    """Raised pale-green glands crowding the back, dark spots among them."""
    dark, pale = shade(rgb, -0.75), mix(shade(rgb, 0.35), (214, 226, 120), 0.35)
    glands = ((-68, 37), (-54, 47), (-38, 53), (-22, 60), (-6, 66), (10, 74), (-30, 42), (-14, 48),
              (2, 56), (18, 64), (26, 78), (-20, 32), (-2, 40), (32, 66))  # fmt: skip
    for x, y in ((-46, 46), (-30, 51), (-14, 57), (2, 65), (19, 73), (-22, 40), (-6, 47), (10, 54),
                 (-10, 32), (30, 58)):  # fmt: skip
        size = float(rng.uniform(2.4, 4))
        pen.oval(x + float(rng.uniform(-1.5, 1.5)), y, size, 0.8 * size, dark, edge=0, soft=0)
    for x, y in glands:
        size = float(rng.uniform(2.8, 4.2))
        px = x + float(rng.uniform(-1.2, 1.2))
        pen.oval(px, y, size, 0.85 * size, pale, edge=1)


def _toad_head(pen: Pen, rgb: RGB) -> None:
    """Blunt head: the great pale gland between the eyes, gold eye with a level pupil."""
    dark = shade(rgb, -0.6)
    pen.curve([(75, 68), (66, 64.6), (52, 64.4)], 1.3, dark)
    pen.oval(71.6, 77, 1.1, 1.1, INK, edge=0)
    gland = mix(shade(rgb, 0.3), (214, 226, 120), 0.35)
    pen.blob([(46, 88), (49, 96), (56, 99), (63.6, 96), (68, 88), (64, 83), (54, 83)], gland,
             edge=1)  # fmt: skip
    pen.curve([(52, 94), (56, 96.4), (60, 96)], 1.4, shade(gland, 0.5), 0.7)
    pen.oval(50, 82, 8.8, 8, shade(rgb, 0.04))
    pen.oval(51, 81.6, 5.8, 5.2, (226, 180, 66), edge=1)
    pen.oval(51, 81.6, 4.2, 1.9, INK, edge=0, soft=0)
    pen.oval(53, 83.4, 1.1, 0.9, WHITE, edge=0, soft=0)
    pen.oval(38, 77, 4.4, 3, shade(rgb, 0.42), edge=0.8)
