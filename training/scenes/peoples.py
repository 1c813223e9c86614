"""Indigenous peoples of the south: a Mbyá-Guarani artisan of today, a Charrua of the past."""

import math

import numpy as np

from training.scenes import attire, people
from training.scenes.canvas import Pen, Point
from training.scenes.palette import RGB, shade
from training.scenes.people import hand, limb, placed
from training.scenes.traits import Traits

BLOUSES: tuple[RGB, ...] = ((216, 92, 82), (84, 136, 176), (238, 228, 204), (96, 150, 110),
                            (226, 172, 84))  # fmt: skip
SKIRTS: tuple[RGB, ...] = ((64, 72, 108), (110, 60, 70), (70, 96, 84), (92, 76, 112))
TAQUARA: RGB = (222, 186, 122)
BAND: RGB = (142, 76, 52)
DYES: tuple[RGB, ...] = ((92, 46, 36), (44, 40, 40), (168, 60, 44))


def basket(pen: Pen, x: float, y: float, half: float, high: float, dye: RGB, motif: int) -> None:
    """A round taquara basket, wider at the rim, woven with a band of geometric figures."""
    foot = 0.8 * half
    pen.oval(x, y + high, half, 0.24 * half, shade(TAQUARA, -0.45), edge=0.8)
    pen.blob([(x - half, y + high), (x - 0.95 * half, y + 0.5 * high), (x - foot, y + 0.06 * high),
              (x, y - 0.03 * high), (x + foot, y + 0.06 * high), (x + 0.95 * half, y + 0.5 * high),
              (x + half, y + high), (x + 0.5 * half, y + high - 0.19 * half),
              (x, y + high - 0.24 * half), (x - 0.5 * half, y + high - 0.19 * half)],
             TAQUARA, edge=0.7)  # fmt: skip
    weave = [((x - 0.92 * half, y + v * high), (x + 0.92 * half, y + v * high - 0.5))
             for v in (0.12, 0.2, 0.28, 0.76, 0.84)]  # fmt: skip
    pen.strokes(weave, 0.5, shade(TAQUARA, -0.25))
    low, top, count = y + 0.36 * high, y + 0.66 * high, max(4, round(half / 2.6))
    step = 1.8 * half / count
    pairs: list[tuple[Point, Point]] = []
    for i in range(count):
        a = x - 0.9 * half + i * step
        middle, end = a + 0.5 * step, a + step
        if motif % 3 == 0:  # zigzag
            pairs += [((a, low), (middle, top)), ((middle, top), (end, low))]
        elif motif % 3 == 1:  # crosses that join into diamonds
            pairs += [((a, low), (end, top)), ((a, top), (end, low))]
        else:  # stepped meander
            pairs += [((a, low), (a, top)), ((a, top), (middle, top)),
                      ((middle, top), (middle, low)), ((middle, low), (end, low))]  # fmt: skip
    pen.strokes(pairs, 0.3 * step, dye)
    pen.strokes(
        [((x - 0.93 * half, v), (x + 0.93 * half, v)) for v in (low - 2, top + 2)], 0.9, dye
    )
    pen.curve([(x - half, y + high), (x - 0.5 * half, y + high - 0.19 * half),
               (x, y + high - 0.24 * half), (x + 0.5 * half, y + high - 0.19 * half),
               (x + half, y + high)], 1.6, shade(TAQUARA, -0.12))  # fmt: skip


def artesa_guarani(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A Mbyá-Guarani woman of today in blouse and long skirt, seated, weaving taquara baskets."""
    blouse, cloth = attire.pick(rng, BLOUSES), attire.pick(rng, SKIRTS)
    dyes = [attire.pick(rng, DYES) for _ in range(3)]
    basket(pen, -47, 3, 15, 24, dyes[0], t.pose)
    with placed(pen, -4, size=1.7):
        _sitting_woman(pen, t, blouse, cloth)
        with placed(pen, 0, -36):
            work = (3.0, 46.5)
            basket(pen, work[0], work[1], 8, 11, dyes[1], t.pose + 1)
            short = shade(blouse, -0.05)
            for side, elbow, wrist in ((-1, (-14.5, 59), (-5.4, 51)), (1, (16, 59), (11.4, 51.5))):
                limb(pen, [(side * 9.4, 71), elbow, wrist], [3.2, 2.5, 1.9], t.skin, edge=0.5)
                mid = ((side * 9.4 + elbow[0]) / 2, (71 + elbow[1]) / 2)
                limb(pen, [(side * 9.2, 71.4), mid], [3.9, 4], short, edge=0.6)
                hand(pen, wrist, (-side * 3, -0.6), t.skin, thumb=-side)
            pen.strokes([((-2, 57), (-5, 64)), ((4, 57), (4, 65)), ((8, 57), (11.4, 63))], 0.8,
                        TAQUARA)  # fmt: skip
    basket(pen, 45, 1, 17, 20, dyes[2], t.pose + 2)
    pen.strokes([((22, 2), (34, 4)), ((18, 3.6), (33, 1.4)), ((-36, 1.6), (-18, 2.6))], 1, TAQUARA)


def _sitting_woman(pen: Pen, t: Traits, blouse: RGB, cloth: RGB) -> None:
    """Legs folded to one side under the skirt; a foot in a sandal shows."""
    hand(pen, (20, 2.6), (4, -0.8), t.skin)
    pen.line([(22, 1.2), (26, 0.6)], 0.9, (90, 60, 44))
    pen.blob([(-8, 18), (8, 18), (16, 15), (23, 9), (23.5, 2.4), (14, 0.4), (-10, 0.4), (-21, 2),
              (-22, 8), (-15, 14)], cloth)  # fmt: skip
    for fold in (
        [(-7, 15), (-13, 9), (-18, 7)],
        [(6, 15), (13, 10), (21, 6)],
        [(0, 13), (6, 6), (16, 3)],
    ):
        pen.curve(fold, 0.7, shade(cloth, -0.3))
    pen.curve([(-20, 3.4), (-6, 2.2), (10, 2.2), (22, 3.6)], 0.9, shade(cloth, 0.35))
    with placed(pen, 0, -36):
        people.womans_hair_behind(pen, t, loose=t.variant % 3 != 0)
        pen.blob([(-3.4, 77), (3.4, 77), (8.4, 74.6), (10.4, 71), (9, 62), (8.4, 52), (-8.4, 52),
                  (-9, 62), (-10.4, 71), (-8.4, 74.6)], blouse)  # fmt: skip
        people.head(pen, t)
        pen.curve([(-4.6, 76.6), (0, 73), (4.6, 76.6)], 1, shade(blouse, -0.3))
        people.womans_hair(pen, t, style=0 if t.variant % 3 else 2)


def boleadeiras(pen: Pen, x: float, y: float, *, swing: float = 0.0) -> None:
    """Three stone balls on plaited leather cords that meet in the hand."""
    for angle, length in ((-0.28, 27), (0.02, 31), (0.3, 26)):
        bx, by = x + length * math.sin(angle + swing), y - length * math.cos(angle + swing)
        pen.line([(x, y), (bx, by)], 1, (110, 72, 44))
        pen.oval(bx, by, 3, 3, (140, 134, 128), edge=0.6)


def charrua(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A Charrua or Minuano of old in a painted hide cloak (quillapi), boleadeiras in hand."""
    hide: RGB = ((200, 164, 116), (184, 146, 102), (212, 182, 138), (170, 132, 92))[t.pose]
    weight = 1 if t.variant % 2 else -1
    with placed(pen, -6, size=1.045):
        _bare_legs(pen, t, hide, weight)
        people.womans_hair_behind(pen, t)
        pen.blob([(-4, 76.6), (4, 76.6), (12, 72.5), (10.4, 63), (9, 52), (-9, 52), (-10.4, 63),
                  (-12, 72.5)], t.skin)  # fmt: skip
        _quillapi(pen, hide, rng)
        people.head(pen, t)
        people.womans_hair(pen, t)
        pen.curve([(-6.2, 88.8), (0, 91), (6.2, 88.8)], 1.5, BAND)
        swung = t.pose in (1, 3)
        elbow, wrist = ((17, 61), (21.5, 66)) if swung else ((15.4, 59), (17.4, 48))
        if swung and t.pose == 3:
            pen.line([(21.8, 0), (21.8, 90)], 1.7, (120, 82, 50))
            pen.poly([(20, 89), (21.8, 95.4), (23.6, 89)], (120, 116, 112), edge=0.5)
            boleadeiras(pen, -6, 47)
        else:
            boleadeiras(pen, wrist[0] + 0.6, wrist[1] - 1.6, swing=0.12 if swung else 0.0)
        limb(pen, [(11, 71), elbow, wrist], [3.9, 3, 2.1], t.skin, edge=0.6)
        hand(pen, wrist, (1, 3) if swung else (0.4, -3), t.skin)


def _bare_legs(pen: Pen, t: Traits, hide: RGB, weight: int) -> None:
    for side in (-weight, weight):
        x = side * (8.4 if side != weight else 5.4)
        limb(pen, [(side * 5, 44), (side * 6.4, 25), (x, 12), (x, 4.5)], [5.4, 3.8, 3.6, 2.3],
             t.skin, edge=0.6)  # fmt: skip
        pen.poly([(x - side * 2.6, 4.6), (x + side * 2.6, 4.8), (x + side * 8, 2.2),
                  (x + side * 8, 0.4), (x - side * 3, 0.4)], t.skin, edge=0.6)  # fmt: skip
    pen.blob([(-9, 53), (9, 53), (11.4, 40), (11, 29), (0, 27), (-11, 29), (-11.4, 40)],
             shade(hide, -0.28))  # fmt: skip


def _quillapi(pen: Pen, hide: RGB, rng: np.random.Generator) -> None:
    """Over the left shoulder and round the body; fur inside, the smooth side painted."""
    fur = shade(hide, -0.42)
    outline = [(-4, 77), (-12.4, 74.6), (-18, 62), (-21, 44), (-21.5, 24), (-12, 19.5), (0, 18),
               (10, 20), (12.4, 34), (10.6, 50), (9, 60), (3, 69)]  # fmt: skip
    pen.blob(outline, hide)
    red, dark = (150, 58, 44), (62, 46, 40)
    pen.canvas.save()
    pen.canvas.translate(-5.5, 0)
    pairs_red: list[tuple[Point, Point]] = []
    pairs_dark: list[tuple[Point, Point]] = []
    motif = int(rng.integers(3))
    for row, y in enumerate((58.0, 45.0, 32.0)):
        half = 9.5 + 2.4 * row
        w = half / 2
        for a in (-half, -half + w, -half + 2 * w, -half + 3 * w):
            mid, end = a + w / 2, a + w
            if motif == 0:  # two zigzags
                pairs_red += [((a, y), (mid, y + 5)), ((mid, y + 5), (end, y))]
                pairs_dark += [((a, y - 1), (mid, y - 6)), ((mid, y - 6), (end, y - 1))]
            elif motif == 1:  # diamonds between lines
                pairs_red += [((a, y), (mid, y + 4)), ((mid, y + 4), (end, y)),
                              ((end, y), (mid, y - 4)), ((mid, y - 4), (a, y))]  # fmt: skip
                pairs_dark += [((a, y + 5.6), (end, y + 5.6)), ((a, y - 5.6), (end, y - 5.6))]
            else:  # steps with a line below
                pairs_red += [((a, y), (a, y + 4)), ((a, y + 4), (mid, y + 4)),
                              ((mid, y + 4), (mid, y)), ((mid, y), (end, y))]  # fmt: skip
                pairs_dark += [((a, y - 3), (end, y - 3)), ((mid, y - 3), (mid, y - 6))]
    pen.strokes(pairs_red, 1.3, red)
    pen.strokes(pairs_dark, 1.1, dark)
    pen.canvas.restore()
    pen.curve([(3, 69), (9, 60), (10.6, 50), (12.4, 34), (10, 20)], 3, fur)
    pen.curve([(-21, 24), (-12, 20), (0, 18.6), (10, 20.4)], 2.2, fur)
    pen.curve([(-13, 72), (-16, 58), (-17, 38)], 0.9, shade(hide, -0.3))
    pen.curve([(-4.6, 77), (0, 72.4), (4, 67)], 3, fur)
