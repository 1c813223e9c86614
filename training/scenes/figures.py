"""Gaúchos, prendas and children in pilcha, upright and at ease, 100 units tall, feet on y=0."""

from collections.abc import Mapping

import numpy as np

from training.scenes import attire, dress, people
from training.scenes.canvas import Pen, Point
from training.scenes.palette import BOOTS, HATS, RGB, SHIRTS, TROUSERS
from training.scenes.people import arm, placed
from training.scenes.traits import Traits

Arm = tuple[Point, Point, Point]
# Left and right arm for the four poses: shoulder, elbow, wrist.
_BELT_LEFT: Arm = ((-10.6, 71.5), (-19.5, 61), (-11.4, 56.4))
_BELT_RIGHT: Arm = ((10.6, 71.5), (19.5, 61), (11.4, 56.4))
_HANG_LEFT: Arm = ((-10.6, 71.5), (-14.6, 58), (-14, 46.5))
_MATE_RIGHT: Arm = ((10.6, 71.5), (16, 59.5), (9, 65))
_GREET_RIGHT: Arm = ((10.6, 71.5), (19.5, 64.5), (19, 77.5))
_ARMS: Mapping[int, tuple[Arm, Arm]] = {
    0: (_BELT_LEFT, _BELT_RIGHT), 1: (_BELT_LEFT, _MATE_RIGHT), 3: (_HANG_LEFT, _GREET_RIGHT),
}  # fmt: skip


def _arms(pen: Pen, t: Traits, sleeve: RGB) -> None:
    """Thumbs in the guaiaca, a mate, crossed arms or a raised hand, by the pose."""
    wide = 0.86 if t.woman else 1.0
    if t.pose == 2:
        arm(pen, [(-10.6, 71.5), (-14.4, 60), (3, 62.6)], sleeve, t.skin, wide=wide)
        arm(pen, [(10.6, 71.5), (14.4, 59), (-3.4, 65.6)], sleeve, t.skin, thumb=-1, wide=wide)
        return
    left, right = _ARMS[t.pose]
    inward = (2.0, -4.0)
    arm(pen, left, sleeve, t.skin, wide=wide, way=inward if t.pose != 3 else (0.5, -4))
    if t.pose == 0:
        arm(pen, right, sleeve, t.skin, thumb=-1, wide=wide, way=(-2.0, -4.0))
    elif t.pose == 1:
        attire.cuia(pen, 7.4, 68, size=1.3)
        arm(pen, right, sleeve, t.skin, wide=wide, thumb=-1, way=(-3, 1.5))
    else:
        arm(pen, right, sleeve, t.skin, wide=wide, way=(0.4, 4), spread=True)


def gaucho(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Bombacha inside the boots, guaiaca over faixa, shirt; most wear lenço and felt hat."""
    weight = 1 if t.variant % 2 else -1
    shirt, boots, felt = (attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS))
    vest = attire.pick(rng, attire.VESTS) if rng.random() < 0.35 else None
    faixa: RGB = (150, 30, 34) if rng.random() < 0.6 else (44, 40, 42)
    grown = 1.0 if t.hat else 1.045  # the bareheaded fill the same height
    with placed(pen, size=grown):
        attire.bombacha_legs(pen, attire.pick(rng, TROUSERS), boots, weight=weight)
        with placed(pen, 1.4 * weight, turn=-1.2 * weight):
            if t.woman:
                people.womans_hair_behind(pen, t, loose=attire.hairstyle(t) == 0)
            attire.torso(pen, shirt, woman=t.woman, vest=vest)
            attire.guaiaca(pen, woman=t.woman, faixa=faixa)
            attire.topped(pen, t, felt)
            if t.scarfed:
                attire.scarf(pen, t.scarf_rgb)
            _arms(pen, t, shirt)


def gaucho_de_poncho(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A plain sober pala over shirt and bombacha; a mate, a greeting or one side thrown back."""
    weight = 1 if t.variant % 2 else -1
    shirt, boots, felt = (attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS))
    with placed(pen, size=1.0 if t.hat else 1.045):
        attire.bombacha_legs(pen, attire.pick(rng, TROUSERS), boots, weight=weight)
        with placed(pen, 1.4 * weight, turn=-1.2 * weight):
            if t.woman:
                people.womans_hair_behind(pen, t, loose=attire.hairstyle(t) == 0)
            if t.pose == 2:
                attire.torso(pen, shirt, woman=t.woman)
                attire.guaiaca(pen, woman=t.woman)
                arm(pen, _BELT_RIGHT, shirt, t.skin, thumb=-1, way=(-2, -4))
            if t.pose == 3:
                arm(pen, _GREET_RIGHT, shirt, t.skin, spread=True, way=(0.4, 4))
            if t.pose == 0:
                for side in (-1, 1):
                    people.hand(pen, (side * 15, 41), (side * 0.4, -3), t.skin, thumb=side)
            attire.poncho(pen, t, low=rng.uniform(31, 35), thrown=t.pose == 2)
            if t.pose == 1:
                attire.cuia(pen, 8.4, 66, size=1.3)
                people.hand(pen, (12.6, 61.5), (-4, 3), t.skin, thumb=-1)
            attire.topped(pen, t, felt)
            if t.scarfed:
                attire.scarf(pen, t.scarf_rgb)


def prenda(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Long full dress to the instep, flounces, lace collar, long sleeves, flower in the hair."""
    with placed(pen, size=1.005 if dress.hairdo(t) == 1 else 1.045):
        dress.woman_in_dress(pen, t, rng)


def crianca(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A child of about eight: boy in bombacha and boots, or girl in a plain prenda dress."""
    shirt, boots, felt = (attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS))
    if t.woman:
        dress.girl_in_dress(pen, t, rng)
        return
    with placed(pen, size=1.1 if t.hat else 1.17):
        with placed(pen, size=0.8):
            attire.bombacha_legs(pen, attire.pick(rng, TROUSERS), boots, weight=1)
        with placed(pen, 1, 59, size=1.36):
            people.head(pen, t, 0, 9.5, young=True)
            if t.hat:
                attire.hat(pen, felt, 0, 9.5)
            else:
                people.mans_hair(pen, t, 0, 9.5)
        with placed(pen, 1, size=0.8, turn=-1):
            attire.torso(pen, shirt, woman=True)
            attire.guaiaca(pen, woman=True)
            if t.scarfed:
                with placed(pen, 0, 15.2, size=0.8):
                    attire.scarf(pen, t.scarf_rgb)
            _arms(pen, t, shirt)
