"""On the road of old: the ox cart and the camp of 1835-45; 100 units tall, on y=0."""

import numpy as np

from training.scenes.canvas import Pen, Point
from training.scenes.foliage import dots
from training.scenes.palette import RED, RGB, SILVER, WOOD, shade
from training.scenes.traits import Traits


def carreta(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Ox cart: two tall wooden wheels, round cover of thatch or hide, wicker sides, long pole."""
    pen.canvas.save()
    pen.canvas.translate(-12, 0)  # the long pole needs room on the right
    wood: RGB = ((132, 92, 58), (118, 84, 56), (142, 104, 66), (126, 96, 70))[t.pose]
    straw: RGB = (206, 176, 108)
    hide: RGB = ((156, 108, 70), (150, 98, 62), (176, 128, 84), (140, 96, 64))[t.pose]
    thatched = t.pose % 2 == 0
    _wheel(pen, -14, 38, 29, shade(wood, -0.4), rng)
    pen.line([(30, 46), (90, 30)], 5, shade(wood, -0.5))
    pen.line([(30, 46), (90, 30)], 3.6, wood)
    pen.line([(62, 38), (60, 1)], 3, shade(wood, -0.3))
    pen.curve([(80, 38), (84, 35), (88, 30), (90, 22)], 4.4, shade(wood, -0.2))
    pen.strokes([((82, 40), (80, 30)), ((91, 28), (88, 20))], 2, shade(wood, -0.45))
    pen.blob([(16, 50), (14, 80), (20, 96), (27, 93), (32.5, 82), (34, 66), (34, 51)],
             shade(straw if thatched else hide, -0.65), soft=0)  # fmt: skip
    body = [(-60, 50), (-62, 76), (-55, 93), (-42, 99), (12, 99), (22, 94), (25, 76), (23, 50)]
    pen.blob([*body[:4], (-15, 99.5), *body[4:], (-20, 51)], straw if thatched else hide, soft=0.2)
    if thatched:
        reeds = []
        for y in (94, 83, 72, 62):
            for x in np.linspace(-58, 21, 30):
                jig = float(rng.uniform(-1, 1))
                reeds.append(((float(x), float(y)), (float(x) + jig, y - 9 + jig)))
        pen.strokes(reeds, 0.8, shade(straw, -0.32))
        for y, half in ((87, 38), (75, 41), (63, 41)):
            pen.curve([(-19 - half, y), (-19, y + 1.5), (-19 + half, y)], 1.7, shade(straw, -0.5))
    else:
        for x, y, r in ((-44, 84, 9), (-8, 88, 11), (8, 70, 8), (-30, 66, 8)):
            wave = rng.uniform(-2, 2, 4)
            pen.blob([(x - r, y + wave[0]), (x + wave[1], y + 0.6 * r), (x + r, y + wave[2]),
                      (x + wave[3], y - 0.7 * r)], (232, 220, 196), edge=0)  # fmt: skip
        for x in (-36, -12, 10):
            seam = [((x, y), (x + 2.4, y + 1)) for y in np.arange(53, 97, 4.2)]
            pen.line([(x, 52), (x + 1, 98)], 0.9, shade(hide, -0.4))
            pen.strokes([*seam], 1, (226, 206, 166))
    hoop: list[Point] = [(20, 97), (27, 94), (32.5, 82), (34, 66), (34, 52)]
    pen.curve(hoop, 2, shade(wood, -0.1))
    wicker: RGB = (172, 132, 82)
    pen.box(-62, 47, 34, 59, wicker, soft=0.05)
    weave = [((float(x), 47.6), (float(x + 5), 58.6)) for x in np.arange(-61, 29, 4)]
    weave += [((b[0], a[1]), (a[0], b[1])) for a, b in weave]
    pen.strokes(weave, 0.9, shade(wicker, -0.36))
    stakes = [((float(x), 46.0), (float(x), 61.0)) for x in np.arange(-61, 36, 13.5)]
    pen.strokes(stakes, 2.2, shade(wood, -0.35))
    pen.box(-68, 41, 40, 48, wood)
    pen.strokes([((-66, 45.6), (38, 45.8)), ((-50, 43.2), (20, 43.4))], 0.8, shade(wood, -0.35))
    _wheel(pen, -20, 36, 35.5, wood, rng)
    pen.canvas.restore()


def _wheel(pen: Pen, x: float, y: float, r: float, wood: RGB, rng: np.random.Generator) -> None:
    """Thick felloes, ten stout spokes and a big hub; all wood, no iron."""
    dark = shade(wood, -0.42)
    turn = float(rng.uniform(0, 0.6))
    spokes = [((x, y), (x + 0.9 * r * float(np.cos(a)), y + 0.9 * r * float(np.sin(a))))
              for a in np.arange(10) * np.pi / 5 + turn]  # fmt: skip
    pen.strokes(spokes, 5, dark)
    pen.strokes(spokes, 3.6, shade(wood, 0.12))
    rim = [(x + 0.9 * r * float(np.cos(a)), y + 0.9 * r * float(np.sin(a)))
           for a in np.linspace(0, 2 * np.pi, 41)]  # fmt: skip
    pen.line(rim, 0.2 * r, dark)
    pen.line(rim, 0.2 * r - 1.6, wood)
    joints = [((x + 0.82 * r * float(np.cos(a)), y + 0.82 * r * float(np.sin(a))),
               (x + 0.98 * r * float(np.cos(a)), y + 0.98 * r * float(np.sin(a))))
              for a in np.arange(6) * np.pi / 3 + turn + 0.3]  # fmt: skip
    pen.strokes(joints, 1, dark)
    pen.oval(x, y, 0.22 * r, 0.22 * r, shade(wood, -0.14))
    pen.oval(x, y, 0.1 * r, 0.1 * r, shade(wood, -0.5))


def acampamento(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Farrapos' camp: plain canvas tents, a cone of stacked lances with red pennants, a fire."""
    cloth: RGB = ((226, 214, 184), (216, 206, 184), (232, 222, 198), (212, 200, 168))[t.pose]
    turn = (1, -1)[t.pose % 2]
    _tent(pen, turn * 14, 8, 24, 50, shade(cloth, -0.1), turn)
    _tent(pen, turn * -54, 3, 31, 66, cloth, turn)
    if t.pose != 2:
        _tent(pen, turn * 62, 3, 23, 48, shade(cloth, 0.04), -turn)
    x = turn * (30.0 if t.pose != 2 else 46.0)
    for foot, tip, high in ((-15, 10, 92), (15, -11, 90), (-8, 5, 97), (9, -6, 96), (1, 0, 100)):
        pen.line([(x + foot, 2), (x + tip, high - 7)], 2.3, shade(WOOD, -0.5))
        pen.line([(x + foot, 2), (x + tip, high - 7)], 1.4, shade(WOOD, 0.1))
        lean = (tip - foot) / high
        pen.poly([(x + tip - 1.7, high - 7), (x + tip + 7 * lean, high),
                  (x + tip + 1.7, high - 7), (x + tip - 2 * lean, high - 9)], SILVER)  # fmt: skip
    for tip, high in ((10, 82), (-11, 80), (-1, 88)):
        side = 1 if tip > -2 else -1
        sway = float(rng.uniform(-1.5, 1.5))
        pen.poly([(x + tip, high), (x + tip + side * 9, high + 1 + sway),
                  (x + tip + side * 17, high - 1 + sway), (x + tip + side * 12, high - 4 + sway),
                  (x + tip + side * 17, high - 8 + sway), (x + tip + side * 8, high - 8),
                  (x + tip, high - 9)], RED)  # fmt: skip
    pen.line([(x - 3, 46), (x + 4, 48)], 2.6, (206, 180, 128))
    fire = turn * -12.0
    pen.oval(fire, 3, 15, 2.8, (70, 58, 52), edge=0)
    pen.glow(fire, 12, 20, (255, 170, 60), 0.6)
    logs = [((fire - 10, 3), (fire + 7, 8)), ((fire + 10, 3), (fire - 7, 8))]
    pen.strokes(logs, 4.4, (64, 40, 28))
    pen.strokes(logs, 3, (118, 76, 46))
    sway = float(rng.uniform(-1.5, 1.5))
    for scale, rgb in ((1.0, (228, 66, 30)), (0.7, (248, 146, 40)), (0.4, (255, 220, 90))):
        flame = [(-8, 4), (-7, 12), (-3 + sway, 18), (0 + sway, 27), (3 + sway, 17), (7, 13),
                 (8, 4), (0, 2)]  # fmt: skip
        pen.blob([(fire + a * scale, 3 + (b - 3) * scale) for a, b in flame], rgb, edge=0.4)
    dots(pen, [(fire + d, 2.2) for d in (-14, -9.5, -4.6, 0.4, 5.2, 9.8, 14)], 4.6, (104, 98, 94))
    dots(pen, [(fire + d, 2.5) for d in (-14, -9.5, -4.6, 0.4, 5.2, 9.8, 14)], 3.6, (142, 136, 130))


def _tent(pen: Pen, x: float, y: float, half: float, high: float, cloth: RGB, turn: int) -> None:
    """A ridge tent seen from the front and a little from the side, flaps tied back."""
    back = turn * 0.55 * half
    ridge, rear = (x, y + high), (x + back * 1.3, y + 0.92 * high)
    pen.poly([ridge, rear, (x + turn * half + back, y + 3), (x + turn * half, y)],
             shade(cloth, -0.22))  # fmt: skip
    pen.poly([(x - half, y), ridge, (x + half, y)], cloth, soft=0.14)
    pen.poly([(x - 0.42 * half, y), (x, y + 0.82 * high), (x + 0.42 * half, y)], (70, 56, 46),
             soft=0.2)  # fmt: skip
    for side in (-1, 1):
        pen.poly([(x, y + 0.82 * high), (x + side * 0.44 * half, y + 0.3 * high),
                  (x + side * 0.62 * half, y + 2), (x + side * 0.4 * half, y)],
                 shade(cloth, 0.3))  # fmt: skip
    pen.line([(x, y), (x, y + high + 3)], 2, shade(WOOD, -0.25))
    ropes = [(ridge, (x - turn * 1.16 * half, y - 1)),
             (rear, (x + turn * half + 1.5 * back, y + 3))]  # fmt: skip
    pen.strokes(ropes, 0.8, (120, 104, 76))
    folds = [((x - 0.1 * half, y + 0.86 * high), (x - 0.72 * half, y + 2)),
             ((x + 0.1 * half, y + 0.86 * high), (x + 0.74 * half, y + 2))]  # fmt: skip
    pen.strokes(folds, 0.8, shade(cloth, -0.25))
