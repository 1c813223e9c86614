"""Pilcha for standing figures: hat, lenço, shirt, guaiaca, bombacha, boots, poncho, mate."""

import numpy as np

from training.scenes import people
from training.scenes.canvas import Pen, Point
from training.scenes.palette import BONE, LEATHER, RGB, SILVER, WHITE, shade
from training.scenes.people import limb
from training.scenes.traits import Traits

VESTS: tuple[RGB, ...] = ((58, 52, 56), (88, 62, 44), (66, 76, 70))


def pick(rng: np.random.Generator, choices: tuple[RGB, ...]) -> RGB:
    return choices[int(rng.integers(len(choices)))]


def hat(pen: Pen, rgb: RGB, x: float = 0, y: float = 86, *, strap: bool = True) -> None:
    """Felt hat, wide flat brim, low crown, band, and the barbicacho under the chin."""
    if strap:
        pen.curve([(x - 5.4, y + 3), (x - 4.2, y - 4), (x + 0.6, y - 8), (x + 4.6, y - 4),
                   (x + 5.5, y + 3)], 0.6, shade(LEATHER, -0.2))  # fmt: skip
    pen.blob([(x - 7, y + 4), (x - 6.4, y + 9.6), (x - 2.6, y + 12.8), (x + 1.2, y + 12),
              (x + 4.4, y + 12.6), (x + 6.6, y + 9.4), (x + 7, y + 4)], rgb)  # fmt: skip
    pen.line([(x - 6.2, y + 6.6), (x, y + 6.3), (x + 6.2, y + 6.6)], 1.6, shade(rgb, -0.5))
    pen.blob([(x - 14, y + 6.2), (x - 7, y + 5.8), (x, y + 5.8), (x + 7, y + 5.8),
              (x + 14, y + 6.2), (x + 8.5, y + 3.4), (x, y + 2.6), (x - 8.5, y + 3.4)],
             shade(rgb, 0.06))  # fmt: skip


def hairstyle(t: Traits) -> int:
    return (0, 2, 0)[t.variant // 4 % 3]


def topped(pen: Pen, t: Traits, rgb: RGB, *, small: bool = False) -> None:
    """The head with what belongs on it: hair, beard and, where worn, the hat."""
    people.head(pen, t, small=small)
    if t.woman:
        people.womans_hair(pen, t, style=hairstyle(t))
    elif not small:
        people.beard(pen, t)
    if t.hat:
        hat(pen, rgb, strap=not small)
    elif not t.woman:
        people.mans_hair(pen, t)


def scarf(pen: Pen, rgb: RGB, x: float = 0, y: float = 76) -> None:
    """The lenço: round the neck, knotted at the throat, two long ends down the chest."""
    dark = shade(rgb, -0.3)
    pen.poly([(x - 0.6, y - 1), (x - 4.6, y - 14), (x - 1.6, y - 17), (x + 0.6, y - 11.5)], rgb,
             edge=0.6)  # fmt: skip
    pen.poly([(x + 0.4, y - 1), (x + 0.2, y - 13), (x + 2.6, y - 16), (x + 5, y - 13.5),
              (x + 2.2, y - 1)], shade(rgb, -0.06), edge=0.6)  # fmt: skip
    pen.strokes([((x - 0.3, y - 3), (x - 2.2, y - 13)), ((x + 1.4, y - 3), (x + 2.7, y - 13))],
                0.5, dark)  # fmt: skip
    pen.blob([(x - 5.6, y + 2.6), (x, y + 0.9), (x + 5.6, y + 2.6), (x + 5, y - 0.4), (x, y - 2.4),
              (x - 5, y - 0.4)], rgb, edge=0.6)  # fmt: skip
    pen.oval(x + 0.4, y - 1.2, 1.7, 1.5, shade(rgb, -0.12), edge=0.5)


def torso(pen: Pen, rgb: RGB, *, woman: bool = False, vest: RGB | None = None) -> None:
    """Shirt from shoulders to belt with placket and folds; perhaps an open waistcoat."""
    wide, waist = (10.6, 7.6) if woman else (12.4, 9.2)
    pen.blob([(-3.6, 77), (3.6, 77), (wide - 2, 74.4), (wide, 71), (waist + 1.2, 63), (waist, 54),
              (-waist, 54), (-waist - 1.2, 63), (-wide, 71), (-wide + 2, 74.4)], rgb)  # fmt: skip
    pen.strokes([((0.6, 73), (0.6, 56)), ((-waist + 1, 58), (-4.5, 62)),
                 ((waist - 1, 58), (5.5, 61))], 0.5, shade(rgb, -0.25))  # fmt: skip
    if vest is not None:
        for side in (-1, 1):
            pen.poly([(side * 4, 76.4), (side * (wide - 3.6), 74.2), (side * (waist + 0.8), 64),
                      (side * (waist + 0.4), 54.5), (side * 4.2, 53), (side * 3, 66)], vest,
                     edge=0.6)  # fmt: skip
    pen.poly([(-4.4, 77), (0.4, 72), (-2.6, 70.6), (-5.2, 75)], shade(rgb, 0.1), edge=0.4)
    pen.poly([(4.6, 77), (0.4, 72), (3.4, 70.6), (5.6, 75)], shade(rgb, 0.1), edge=0.4)


def guaiaca(pen: Pen, *, woman: bool = False, faixa: RGB = (150, 30, 34)) -> None:
    """A wool faixa under a broad leather belt with a front buckle and a pouch."""
    half = 8.6 if woman else 10
    pen.box(-half + 0.4, 55.5, half - 0.4, 59.2, faixa, edge=0.4)
    pen.poly([(-half, 56.4), (half, 56.4), (half + 0.4, 52), (-half - 0.4, 52)], LEATHER, edge=0.6)
    pen.box(0, 52.4, 3.4, 56, (214, 190, 110), edge=0.5)
    pen.box(-7.6, 49.8, -3.4, 54.6, shade(LEATHER, 0.18), edge=0.6)


def boot(pen: Pen, x: float, side: int, rgb: RGB, *, toe: float = 7.5, top: float = 21) -> None:
    """A leather boot whose toe turns a little outwards, on a low heel."""
    pen.poly([(x - 4.6, top), (x + 4.6, top), (x + 3.5, 8), (x + side * toe * 0.62, 4.2),
              (x + side * toe, 2.4), (x + side * toe, 0.4), (x - side * 3.8, 0.4), (x - 3.5, 8)]
             if side > 0 else
             [(x + 4.6, top), (x - 4.6, top), (x - 3.5, 8), (x - toe * 0.62, 4.2), (x - toe, 2.4),
              (x - toe, 0.4), (x + 3.8, 0.4), (x + 3.5, 8)], rgb, edge=0.7)  # fmt: skip
    pen.line([(x - side * 3.4, 0.7), (x + side * (toe - 0.4), 0.7)], 1.2, shade(rgb, -0.5))
    pen.curve([(x - 3, 10.5), (x, 9.2), (x + 3, 10.5)], 0.5, shade(rgb, -0.4))


def bombacha_legs(pen: Pen, cloth: RGB, boots: RGB, *, weight: int = 1) -> None:
    """Wide trousers gathered into the boots; the leg away from `weight` stands at ease."""
    shift = 1.4 * weight
    for side in (-weight, weight):
        free = side != weight
        foot, knee = side * (10.2 if free else 6), side * (10.4 if free else 6.8)
        boot(pen, foot, side, boots, toe=9 if free else 7)
        pen.blob([(shift + side * -0.6, 55), (shift + side * 10, 55), (shift + side * 13.2, 45),
                  (knee + side * 8, 30), (foot + side * 6.4, 21.5), (foot, 18),
                  (foot - side * 5.4, 21), (knee - side * 6.2, 31),
                  (shift - side * 0.4, 44)], cloth)  # fmt: skip
        pen.strokes([((foot + side * 3.6, 21), (knee + side * 4.6, 30)), ((foot, 19.6), (knee, 27)),
                     ((foot - side * 3, 21), (knee - side * 2.6, 29))],
                    0.6, shade(cloth, -0.3))  # fmt: skip
        pen.curve([(shift + side * 9.2, 51), (0.5 * (shift + knee) + side * 7.6, 42),
                   (knee + side * 5.4, 33)], 0.7,
                  shade(cloth, -0.32))  # fmt: skip
        pen.curve([(shift + side * 8.2, 53.5), (shift + side * 10.6, 48)], 0.7, shade(cloth, -0.45))


def cuia(pen: Pen, x: float, y: float, *, size: float = 1.0, lean: int = 1) -> None:
    """A gourd with silver rim and bomba, the bright herb heaped at the mouth."""
    pen.line([(x, y + 3 * size), (x - lean * 3.4 * size, y + 9.4 * size)], 1.1 * size, SILVER)
    pen.blob([(x - 2.6 * size, y + 4 * size), (x - 3.6 * size, y + 1 * size),
              (x - 2 * size, y - 2.6 * size), (x + 2 * size, y - 2.6 * size),
              (x + 3.6 * size, y + 1 * size), (x + 2.6 * size, y + 4 * size)], (122, 72, 36),
             edge=0.6)  # fmt: skip
    pen.oval(x, y + 4.3 * size, 2.7 * size, 1.1 * size, (104, 172, 62), edge=0.4)


def kettle(pen: Pen, x: float, *, size: float = 1.0, rgb: RGB = (66, 64, 70)) -> None:
    """The chaleira: dark iron, curved spout, handle over the lid."""
    pen.curve([(x - 5 * size, 9 * size), (x - 3 * size, 17 * size), (x + 3 * size, 17 * size),
               (x + 5 * size, 9 * size)], 1.1 * size, shade(rgb, -0.3))  # fmt: skip
    limb(pen, [(x + 5 * size, 4.5 * size), (x + 8.6 * size, 7 * size),
               (x + 10 * size, 10.5 * size)],
         [1.8 * size, 1.2 * size, 0.9 * size], rgb, edge=0.4)  # fmt: skip
    pen.blob([(x - 5 * size, 9.6 * size), (x - 7 * size, 3 * size), (x - 5 * size, 0),
              (x + 5 * size, 0), (x + 7 * size, 3 * size), (x + 5 * size, 9.6 * size)],
             rgb)  # fmt: skip
    pen.oval(x, 9.8 * size, 4.6 * size, 1.2 * size, shade(rgb, 0.2), edge=0.4)
    pen.oval(x, 11.6 * size, 1.1 * size, 1.1 * size, shade(rgb, -0.2), edge=0.3)


def poncho(
    pen: Pen, t: Traits, *, low: float = 32, wide: float = 22.5, thrown: bool = False
) -> None:
    """A plain pala from the shoulders past the hip, with a paler band, fringe and long folds."""
    rim = shade(t.tint, 0.38)
    left = [(-3.8, 78), (-11.6, 74), (-17, 60), (-wide, low + 9), (-0.55 * wide, low + 2.5)]
    right = [(0.55 * wide, low + 2.5), (wide, low + 9), (17, 60), (11.6, 74), (3.8, 78)]
    if thrown:  # one side laid over the shoulder so that shirt and belt show
        right = [(3, low + 5), (6, 52), (9.5, 62), (13.6, 71.5), (11.6, 75.4), (3.8, 78)]
    fringe: list[tuple[Point, Point]] = []
    for i in range(13 if not thrown else 8):
        x = -wide + 1.5 + i * (2 * wide - 3) / 12
        y = low + 9 * (abs(x) / wide) ** 2
        fringe.append(((x, y + 1), (x * 1.02, y - 2.2)))
    pen.strokes(fringe, 0.8, rim)
    pen.blob([*left, (0, low), *right], t.tint)
    band = [(-wide + 2, low + 13), (-0.5 * wide, low + 6.4), (0, low + 4.2)]
    pen.curve(
        [*band, *([(2.6, low + 7)] if thrown else [(-x, y) for x, y in band[1::-1]])], 1.7, rim
    )
    dark = shade(t.tint, -0.28)
    for x in (-12, -5, 6, 13) if not thrown else (-12, -5):
        pen.curve([(0.75 * x, 71), (1.05 * x, 56), (1.15 * x, low + 11)], 0.8, dark, alpha=0.8)
    pen.curve([(-5.4, 77.4), (0, 73.6), (5.4, 77.4)], 1.2, dark)
    if thrown:
        pen.curve([(6.4, 53), (9.6, 62.5), (13, 71)], 1.6, rim)


def ceroula(pen: Pen, x: float, side: int) -> None:
    """A leg of the white drawers with its fringe over the boot."""
    pen.poly([(x - 4.8, 33), (x + 4.8, 33), (x + 4.5, 12), (x - 4.5, 12)], BONE, edge=0.6)
    pen.strokes([((x + dx, 12.4), (x + dx * 1.1, 8.4)) for dx in (-4, -2, 0, 2, 4)], 0.8, WHITE)
    pen.line([(x + side * 1.6, 30), (x + side * 1.2, 14)], 0.5, shade(BONE, -0.25))
