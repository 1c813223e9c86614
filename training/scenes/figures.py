"""People in pilcha and period dress, upright and dignified, 100 units tall, feet on y=0."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.palette import (
    BONE,
    INK,
    LEATHER,
    RGB,
    SHIRTS,
    SILVER,
    TROUSERS,
    WHITE,
    shade,
)
from training.scenes.animals import horse
from training.scenes.traits import Traits


def _hair(t: Traits) -> RGB:
    return (188, 186, 184) if t.old else (40, 28, 24)


def _face(pen: Pen, t: Traits, *, x: float = 0, y: float = 82) -> None:
    """Head and neck with eyes, brows and a calm mouth."""
    pen.box(x - 3.2, y - 11, x + 3.2, y - 4, shade(t.skin, -0.15), edge=0)
    pen.oval(x, y, 7.4, 8.4, t.skin, edge=0.7)
    feature = shade(t.skin, -0.62)
    for side in (-2.6, 3.2):
        pen.oval(x + side, y + 0.8, 0.95, 1.15, INK, edge=0, soft=0)
        pen.line([(x + side - 1.3, y + 3.1), (x + side + 1.2, y + 3.2)], 0.8, feature)
    pen.line([(x + 0.6, y + 0.4), (x + 1.1, y - 1.8)], 0.7, feature)
    pen.curve([(x - 1.8, y - 4.2), (x + 0.4, y - 4.8), (x + 2.6, y - 4.1)], 0.9, (150, 62, 56))


def _hat(pen: Pen, rgb: RGB, *, x: float = 0, y: float = 87) -> None:
    """Felt hat with flat wide brim, low rounded crown, band, and the barbicacho under the chin."""
    pen.curve([(x - 6.8, y), (x - 5.2, y - 9.5), (x, y - 13.6), (x + 5.2, y - 9.5),
               (x + 6.8, y)], 0.7, LEATHER)  # fmt: skip
    pen.blob([(x - 8, y), (x - 7, y + 9), (x, y + 12.5), (x + 7, y + 9), (x + 8, y)], rgb)
    pen.line([(x - 7.2, y + 3), (x + 7.2, y + 3)], 2, shade(rgb, -0.5))
    pen.blob([(x - 17, y + 1.5), (x, y + 3), (x + 17, y + 1.5), (x + 9, y - 1.5), (x - 9, y - 1.5)],
             shade(rgb, -0.1))  # fmt: skip


def _scarf(pen: Pen, rgb: RGB, *, y: float = 73) -> None:
    """The lenço: knotted at the throat, two long ends on the chest."""
    pen.poly([(-2, y), (-6.5, y - 17), (-1.2, y - 14), (0, y - 2)], rgb)
    pen.poly([(0, y - 2), (1.2, y - 15), (6, y - 18), (2, y)], shade(rgb, -0.1))
    pen.blob([(-6.5, y + 3), (0, y + 1), (6.5, y + 3), (4, y - 2), (0, y - 3), (-4, y - 2)], rgb)


def _arm(pen: Pen, side: int, hand: tuple[float, float], sleeve: RGB, skin: RGB) -> None:
    elbow = (side * 18, 56)
    path = [(side * 12, 71), elbow, hand]
    pen.curve(path, 8, shade(sleeve, -0.4))
    pen.curve(path, 6.6, sleeve)
    pen.oval(hand[0], hand[1], 3.2, 3.2, skin, edge=0.7)


def _cuia_in_hand(pen: Pen, x: float, y: float) -> None:
    pen.line([(x, y + 4), (x + 4, y + 12)], 1.3, SILVER)
    pen.oval(x, y + 3.5, 4, 4.5, (120, 70, 34))
    pen.oval(x, y + 7, 3.2, 1.3, (96, 168, 58), edge=0)


def _poncho(pen: Pen, t: Traits) -> None:
    """A plain pala from the shoulders to the hip with one paler band."""
    rim = shade(t.tint, 0.4)
    pen.blob([(-8, 76), (8, 76), (17, 70), (25, 44), (14, 35), (0, 31), (-14, 35), (-25, 44),
              (-17, 70)], t.tint)  # fmt: skip
    pen.curve([(-23, 46), (-13, 38.5), (0, 35), (13, 38.5), (23, 46)], 1.8, rim)
    pen.curve([(-10, 72), (-13, 56), (-11, 42)], 0.9, shade(t.tint, -0.3))
    pen.curve([(10, 72), (13, 56), (11, 42)], 0.9, shade(t.tint, -0.3))


def _mans_hair(pen: Pen, t: Traits) -> None:
    """Sideburns, often a moustache, and a white beard on the old."""
    for x in (-7, 7):
        pen.line([(x, 87), (x, 82)], 1.8, _hair(t))
    if t.old:
        pen.blob([(-5.5, 78), (0, 77), (6, 78), (4, 73.5), (0, 72), (-4, 73.5)], _hair(t), edge=0)
        pen.curve([(-2, 77.6), (0.4, 77.2), (2.6, 77.7)], 0.9, (150, 62, 56))
    if t.old or t.pose > 1:
        pen.curve([(-3.6, 78.6), (0.4, 80), (4.2, 78.6)], 1.8, _hair(t))


def gaucho(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Bombacha inside the boots, guaiaca over faixa, lenço, felt hat, at times poncho or mate."""
    cloth = TROUSERS[int(rng.integers(len(TROUSERS)))]
    shirt = SHIRTS[int(rng.integers(len(SHIRTS)))]
    hat: RGB = ((62, 48, 40), (40, 38, 40), (128, 100, 70), (90, 84, 80))[int(rng.integers(4))]
    for side in (-1, 1):
        pen.poly([(side * 5, 20), (side * 13, 20), (side * 12, 4), (side * 17, 0), (side * 5, 0)],
                 (74, 44, 26))  # fmt: skip
        pen.blob([(side * 0.5, 49), (side * 14, 49), (side * 19, 34), (side * 17, 21),
                  (side * 10, 16), (side * 4, 19), (side * 1, 34)], cloth)  # fmt: skip
        pen.curve([(side * 12, 46), (side * 15, 34), (side * 13, 22)], 0.9, shade(cloth, -0.35))
    if t.woman:
        pen.curve([(-6, 84), (-9, 72), (-10, 60)], 5, _hair(t))
        pen.oval(0, 83, 9, 9, _hair(t), edge=0)
    hand = (10.0, 58.0) if t.pose % 2 else (16.0, 45.0)
    pen.blob([(-13, 72), (-6, 76), (6, 76), (13, 72), (12, 48), (-12, 48)], shirt)
    _arm(pen, -1, (-16, 45), shirt, t.skin)
    if not t.poncho:
        _arm(pen, 1, hand, shirt, t.skin)
        pen.box(-12.5, 51, 12.5, 56, (150, 30, 34), edge=0)
    pen.box(-13, 46.5, 13, 51.5, LEATHER)
    pen.box(-2.4, 46.8, 2.4, 51.2, (214, 190, 110), edge=0.5)
    pen.box(-10.5, 44.5, -5, 49, shade(LEATHER, 0.15))
    if t.poncho:
        _poncho(pen, t)
        if t.pose % 2:
            pen.oval(10, 58, 3.2, 3.2, t.skin, edge=0.7)
    if t.pose % 2:
        _cuia_in_hand(pen, 10, 60)
    _face(pen, t)
    _scarf(pen, t.scarf_rgb)
    if not t.woman:
        _mans_hair(pen, t)
    _hat(pen, hat)


def prenda(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Long full dress to the instep, three flounces, lace collar, long sleeves, hair flower."""
    rgb = t.tint
    lace = WHITE if t.colour != "branco" else (246, 200, 214)
    hair = _hair(t)
    for x in (-5, 6):
        pen.oval(x, 1.6, 4, 2, LEATHER)
    pen.blob([(-8, 58), (8, 58), (18, 42), (28, 20), (34, 4), (18, 1.5), (0, 1), (-18, 1.5),
              (-34, 4), (-28, 20), (-18, 42)], rgb)  # fmt: skip
    for y, half in ((6, 33), (19, 28), (32, 22)):
        steps = np.linspace(-half, half, 9)
        scallop = [(float(x), y + (2.5 if i % 2 else -2.0) + 1.5 * abs(x) / half)
                   for i, x in enumerate(steps)]  # fmt: skip
        pen.curve([(x, y + 4.4) for x, y in scallop], 1, shade(rgb, -0.3))
        pen.curve([(x * 0.99, y) for x, y in scallop], 3.6, shade(rgb, -0.22))
        pen.curve([(x * 0.99, y + 1) for x, y in scallop], 2.4, lace)
    if t.pose != 1:
        pen.curve([(-6, 86), (-10, 76), (-11, 62)], 6, hair)
    pen.oval(0, 84.5, 9.4, 9.6, hair, edge=0)
    pen.blob([(-12, 72), (-5, 75.5), (5, 75.5), (12, 72), (10, 62), (8, 56), (-8, 56), (-10, 62)],
             rgb)  # fmt: skip
    raised = t.pose % 2 == 0
    _arm(pen, -1, (-19, 43), rgb, t.skin)
    _arm(pen, 1, (9, 60) if raised else (19, 43), rgb, t.skin)
    if raised and t.pose == 2:
        _cuia_in_hand(pen, 9, 62)
    pen.box(-8.6, 55, 8.6, 59, shade(rgb, -0.4), edge=0.5)
    _face(pen, t)
    pen.blob([(-9, 71.5), (0, 74.5), (9, 71.5), (5, 67), (0, 65.5), (-5, 67)], lace)
    pen.blob([(-8, 84), (-7, 91), (0, 93.5), (7, 91), (8, 84), (5, 88), (0, 89), (-4, 88)], hair,
             edge=0)  # fmt: skip
    if t.pose == 1:
        pen.oval(0, 95.5, 5, 4.5, hair)
    flower = ((226, 40, 60), (250, 240, 240), (246, 200, 60))[int(rng.integers(3))]
    for dx, dy in ((0, 2), (2, 0), (-2, 0), (0, -2)):
        pen.oval(7.5 + dx, 90 + dy, 1.9, 1.9, flower, edge=0)
    pen.oval(7.5, 90, 1.1, 1.1, (250, 216, 80), edge=0)


def lanceiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Black lancer of 1835-45: tall lance, red lenço, dark jacket, chiripá over white ceroula."""
    if not t.mounted:
        _lancer_on_foot(pen, t, rng)
        return
    canvas = pen.canvas
    canvas.save()
    canvas.scale(0.66, 0.66)
    horse(pen, t, t.tint, saddled=True)
    canvas.translate(-4, 32)
    canvas.scale(0.92, 0.92)
    pen.poly([(1, 40), (15, 40), (12, 14), (3, 14)], BONE)
    pen.blob([(-11, 52), (11, 52), (19, 38), (16, 27), (2, 26), (-9, 36)], (128, 60, 52))
    pen.poly([(3, 15), (12, 15), (12, 9), (18, 4), (4, 4)], LEATHER)
    _lance(pen, 20, 8, 132)
    _lancer_body(pen, t, (20, 62))
    canvas.restore()


def _lance(pen: Pen, x: float, foot: float, top: float) -> None:
    """A long wooden lance with an iron point and a small red pennant."""
    pen.line([(x, foot), (x, top - 8)], 2.4, shade(LEATHER, -0.3))
    pen.line([(x, foot), (x, top - 8)], 1.6, (150, 104, 62))
    pen.poly([(x - 3, top - 10), (x, top), (x + 3, top - 10), (x, top - 14)], SILVER)
    pen.poly([(x, top - 14), (x - 16, top - 18), (x, top - 23)], (196, 34, 40))


def _lancer_body(pen: Pen, t: Traits, hand: tuple[float, float]) -> None:
    jacket: RGB = ((44, 56, 92), (66, 56, 54), (52, 70, 66), (40, 44, 60))[t.pose]
    pen.blob([(-13, 72), (-6, 76), (6, 76), (13, 72), (11, 48), (-11, 48)], jacket)
    pen.poly([(-4, 75), (4, 75), (3, 52), (-3, 52)], WHITE, edge=0)
    pen.box(-11.5, 47, 11.5, 52, LEATHER)
    _arm(pen, -1, (-14, 46), jacket, t.skin)
    _arm(pen, 1, hand, jacket, t.skin)
    _face(pen, t)
    _scarf(pen, t.scarf_rgb)
    if t.pose % 2:
        _hat(pen, (58, 46, 40))
    else:
        pen.blob([(-8, 84), (-7.4, 90), (0, 93.5), (7.4, 90), (8, 84), (4, 87.5), (-4, 87.5)],
                 (34, 24, 22), edge=0)  # fmt: skip
        pen.curve([(-7.8, 86.5), (0, 89), (7.8, 86.5)], 3, t.scarf_rgb)


def _lancer_on_foot(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    cloth: RGB = ((150, 60, 50), (96, 84, 120), (128, 108, 76), (84, 96, 84))[int(rng.integers(4))]
    canvas = pen.canvas
    canvas.save()
    canvas.scale(0.8, 0.8)
    for side in (-1, 1):
        pen.poly([(side * 4, 14), (side * 11, 14), (side * 10, 4), (side * 15, 0), (side * 4, 0)],
                 (128, 92, 62))  # fmt: skip
        pen.poly([(side * 1, 36), (side * 13, 36), (side * 14, 12), (side * 2.5, 12)], BONE)
        for x in (4, 7, 10, 13):
            pen.line([(side * x, 13), (side * x, 9)], 1, WHITE)
    pen.blob([(-12, 50), (12, 50), (17, 36), (15, 24), (2, 21), (0, 26), (-2, 21), (-15, 24),
              (-17, 36)], cloth)  # fmt: skip
    pen.curve([(3, 48), (1, 36), (4, 24)], 1, shade(cloth, -0.4))
    _lance(pen, 21, 0, 125)
    _lancer_body(pen, t, (21, 60))
    canvas.restore()
