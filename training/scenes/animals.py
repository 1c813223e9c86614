"""Large animals of the pampa seen from the side, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.palette import BONE, INK, LEATHER, RED, RGB, WHITE, shade
from training.scenes.traits import Traits


def _leg(pen: Pen, x: float, top: float, swing: float, width: float, rgb: RGB, hoof: RGB) -> None:
    """A tapering leg from the body to a hoof; swing moves the foot forward."""
    thin = 0.5 * width
    foot = x + swing
    pen.poly([(x - width, top), (x + width, top), (foot + thin, 5), (foot - thin, 5)], rgb)
    pen.poly([(foot - thin, 6), (foot + thin, 6), (foot + thin + 1.5, 0), (foot - thin, 0)], hoof)


def horse(pen: Pen, t: Traits, rgb: RGB, *, saddled: bool) -> None:
    """A compact criollo with strong arched neck, full mane and tail, pelego and bridle."""
    mane = shade(rgb, -0.72) if t.colour in ("baio", "zaino", "preto") else shade(rgb, 0.35)
    mane = (110, 110, 118) if t.colour == "tordilho" else mane
    mane = (206, 190, 160) if t.colour == "branco" else mane
    hoof = (56, 44, 38)
    walk = (0, 5, 8, 3)[t.pose]
    for x, swing in ((-29, walk), (16, -walk)):
        _leg(pen, x, 50, swing, 6, shade(rgb, -0.28), hoof)
    pen.curve([(-45, 62), (-53, 52), (-53, 34), (-50, 18)], 8, mane)
    pen.curve([(-45, 60), (-48, 46), (-49, 26)], 6, shade(mane, -0.2))
    for x, swing in ((-37, -walk), (25, walk)):
        _leg(pen, x, 52, swing, 7, rgb, hoof)
    pen.blob([(-46, 57), (-39, 68), (-15, 65), (8, 67), (20, 78), (31, 92), (39, 95), (46, 89),
              (58, 73), (58, 67), (51, 66), (44, 73), (38, 72), (35, 60), (32, 48), (20, 41),
              (-8, 40), (-28, 43), (-43, 47)], rgb)  # fmt: skip
    pen.poly([(34, 92), (35, 101), (40, 94)], rgb)
    pen.blob([(5, 67), (14, 80), (28, 95), (36, 98), (38, 92), (30, 84), (22, 72), (14, 66)], mane)
    pen.curve([(38, 96), (43, 91), (44, 86)], 3.5, mane)
    pen.oval(45, 86, 1.7, 1.9, INK, edge=0, soft=0)
    pen.oval(57, 70.5, 1.2, 1.2, INK, edge=0, soft=0)
    if saddled:
        pen.line([(36, 86), (46, 78)], 1.8, LEATHER)
        pen.line([(43, 91), (52, 74), (54, 68)], 1.6, LEATHER)
        pen.curve([(52, 72), (36, 66), (10, 69)], 1.3, LEATHER)
        pen.line([(-3, 64), (-2, 41)], 3.2, LEATHER)
        pen.blob([(-20, 67), (-4, 71), (11, 69), (12, 56), (-3, 53), (-20, 55)], BONE)
        pen.blob([(-14, 68), (-3, 72), (7, 70), (6, 65), (-3, 63), (-14, 64)], t.scarf_rgb)


def cavalo(pen: Pen, t: Traits, _rng: np.random.Generator) -> None:
    """Criollo horse: coat word, thick neck, mane, tail; half of them with pelego and bridle."""
    horse(pen, t, t.tint, saddled=t.saddled)


def boi(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A heavy ox: long horns, boxy deep body, dewlap, tufted tail, pale muzzle."""
    rgb, hoof = t.tint, (50, 42, 38)
    walk = (0, 4, 6, 2)[t.pose]
    for x, swing in ((-33, walk), (17, -walk)):
        _leg(pen, x, 38, swing, 6.5, shade(rgb, -0.28), hoof)
    pen.curve([(-50, 68), (-57, 58), (-57, 36)], 3, shade(rgb, -0.2))
    pen.oval(-57, 29, 4, 8, shade(rgb, -0.6))
    for x, swing in ((-42, -walk), (27, walk)):
        _leg(pen, x, 40, swing, 7.5, rgb, hoof)
    pen.blob([(-53, 60), (-48, 74), (-20, 72), (10, 75), (26, 82), (40, 82), (46, 70), (42, 52),
              (36, 34), (22, 28), (-10, 25), (-36, 29), (-50, 38)], rgb)  # fmt: skip
    if t.colour == "malhado":
        patch = (146, 66, 40) if t.variant % 2 else (52, 46, 46)
        for x, y, r in ((-36, 60, 12), (-6, 48, 13), (22, 64, 11)):
            jig = rng.uniform(-3, 3, 8)
            pen.blob([(x - r + jig[0], y), (x + jig[1], y + r * 0.9), (x + r + jig[2], y + jig[3]),
                      (x + jig[4], y - r * 0.8)], patch, edge=0)  # fmt: skip
    pen.blob([(34, 52), (42, 40), (46, 50), (46, 62)], shade(rgb, -0.12))
    face = WHITE if t.colour == "vermelho" else shade(rgb, 0.08)
    for side in ((38, 82, 30, 90, 32, 99), (52, 82, 62, 89, 62, 99)):
        pen.curve([(side[0], side[1]), (side[2], side[3]), (side[4], side[5])], 6, (120, 100, 76))
        pen.curve([(side[0], side[1]), (side[2], side[3]), (side[4], side[5])], 4, BONE)
    pen.blob([(36, 78), (24, 76), (28, 70), (38, 72)], rgb)
    pen.blob([(52, 78), (63, 78), (61, 71), (52, 72)], rgb)
    pen.blob([(36, 82), (45, 86), (54, 82), (55, 70), (54, 58), (47, 52), (40, 58), (36, 70)], face)
    pen.blob([(40, 60), (47, 63), (54, 60), (55, 54), (47, 50), (40, 54)], (226, 176, 160))
    for eye in (40.5, 50.5):
        pen.oval(eye, 74, 1.8, 2.1, INK, edge=0, soft=0)
    for nostril in (44.0, 50.5):
        pen.oval(nostril, 56, 1.4, 1.1, (120, 66, 60), edge=0, soft=0)


def capivara(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A barrel of reddish brown, no tail, short legs, big blunt square muzzle, tiny ears."""
    rgb: RGB = ((150, 96, 52), (136, 84, 46), (164, 108, 62), (122, 78, 46))[t.pose]
    for x in (-42, 22):
        pen.poly([(x - 7, 30), (x + 8, 30), (x + 6, 0), (x - 7, 0)], shade(rgb, -0.4))
    for x in (-54, 34):
        pen.poly([(x - 8, 34), (x + 10, 34), (x + 6, 3), (x + 9, 0), (x - 7, 0)], shade(rgb, -0.2))
    pen.blob([(-70, 40), (-66, 64), (-46, 80), (-14, 84), (14, 80), (30, 84), (32, 40), (18, 20),
              (-20, 14), (-54, 18)], rgb)  # fmt: skip
    pen.blob([(14, 82), (28, 96), (44, 96), (60, 88), (70, 82), (73, 66), (70, 52), (54, 46),
              (34, 46), (18, 58)], shade(rgb, 0.06))  # fmt: skip
    pen.blob([(62, 86), (71, 80), (73, 66), (70, 54), (62, 54), (58, 68)], shade(rgb, -0.35))
    pen.oval(25, 95, 5, 5, shade(rgb, -0.3))
    pen.oval(46, 83, 2.6, 3, INK, edge=0, soft=0)
    pen.oval(47, 84, 0.9, 0.9, WHITE, edge=0, soft=0)
    pen.oval(69, 77, 1.8, 2.4, INK, edge=0, soft=0)
    pen.curve([(70, 60), (62, 57), (54, 59)], 1.5, INK)
    for x, y in rng.uniform((-58, 30), (10, 72), (16, 2)):
        pen.line([(x, y), (x - 6, y - 2)], 1.3, shade(rgb, -0.25))


def gato_do_mato_pequeno(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Small ochre wild cat: dark rosettes, long ringed tail, round ears, pale belly."""
    rgb: RGB = ((214, 156, 78), (204, 142, 70), (222, 170, 96), (196, 140, 78))[t.pose]
    dark: RGB = (62, 40, 26)
    tail = [(-44, 46), (-60, 44), (-68, 58), (-62, 76), (-52, 84)]
    pen.curve(tail, 11, shade(rgb, -0.4))
    pen.curve(tail, 9.4, rgb)
    for x, y, dx, dy in ((-56, 44, 0, 5), (-66, 52, 5, 2), (-67, 62, 5, 0), (-63, 73, 5, -2)):
        pen.line([(x - dx, y - dy), (x + dx, y + dy)], 4, dark)
    pen.oval(-53, 83, 5.5, 5, dark, edge=0)
    for x in (-28, 18):
        pen.poly([(x - 6, 40), (x + 6, 40), (x + 6, 0), (x - 5, 0)], shade(rgb, -0.22))
    for x in (-38, 28):
        pen.blob([(x - 9, 42), (x + 9, 42), (x + 6, 14), (x + 10, 3), (x, 0), (x - 6, 3),
                  (x - 5, 18)], rgb)  # fmt: skip
    pen.blob([(-50, 46), (-42, 64), (-16, 66), (14, 66), (34, 70), (42, 52), (34, 36), (10, 30),
              (-20, 31), (-44, 34)], rgb)  # fmt: skip
    pen.blob([(-24, 33), (4, 36), (24, 36), (16, 29), (-10, 28)], WHITE, edge=0)
    _cat_coat(pen, rgb, dark, rng)
    _cat_face(pen, rgb, dark)


def _cat_coat(pen: Pen, rgb: RGB, dark: RGB, rng: np.random.Generator) -> None:
    """Open rosettes in three rows on the flank, bars on the legs."""
    for row, y in enumerate((60, 51, 42)):
        for x in np.arange(-42 + 5 * (row % 2), 30, 12.5):
            px, py = x + rng.uniform(-1.5, 1.5), y + rng.uniform(-1.5, 1.5)
            pen.oval(px, py, 4.8, 3.6, dark, edge=0, soft=0)
            pen.oval(px + 0.8, py - 0.3, 2.3, 1.6, shade(rgb, -0.18), edge=0, soft=0)
    for x in (-38, 28):
        for y in (14, 22, 30):
            pen.line([(x - 4, y), (x + 4, y + 1)], 2.2, dark)


def _cat_face(pen: Pen, rgb: RGB, dark: RGB) -> None:
    """Large amber eyes, round dark-rimmed ears, white muzzle, brow and cheek stripes."""
    for x in (32, 58):
        pen.oval(x, 93, 7, 7, dark)
        pen.oval(x, 92, 3.5, 4, (226, 180, 150), edge=0)
    pen.blob([(27, 80), (32, 92), (45, 96), (58, 92), (63, 80), (57, 66), (45, 61), (33, 66)], rgb)
    pen.blob([(36, 70), (45, 76), (54, 70), (51, 64), (45, 62), (39, 64)], WHITE, edge=0)
    for side in (-1, 1):
        x = 45 + side * 8
        pen.oval(x, 80, 4, 3.6, (236, 214, 110), edge=1)
        pen.oval(x, 80, 1.6, 3, INK, edge=0, soft=0)
        pen.curve([(45 + side * 4, 88), (45 + side * 6, 95)], 2.2, dark)
        pen.curve([(45 + side * 13, 78), (45 + side * 17, 74)], 2, dark)
        for drop in (0, -3):
            pen.line([(45 + side * 7, 69 + drop), (45 + side * 22, 70 + 2 * drop)], 0.7, WHITE)
    pen.poly([(42, 74), (48, 74), (45, 70)], (196, 96, 92))


def sapinho(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A small bright-green toad sitting up: red belly, red patches on limbs, dark warts."""
    rgb: RGB = ((96, 170, 58), (82, 158, 66), (120, 182, 60), (74, 148, 54))[t.pose]
    dark = shade(rgb, -0.72)
    pen.blob([(-60, 6), (-62, 26), (-40, 44), (-14, 34), (-16, 8)], shade(rgb, -0.15))
    pen.blob([(-66, 0), (-60, 9), (-20, 8), (-6, 3), (-8, 0)], rgb)
    pen.blob([(-52, 30), (-40, 56), (-10, 78), (16, 94), (40, 96), (58, 84), (62, 70), (48, 56),
              (40, 34), (26, 12), (-14, 6), (-44, 12)], rgb)  # fmt: skip
    pen.blob([(46, 58), (30, 60), (20, 44), (4, 14), (24, 8), (38, 28), (46, 46)], RED)
    pen.blob([(-50, 8), (-40, 20), (-24, 16), (-16, 7), (-30, 4)], RED, edge=0)
    pen.curve([(62, 71), (48, 64), (30, 68)], 1.8, dark)
    for x, reach in ((26, 20), (4, 14)):
        pen.curve([(x, 46), (x + 4, 26), (x + 8, 6)], 12, shade(rgb, -0.35))
        pen.curve([(x, 46), (x + 4, 26), (x + 8, 6)], 10, rgb)
        pen.oval(x + 6, 20, 4, 5, RED, edge=0)
        for toe in (0, 0.5, 1):
            pen.line([(x + 8, 5), (x + 6 + toe * reach, 2)], 4, RED)
    for x, y in ((-38, 40), (-24, 56), (-8, 66), (-30, 24), (-12, 46), (8, 78), (22, 84), (-4, 30),
                 (30, 74), (-44, 24), (12, 62), (-20, 36)):  # fmt: skip
        size = rng.uniform(3.2, 5.2)
        pen.oval(x, y, size, size * 0.85, dark, edge=0)
    pen.oval(38, 92, 9, 9, rgb)
    pen.oval(40, 92, 6.4, 6.6, (240, 206, 90), edge=1)
    pen.oval(41, 92, 4, 3.4, INK, edge=0, soft=0)
    pen.oval(56, 82, 1.2, 1.2, dark, edge=0, soft=0)
