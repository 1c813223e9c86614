"""Music and dance: the gaita player, a couple dancing, the chula over the lance."""

from dataclasses import replace

import numpy as np

from training.scenes import attire, dress, people
from training.scenes.canvas import Pen, Point
from training.scenes.mate import SINK, seated_legs, stool
from training.scenes.palette import (
    BOOTS,
    HATS,
    INK,
    LEATHER,
    RGB,
    SHIRTS,
    SILVER,
    SKINS,
    TROUSERS,
    WHITE,
    shade,
)
from training.scenes.people import arm, hand, limb, placed
from training.scenes.traits import Traits

GAITAS: tuple[RGB, ...] = ((178, 30, 40), (36, 34, 40), (34, 92, 74), (40, 66, 130))


def gaita(pen: Pen, rgb: RGB, *, left: float, right: float) -> None:
    """An open accordion before the chest: keys on the near box, fanned bellows, bass buttons."""
    low, high = 51, 73
    count = 9
    top = [(left + (right - left) * i / count, high - 2 + (1.6 if i % 2 else 0)
            + 2.6 * np.sin(np.pi * i / count)) for i in range(count + 1)]  # fmt: skip
    bottom = [(x, low - 1.5 - (1.6 if i % 2 else 0) - 3.4 * np.sin(np.pi * i / count))
              for i, (x, _) in enumerate(top)]  # fmt: skip
    pen.poly([*top, *bottom[::-1]], shade(rgb, -0.35), edge=0.6)
    pen.strokes(list(zip(top, bottom, strict=True))[1:-1:2], 1.1, shade(rgb, 0.25))
    pen.strokes(list(zip(top, bottom, strict=True))[2:-1:2], 0.7, shade(rgb, -0.65))
    pen.poly([(left - 8, low - 2), (left, low - 2.6), (left, high), (left - 8, high - 2)], rgb)
    pen.poly([(left - 12.4, low), (left - 7, low - 0.6), (left - 7, high - 4),
              (left - 12.4, high - 5)], WHITE, edge=0.6)  # fmt: skip
    pen.strokes([((left - 12, y), (left - 8.8, y)) for y in np.arange(low + 2, high - 6, 2.6)], 1.1,
                INK)  # fmt: skip
    pen.line([(left - 4.6, low + 2), (left - 4.6, high - 4)], 1, SILVER)
    pen.poly([(right, low - 2.6), (right + 8, low - 2), (right + 8, high - 2), (right, high)], rgb)
    dots = [(right + 1.8 + 1.6 * j, low + 3 + 4.6 * i) for i in range(4) for j in range(3)]
    pen.strokes([(dot, dot) for dot in dots], 1.1, WHITE)
    pen.line([(right + 6.6, low + 1), (right + 6.6, high - 4)], 1.6, LEATHER)


def gaiteiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A person in pilcha playing the gaita, on foot or seated: open bellows, keys, straps."""
    shirt, boots, felt, cloth = (
        attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS, TROUSERS)
    )
    seated = t.pose % 2 == 1
    grown = (1.27 if t.hat else 1.35) if seated else (1.0 if t.hat else 1.045)
    with placed(pen, size=grown):
        if seated:
            stool(pen)
            seated_legs(pen, cloth, boots)
        else:
            attire.bombacha_legs(pen, cloth, boots, weight=-1)
        with placed(pen, 0 if seated else -1.2, -SINK if seated else 0, turn=0 if seated else 1.5):
            _player(pen, t, rng, shirt, felt)


def _player(pen: Pen, t: Traits, rng: np.random.Generator, shirt: RGB, felt: RGB) -> None:
    if t.woman:
        people.womans_hair_behind(pen, t, loose=attire.hairstyle(t) == 0)
    attire.torso(pen, shirt, woman=t.woman)
    attire.guaiaca(pen, woman=t.woman)
    attire.topped(pen, t, felt)
    if t.scarfed:
        attire.scarf(pen, t.scarf_rgb)
    for side in (-1, 1):
        pen.line([(side * 8, 75), (side * 8.6, 62)], 1.7, LEATHER)
    reach = 8.5 + rng.uniform(0, 3) + (2 if t.pose > 1 else 0)
    wide = 0.88 if t.woman else 1.0
    right: Point = (reach + 8.5, 61)
    arm(pen, [(10.6, 71.5), (21, 58), right], shirt, t.skin, wide=wide, way=(-2, 3))
    with placed(pen, turn=-3):
        gaita(pen, attire.pick(rng, GAITAS), left=-8, right=reach)
    arm(pen, [(-10.6, 71.5), (-20.5, 57), (-19.4, 61)], shirt, t.skin, wide=wide, way=(3, 1))
    hand(pen, (-18.4, 62.4), (3.4, 0.9), t.skin)
    hand(pen, (right[0] + 0.4, 60), (-3, 2.6), t.skin, thumb=-1)


def casal_dancando(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Peão and prenda hand in hand, hands raised, her skirt swinging, his boot lifted."""
    tones = SKINS[int(rng.integers(len(SKINS)))]
    peao = replace(t, woman=False, hat=t.hat and t.pose != 2)
    prenda = replace(t, woman=True, skin=tones, variant=t.variant + 3, old=t.old and t.pose == 1)
    shirt, boots, felt = (attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS))
    meet: Point = (0.5, (88, 79, 91, 72)[t.pose])
    with placed(pen, 22, size=0.99, flip=True, turn=2):
        _dancing_prenda(pen, prenda, rng, meet, swing=(10, 7, 12, 8)[t.pose])
    with placed(pen, -29, size=0.99, turn=-1.5):
        _dancing_legs(pen, attire.pick(rng, TROUSERS), boots, step=t.pose)
        attire.torso(pen, shirt, vest=attire.pick(rng, attire.VESTS) if t.pose % 2 else None)
        attire.guaiaca(pen)
        attire.topped(pen, peao, felt)
        attire.scarf(pen, t.scarf_rgb)
        arm(pen, [(-10.6, 71.5), (-19.5, 61), (-11.4, 56.4)], shirt, t.skin, way=(2, -4))
        arm(pen, [(10.6, 71.5), (20, 68 + 0.25 * (meet[1] - 70)), (meet[0] + 24.4, meet[1] - 4)],
            shirt, t.skin, way=(2, 3))  # fmt: skip


def _dancing_prenda(pen: Pen, t: Traits, rng: np.random.Generator, meet: Point, *,
                    swing: float) -> None:  # fmt: skip
    """She faces left here through mirroring; the skirt swings away from him."""
    rgb, lace = t.tint, dress.lace_rgb(t)
    style = 1 + t.variant % 2
    for x in (-4, 7):
        pen.oval(x, 1.5, 3.8, 1.7, LEATHER, edge=0.5)
    people.womans_hair_behind(pen, t, loose=False)
    dress.skirt(pen, rgb, lace, half=25, sway=-0.5 * swing)
    dress.bodice(pen, rgb)
    dress.sash(pen, rgb)
    dress.prenda_head(pen, t, attire.pick(rng, dress.FLOWERS), style=style)
    dress.collar(pen, rgb, lace)
    dress.dress_arm(pen, ((-9.8, 71.5), (-18, 60.5), (-23, 50)), rgb, t)
    dress.dress_arm(pen, ((9.8, 71.5), (19, 67 + 0.25 * (meet[1] - 70)),
                    (23.6 - meet[0], meet[1] - 4)), rgb, t, way=(2, 3))  # fmt: skip


def _dancing_legs(pen: Pen, cloth: RGB, boots: RGB, *, step: int) -> None:
    """Weight on one leg; the other bent, tapping heel or toe."""
    attire.boot(pen, -5, -1, boots, toe=7.5)
    limb(pen, [(-4.5, 49), (-6.5, 32), (-5, 23)], [7, 7.6, 5.4], cloth)
    knee, foot = (((11, 33), (10, 16)), ((9, 32), (14, 15)), ((12, 35), (7, 19)),
                  ((10, 33), (13, 16)))[step]  # fmt: skip
    with placed(pen, foot[0], foot[1] - 12, turn=(6, 12, -14, 8)[step]):
        attire.boot(pen, 0, 1, boots, toe=8.5, top=15)
    limb(pen, [(4.5, 49), knee, (foot[0], foot[1] + 4)], [7, 7.6, 5.4], cloth)
    pen.poly([(-9.6, 56), (9.6, 56), (10.6, 48), (0, 44), (-10.6, 48)], cloth, edge=0)
    dark = shade(cloth, -0.3)
    pen.strokes([((0, 52), (0.6, 45)), ((-5, 24), (-7, 32)), ((-8, 25), (-10, 33)),
                 ((foot[0] + 1, foot[1] + 5), (knee[0] + 2, knee[1] - 3)),
                 ((foot[0] - 2, foot[1] + 5), (knee[0] - 2, knee[1] - 3))], 0.7, dark)  # fmt: skip


def chula(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """One man tapping over a lance that lies on the floor: hands behind him, a boot in the air."""
    shirt, boots, felt = (attire.pick(rng, table) for table in (SHIRTS, BOOTS, HATS))
    pen.line([(-46, 3), (40, 3)], 2.8, (84, 54, 34))
    pen.line([(-46, 3.3), (40, 3.3)], 1.5, (164, 116, 70))
    pen.poly([(39, 5.6), (50, 3), (39, 0.6)], SILVER, edge=0.6)
    with placed(pen, size=1.0 if t.hat else 1.045, turn=(2, -2, 3, -1)[t.pose]):
        _dancing_legs(pen, attire.pick(rng, TROUSERS), boots, step=t.pose)
        for side in (-1, 1):
            if t.pose % 2 == 0:  # hands joined behind the back
                limb(
                    pen,
                    [(side * 10.6, 71.5), (side * 17, 60), (side * 8, 56)],
                    [4.3, 3.7, 2.6],
                    shirt,
                )
        attire.torso(
            pen, shirt, vest=attire.pick(rng, attire.VESTS) if rng.random() < 0.5 else None
        )
        attire.guaiaca(pen)
        attire.topped(pen, t, felt)
        if t.scarfed:
            attire.scarf(pen, t.scarf_rgb)
        if t.pose % 2:
            arm(pen, [(-10.6, 71.5), (-19.5, 61), (-11.4, 56.4)], shirt, t.skin, way=(2, -4))
            arm(
                pen, [(10.6, 71.5), (19.5, 61), (11.4, 56.4)], shirt, t.skin, thumb=-1, way=(-2, -4)
            )
