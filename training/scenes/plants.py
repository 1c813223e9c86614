"""Trees of the south, 100 units tall, roots on y=0."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.palette import RGB, shade
from training.scenes.traits import Traits


def araucaria(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Paraná pine: tall straight bare trunk and a candelabra crown of upturned arms with tufts."""
    bark: RGB = (104, 76, 58)
    leaf: RGB = ((28, 92, 58), (36, 100, 56), (24, 84, 62), (40, 92, 48))[t.pose]
    pen.poly([(-5, 0), (5, 0), (2.6, 50), (1.6, 92), (-1.6, 92), (-2.6, 50)], bark)
    for ring in range(6, 62, 7):
        pen.line([(-3, ring), (2.5, ring + 1.5)], 0.9, shade(bark, -0.35))
    tiers = ((60, 36, 16), (68, 41, 15), (77, 36, 12), (86, 24, 8))
    tufts: list[tuple[float, float, float]] = []
    for base, reach, rise in tiers:
        for share in (1.0, 0.66, 0.34):
            for side in (-1, 1):
                tip = side * reach * share + rng.uniform(-1, 1)
                top = base + rise * share**0.6 - (1 - share) * 4
                pen.curve([(0, base - 4), (tip * 0.6, base - 6 + 2 * share), (tip, top)], 1.8, bark)
                tufts.append((float(tip), float(top), 7.2 if share > 0.5 else 6.2))
    tufts.append((0, 95, 6))
    for x, y, r in tufts:
        pen.blob([(x - r, y), (x - 0.6 * r, y + 0.55 * r), (x, y + 0.75 * r),
                  (x + 0.6 * r, y + 0.55 * r), (x + r, y), (x, y - 0.5 * r)], leaf)  # fmt: skip
        pen.line([(x - 0.5 * r, y + 0.2 * r), (x + 0.5 * r, y + 0.25 * r)], 1.2, shade(leaf, 0.25))


def umbu(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Ombu: huge swollen base with spreading roots, several thick limbs, broad domed crown."""
    bark: RGB = ((150, 126, 98), (140, 118, 94), (160, 134, 104), (132, 112, 92))[t.pose]
    leaf: RGB = ((86, 150, 60), (98, 158, 58), (76, 140, 62), (108, 160, 70))[t.pose]
    _crown(pen, shade(leaf, -0.25), rng, 56, 22, 0)
    pen.blob([(-44, 0), (-34, 7), (-22, 12), (-17, 24), (-22, 44), (-14, 46), (-7, 34), (-2, 52),
              (5, 52), (7, 34), (15, 46), (22, 43), (17, 24), (22, 12), (35, 7), (45, 0),
              (24, 2), (10, -1), (-8, 1), (-24, -1)], bark)  # fmt: skip
    for x0, x1 in ((-12, -22), (-3, -6), (5, 9), (13, 24)):
        pen.curve([(x0 * 0.7, 32), (x0, 16), (x1, 4)], 1.6, shade(bark, -0.3))
    _crown(pen, leaf, rng, 53, 20, 4)
    for _ in range(26):
        angle, far = rng.uniform(0, np.pi), rng.uniform(0.2, 0.9)
        x, y = 52 * far * np.cos(angle), 60 + 30 * far * np.sin(angle)
        pen.oval(float(x), float(y), 3.4, 2, shade(leaf, 0.22), edge=0, alpha=0.8)


def _crown(pen: Pen, leaf: RGB, rng: np.random.Generator, half: float, high: float,
           lift: float) -> None:  # fmt: skip
    """A wide dome with a lobed rim and a nearly flat underside."""
    points = []
    for angle in np.linspace(0, np.pi, 13):
        swell = 1 + rng.uniform(-0.05, 0.05)
        points.append((float(half * np.cos(angle) * swell),
                       float(56 + lift + (40 - lift) * np.sin(angle) * swell)))  # fmt: skip
    points += [(-half * 0.8, 45 + lift), (-half * 0.4, 51), (0, 47 + lift), (half * 0.4, 51),
               (half * 0.8, 45 + lift)]  # fmt: skip
    pen.blob(points, leaf, soft=0.18)
    for _ in range(int(high)):
        x, y = rng.uniform(-0.8, 0.8) * half, rng.uniform(54, 82)
        if (x / half) ** 2 + ((y - 56) / 40) ** 2 < 0.75:
            pen.curve([(x - 5, y), (x, y + 3), (x + 5, y)], 1.3, shade(leaf, -0.3))


def corticeira(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Coral tree of the wetland: twisted forked trunk, crown of red blossom over some green."""
    bark: RGB = (112, 84, 66)
    leaf: RGB = (70, 126, 64)
    red: RGB = ((216, 30, 40), (226, 46, 38), (206, 26, 52), (230, 40, 56))[t.pose]
    limbs = (
        [(-2, 0), (-6, 18), (-2, 34), (-16, 52), (-30, 68)],
        [(2, 0), (-3, 20), (6, 36), (4, 58), (0, 80)],
        [(4, 0), (0, 18), (8, 32), (22, 50), (34, 66)],
    )
    clumps = [(-36, 62), (-24, 76), (-10, 86), (8, 88), (24, 78), (38, 64), (-16, 62), (2, 70),
              (18, 60), (-44, 52), (46, 52)]  # fmt: skip
    for x, y in clumps:
        pen.oval(x, y - 3, 12, 9, leaf, edge=0.7)
    for limb in limbs:
        pen.curve(limb, 8, shade(bark, -0.4))
        pen.curve(limb, 6.6, bark)
    pen.blob([(-14, 0), (-7, 8), (-7, 20), (6, 20), (8, 8), (15, 0)], bark)
    for x, y in clumps:
        for _ in range(9):
            px, py = x + rng.normal(0, 5), y + rng.normal(1, 4)
            tip = rng.uniform(-2, 2)
            pen.blob([(px - 3.4, py - 2), (px - 2 + tip, py + 4), (px + 1.5 + tip, py + 4.4),
                      (px + 3.4, py - 1.5), (px, py - 3.4)], red, edge=0.5)  # fmt: skip
