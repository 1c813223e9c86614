"""1835-45: Black lancers and the proclamation of the Rio-Grandense Republic, in period dress."""

from dataclasses import replace

import numpy as np

from training.scenes import attire, people
from training.scenes.animals import horse
from training.scenes.canvas import Pen, Point
from training.scenes.palette import (
    BONE,
    HATS,
    LEATHER,
    PONCHOS,
    RED,
    RGB,
    SILVER,
    SKINS,
    WHITE,
    shade,
)
from training.scenes.people import arm, limb, placed
from training.scenes.riders import BRIDLE, SEAT, rein
from training.scenes.traits import Traits

JACKETS: tuple[RGB, ...] = ((44, 56, 92), (66, 56, 54), (52, 70, 66), (92, 66, 48))
CHIRIPAS: tuple[RGB, ...] = ((150, 60, 50), (96, 84, 120), (128, 108, 76), (84, 96, 84))
FLAG: tuple[RGB, RGB, RGB] = ((24, 128, 72), (204, 36, 42), (246, 202, 58))


def period_legs(pen: Pen, skin: RGB, cloth: RGB, *, weight: int = 1) -> None:
    """Chiripá wrapped over fringed white ceroula; colt-hide boots that leave the toes bare."""
    for side in (-weight, weight):
        x = side * (9.4 if side != weight else 6)
        hide: RGB = (196, 164, 122)
        pen.poly([(x - side * 3, 4), (x + side * 4, 4.4), (x + side * 9, 2.4), (x + side * 9, 0.4),
                  (x - side * 3.4, 0.4)], skin, edge=0.6)  # fmt: skip
        pen.poly([(x - 4, 15), (x + 4, 15), (x + side * 3.2, 6), (x + side * 5.6, 3.6),
                  (x + side * 5, 0.4), (x - side * 3.6, 0.4), (x - side * 3.2, 7)]
                 if side > 0 else
                 [(x + 4, 15), (x - 4, 15), (x - 3.2, 6), (x - 5.6, 3.6), (x - 5, 0.4),
                  (x + 3.6, 0.4), (x + 3.2, 7)], hide, edge=0.6)  # fmt: skip
        attire.ceroula(pen, x, side)
    s = 1.2 * weight
    pen.blob([(s - 9.6, 55), (s + 9.6, 55), (s + 13, 44), (13.6, 31), (7, 27), (1.5, 32),
              (-1.5, 32), (-7, 27), (-13.6, 31), (s - 13, 44)], cloth)  # fmt: skip
    dark = shade(cloth, -0.32)
    pen.curve([(s - 3, 54), (-1, 44), (2, 33)], 1, dark)
    pen.strokes(
        [((s + 7, 50), (10, 34)), ((s - 8, 50), (-10, 34)), ((s + 3, 46), (6, 32))], 0.7, dark
    )
    pen.curve([(-12.4, 32.4), (-7, 28.6), (-2, 33)], 0.9, shade(cloth, 0.4))


def period_trunk(pen: Pen, jacket: RGB) -> None:
    """An open short jacket over a plain shirt, a leather belt with a dagger."""
    attire.torso(pen, WHITE, vest=jacket)
    pen.line([(8, 52), (-3, 57.5)], 1.5, SILVER)
    pen.line([(-3, 57.5), (-6, 59)], 2, (60, 44, 34))
    pen.poly([(-9.8, 57), (9.8, 57), (10.2, 53), (-10.2, 53)], LEATHER, edge=0.6)


def headband(pen: Pen, rgb: RGB, x: float = 0, y: float = 86) -> None:
    """A kerchief bound round the forehead, its knot behind the ear."""
    pen.curve([(x - 5.9, y + 3.8), (x, y + 4.6), (x + 5.7, y + 3.8)], 2.6, shade(rgb, -0.35))
    pen.curve([(x - 5.9, y + 3.9), (x, y + 4.7), (x + 5.7, y + 3.9)], 1.9, rgb)
    pen.poly([(x - 5.6, y + 4), (x - 9.6, y + 1.4), (x - 8.4, y - 1)], rgb, edge=0.5)


def period_head(
    pen: Pen, t: Traits, felt: RGB, *, hat: bool, band: bool, small: bool = False
) -> None:
    people.head(pen, t, small=small)
    people.beard(pen, t)
    if hat:
        attire.hat(pen, felt, strap=not small)
    else:
        people.mans_hair(pen, t)
        if band:
            headband(pen, t.scarf_rgb)


def lance(pen: Pen, x: float, foot: float, top: float) -> None:
    """A long wooden lance with an iron point and a swallow-tailed red pennant."""
    pen.line([(x, foot), (x, top - 9)], 2.4, (80, 52, 34))
    pen.line([(x - 0.3, foot), (x - 0.3, top - 9)], 1.3, (160, 114, 70))
    pen.poly([(x - 2.6, top - 9), (x, top), (x + 2.6, top - 9), (x, top - 12)], SILVER, edge=0.6)
    pen.blob([(x, top - 12), (x - 9, top - 11), (x - 19, top - 14), (x - 14, top - 17),
              (x - 18, top - 21), (x - 9, top - 19), (x, top - 21)], RED, edge=0.6)  # fmt: skip


def lanceiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Black lancer of 1835-45: tall lance, red lenço, plain jacket, chiripá over white ceroula."""
    cloth, jacket = attire.pick(rng, CHIRIPAS), attire.pick(rng, JACKETS)
    if t.mounted:
        with placed(pen, -2, size=0.74):
            horse(pen, t, t.tint, saddled=True)
            with placed(pen, *SEAT, size=0.9):
                _mounted_lancer(pen, t, cloth, jacket)
            rein(pen, (SEAT[0] - 0.9 * 1.5 + 3, SEAT[1] + 2), BRIDLE)
        return
    weight = 1 if t.variant % 2 else -1
    with placed(pen, -3, size=0.82):
        period_legs(pen, t.skin, cloth, weight=weight)
        with placed(pen, 1.2 * weight, turn=-weight):
            period_trunk(pen, jacket)
            period_head(pen, t, HATS[0], hat=bool(t.pose % 2), band=True)
            attire.scarf(pen, t.scarf_rgb)
            left = ((-19.5, 61), (-11.4, 56.4)) if t.pose > 1 else ((-14.6, 58), (-14, 46.5))
            arm(pen, [(-10.6, 71.5), *left], jacket, t.skin, way=(1, -4))
        lance(pen, 21, 0, 122)
        arm(pen, [(10.6 + weight, 71.5), (18, 59), (18.4, 64)], jacket, t.skin, way=(1.6, 3))


def _mounted_lancer(pen: Pen, t: Traits, cloth: RGB, jacket: RGB) -> None:
    """In the saddle: the white ceroula and hide boot show below the chiripá."""
    limb(pen, [(9.4, -22), (7.4, -33)], [3.6, 3], (196, 164, 122))
    pen.poly([(10, -33), (17, -36.4), (17, -38), (9, -38)], t.skin, edge=0.6)
    pen.poly([(4.4, -31), (10, -31.6), (13, -35), (12, -38), (4.4, -38)], (196, 164, 122), edge=0.6)
    pen.curve([(5, -39), (9.4, -40), (12.4, -38.6)], 1.2, (150, 150, 156))
    limb(pen, [(11, -7), (9.6, -22)], [6.6, 4.6], BONE)
    pen.strokes([((x, -24), (x - 0.4, -28.5)) for x in (6, 8, 10, 12)], 0.8, WHITE)
    limb(pen, [(-1.5, 2), (11.4, -5), (10.8, -11)], [8, 8, 6.8], cloth)
    pen.strokes([((3, 4), (9, -2)), ((12, -4), (9, -14))], 0.7, shade(cloth, -0.32))
    lance(pen, 21, -28, 77)
    with placed(pen, 0, -50):
        period_trunk(pen, jacket)
        period_head(pen, t, HATS[0], hat=bool(t.pose % 2), band=True)
        attire.scarf(pen, t.scarf_rgb)
        arm(pen, [(10.6, 71.5), (17, 60), (18.4, 65)], jacket, t.skin, way=(1.6, 3))
        arm(pen, [(-10.4, 71.5), (-13.6, 59.5), (-1.5, 54.5)], jacket, t.skin, way=(3, -3))


# Where the farrapos stand and what each does, the farther first.
_IN_ROW = ((-36, 5, "hat"), (17, 6, "stand"), (-11, 3, "flag"), (38, 0, "sabre"))
_IN_FRONT = ((-34, 4, "hat"), (5, 4, "flag"), (-15, 0, "poncho"), (32, 1, "sabre"))


def proclamacao(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Farrapos of 1836 round the Republic's green, red and yellow flag, a hat and sabre raised."""
    first = int(rng.integers(len(SKINS)))
    spots = _IN_ROW if t.pose % 2 else _IN_FRONT
    for i, (x, y, role) in enumerate(spots):
        man = replace(
            t, woman=False, skin=SKINS[(first + 2 * i + i // 3) % len(SKINS)],
            variant=t.variant + 3 * i, old=bool(rng.random() < 0.25),
        )  # fmt: skip
        with placed(pen, x, y, size=0.6):
            _farrapo(pen, man, rng, role)


def _farrapo(pen: Pen, t: Traits, rng: np.random.Generator, role: str) -> None:
    jacket, felt = attire.pick(rng, JACKETS), attire.pick(rng, HATS)
    if role == "flag":
        _flag(pen, 15, 157)
    period_legs(pen, t.skin, attire.pick(rng, CHIRIPAS), weight=1 if role == "hat" else -1)
    if role == "poncho":
        wool = tuple(PONCHOS.values())[int(rng.integers(len(PONCHOS)))]
        attire.poncho(pen, replace(t, tint=wool), low=34, wide=20)
    else:
        period_trunk(pen, jacket)
    period_head(pen, t, felt, hat=role != "hat", band=False, small=True)
    if role in ("poncho", "stand"):
        attire.scarf(pen, t.scarf_rgb)
    if role != "poncho":
        _farrapo_arms(pen, t.skin, jacket, felt, role)


def _farrapo_arms(pen: Pen, skin: RGB, jacket: RGB, felt: RGB, role: str) -> None:
    if role == "flag":
        arm(pen, [(-10.6, 71.5), (-4, 60), (11, 62)], jacket, skin, way=(4, 0))
        arm(pen, [(10.6, 71.5), (20, 64), (16, 75)], jacket, skin, way=(-1, 4))
        return
    arm(pen, [(-10.6, 71.5), (-19.5, 61), (-11.4, 56.4)], jacket, skin, way=(2, -4))
    if role == "stand":
        arm(pen, [(10.6, 71.5), (14.6, 58), (14, 46.5)], jacket, skin, thumb=-1, way=(0, -4))
        return
    if role == "sabre":
        for width, steel in ((3.2, shade(SILVER, -0.55)), (1.8, SILVER)):
            pen.curve([(19, 95), (22.4, 109), (20, 124)], width, steel)
    arm(pen, [(10.6, 71.5), (18, 78), (19.5, 91)], jacket, skin, way=(0.5, 4))
    if role == "sabre":
        pen.curve([(17, 93), (22, 92), (21, 97)], 1.2, (214, 180, 90))
    else:
        attire.hat(pen, felt, 20, 94, strap=False)


def _flag(pen: Pen, x: float, top: float) -> None:
    """The tricolour of 1836 in diagonal bands, green at the hoist's upper corner."""
    pen.line([(x, 6), (x, top)], 2.6, (80, 52, 34))
    pen.line([(x - 0.3, 6), (x - 0.3, top)], 1.4, (164, 118, 74))
    pen.oval(x, top + 1.5, 2.2, 2.2, (214, 180, 90), edge=0.5)
    wide, high, y = 50.0, 40.0, top - 42.0
    hoist = x + 1

    def at(u: float, v: float) -> Point:
        """The waving cloth: u along the fly, v upwards, both 0 to 1."""
        return hoist + wide * u, y + high * v + 3.2 * np.sin(5.4 * u) - 2 * u

    line = np.linspace(0, 1, 9)
    upper, lower = [at(u, 1) for u in line], [at(u, 0) for u in line]
    pen.poly([*upper, *lower[::-1]], FLAG[1], edge=0.9)
    green = [at(u, 1) for u in line * 0.68]
    pen.poly([*green, *[at(0.68 * (1 - k), 1 - 0.68 * k) for k in line]], FLAG[0], edge=0)
    yellow = [at(1 - u, 0) for u in line * 0.68]
    pen.poly([*yellow, *[at(1 - 0.68 * (1 - k), 0.68 * k) for k in line]], FLAG[2], edge=0)
    for u in (0.3, 0.72):
        pen.line([at(u, 0.02), at(u, 0.98)], 2.2, (30, 20, 20), 0.12)
