"""Birds of the pampa from the side, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.palette import INK, RED, RGB, WHITE, shade
from training.scenes.traits import Traits


def quero_quero(pen: Pen, t: Traits, _rng: np.random.Generator) -> None:
    """Southern lapwing: thin crest, black breast and face, white belly, red beak, eye and legs."""
    back: RGB = ((148, 140, 128), (136, 132, 130), (158, 146, 122), (142, 140, 140))[t.pose]
    leg: RGB = (206, 72, 66)
    step = (0, 5, 9, 3)[t.pose]
    for x, foot in ((-4, -8 - step), (6, 8 + step)):
        pen.line([(x, 34), ((x + foot) / 2 - 2, 17), (foot, 1)], 3, leg)
        pen.line([(foot - 3, 1), (foot + 8, 1)], 2.6, leg)
    pen.poly([(-26, 46), (-47, 38), (-44, 31), (-22, 36)], INK)
    pen.blob([(-34, 42), (-14, 60), (10, 66), (25, 62), (28, 46), (14, 33), (-10, 31), (-28, 35)],
             WHITE)  # fmt: skip
    pen.blob([(-40, 37), (-28, 52), (-8, 64), (10, 66), (14, 54), (0, 43), (-20, 37)], back)
    pen.curve([(-38, 37), (-20, 41), (0, 45)], 2.6, INK)
    pen.curve([(-30, 43), (-14, 48), (2, 51)], 1.6, (84, 118, 96))
    pen.blob([(8, 62), (14, 82), (30, 82), (31, 64), (28, 46), (18, 42), (12, 52)], INK)
    pen.blob([(4, 66), (8, 84), (18, 90), (20, 76), (14, 62)], back)
    pen.blob([(8, 82), (12, 93), (24, 96), (34, 90), (34, 82), (24, 76), (14, 76)], back)
    pen.blob([(24, 95), (34, 91), (35, 82), (29, 74), (24, 82)], INK, edge=0)
    pen.curve([(25, 84), (27, 76), (22, 68)], 2.2, WHITE)
    pen.curve([(14, 92), (0, 95), (-14, 101)], 2.6, INK)
    pen.poly([(34, 89), (43, 86), (34, 83)], RED)
    pen.poly([(40, 87.5), (48, 85), (40, 84.5)], INK, edge=0)
    pen.oval(26.5, 88, 3, 3, (226, 40, 40), edge=0.8)
    pen.oval(26.8, 88, 1.3, 1.3, INK, edge=0, soft=0)
    pen.line([(29, 56), (34, 60)], 2, leg)


def ema(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Greater rhea: shaggy grey-brown body with no tail, long thin neck dark at its base."""
    rgb: RGB = ((140, 126, 108), (128, 120, 112), (150, 132, 108), (120, 108, 96))[t.pose]
    leg: RGB = (176, 158, 128)
    step = (3, 8, 13, 5)[t.pose]
    for x, foot in ((-12, -12 - step), (4, 6 + step)):
        pen.line([(x, 36), (x + 3, 20), (foot, 2)], 4.4, shade(leg, -0.35))
        pen.line([(x, 36), (x + 3, 20), (foot, 2)], 3.2, leg)
        for toe in (4, 8, 11):
            pen.line([(foot, 2), (foot + toe, 1)], 2, shade(leg, -0.2))
    pen.blob([(14, 54), (20, 70), (20, 84), (22, 92), (28, 90), (26, 82), (27, 68), (26, 50)],
             shade(rgb, 0.3))  # fmt: skip
    pen.blob([(12, 52), (18, 62), (20, 72), (26.5, 72), (28, 60), (26, 46), (18, 44)], INK, edge=0)
    pen.blob([(-40, 36), (-38, 52), (-22, 63), (0, 62), (18, 57), (24, 46), (14, 34), (-8, 28),
              (-28, 28)], rgb)  # fmt: skip
    for row, y in enumerate((52, 44, 36)):
        for root in np.arange(-34 + 4 * row, 12, 8):
            back, wave = float(root), float(rng.uniform(-1, 1))
            pen.curve([(back + 7, y + 3), (back + 1, y + wave), (back - 4, y - 6)], 2.4,
                      shade(rgb, -0.28 if row % 2 else 0.28))  # fmt: skip
    for x in (-36, -30, -22, -14):
        pen.curve([(x + 6, 36), (x - 1, 29), (x - 5, 21)], 4, shade(rgb, -0.15))
    pen.blob([(20, 93), (24, 99), (32, 99), (36, 94), (30, 90), (22, 89)], shade(rgb, 0.2))
    pen.poly([(34, 97), (43, 93), (34, 91.5)], (196, 170, 120))
    pen.oval(30, 95.5, 1.6, 1.6, INK, edge=0, soft=0)
