"""The lie of the land under each name: hills, marsh, dry field, highland, canyon, beach.

Subjects stand at 5 to 28 units above the lower edge, so every land is open ground there.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from training.scenes.canvas import Pen
from training.scenes.palette import RGB, WHITE, mix, shade
from training.scenes.sky import SKY, tinted

GROUND: Mapping[str, RGB] = MappingProxyType({
    "coxilha": (104, 172, 72), "banhado": (112, 150, 84), "campo_seco": (222, 186, 92),
    "campos_de_cima_da_serra": (136, 166, 82), "canyon": (98, 158, 78), "praia": (232, 212, 160),
})  # fmt: skip
_SEASON: Mapping[str, tuple[RGB, float]] = MappingProxyType({
    "primavera": ((120, 200, 90), 0.22), "verao": ((0, 0, 0), 0.0),
    "outono": ((206, 150, 62), 0.36), "inverno": ((150, 150, 122), 0.42),
})  # fmt: skip
_PETALS: tuple[RGB, ...] = ((250, 220, 70), (240, 120, 160), (250, 248, 240), (170, 110, 210))


def ground_colour(ground: str, season: str, sky: str) -> RGB:
    """The near ground as season, frost and light show it."""
    rgb = GROUND[ground]
    if ground != "praia":
        rgb = mix(rgb, *_SEASON[season])
    if sky == "geada":
        rgb = mix(rgb, (238, 244, 248), 0.45)
    return tinted(rgb, sky)


def draw_land(pen: Pen, sky: str, ground: str, season: str, rng: np.random.Generator) -> None:
    """Everything below the sky, far to near, without subjects."""
    horizon = float(rng.uniform(36, 46))
    near = ground_colour(ground, season, sky)
    _LANDS[ground](pen, sky, near, horizon, rng)
    if ground != "praia":
        _grass(pen, near, horizon, rng)
    if season == "primavera" and ground not in ("praia", "banhado") and sky != "geada":
        _flowers(pen, sky, horizon, rng)
    if sky == "geada":
        _rime(pen, horizon, rng)


def _hills(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator, *,
           swell: float = 2.2) -> None:  # fmt: skip
    """Low rolling layers, paler and bluer the farther they lie."""
    haze = SKY[sky][1]
    for layer, (drop, air) in enumerate(((0, 0.5), (6, 0.25), (14, 0.0))):
        phase, wave = rng.uniform(0, 6.28), rng.uniform(0.05, 0.085)
        base = horizon - drop
        floor = -2.0 if layer == 2 else base - 18  # hidden behind the nearer layer
        points = [(-2.0, floor)]
        for x in np.linspace(-2, 102, 14):
            lift = swell * np.sin(wave * x + phase + layer) + 0.5 * swell
            points.append((float(x), float(base + lift * (1 - 0.25 * layer))))
        points.append((102.0, floor))
        pen.poly(points, mix(near, haze, air), edge=0.25, soft=0.14)


def _coxilha(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    _hills(pen, sky, near, horizon, rng, swell=5.0)


def _banhado(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    """Still pools that mirror the sky, with reeds and cattails standing in them."""
    _hills(pen, sky, near, horizon, rng)
    water = mix(SKY[sky][1], SKY[sky][0], 0.55)
    for y, half in ((horizon - 19, 30), (horizon - 30, 46), (4, 36)):
        x = float(rng.uniform(20, 80))
        pen.oval(x, y, half, 3.6, shade(near, -0.2), edge=0)
        pen.oval(x, y, half - 2, 2.9, water, edge=0, soft=0.08)
        pen.line([(x - half / 2, y + 0.6), (x, y + 0.6)], 0.5, shade(water, 0.5))
    reed = tinted((66, 110, 52), sky)
    for x in (*rng.uniform(1, 20, 7), *rng.uniform(80, 99, 7)):
        foot, tall = float(rng.uniform(6, 24)), float(rng.uniform(12, 20))
        lean = float(rng.uniform(-2, 2))
        stem = [(float(x), foot), (x + lean / 3, foot + tall / 2), (x + lean, foot + tall)]
        pen.curve(stem, 0.8, reed)
        pen.oval(float(x + lean), foot + tall - 1, 0.8, 2.3, tinted((112, 68, 40), sky), edge=0)


def _serra(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    """Highland: a dark wood of araucárias on the far ridge, boulders, a dry-stone wall."""
    _hills(pen, sky, near, horizon, rng, swell=3.4)
    wood = tinted((44, 88, 62), sky)
    far = mix(wood, SKY[sky][1], 0.3)
    start = float(rng.uniform(0, 46))
    for x in np.arange(start, start + 54, 5.2):
        at, tall = float(x + rng.uniform(-1, 1)), float(rng.uniform(7, 10))
        foot = horizon - 7
        pen.line([(at, foot), (at, foot + tall)], 0.7, mix(tinted((96, 70, 54), sky), far, 0.3))
        pen.blob([(at - 4, foot + tall), (at, foot + tall - 2.2), (at + 4, foot + tall),
                  (at, foot + tall + 1.8)], far, edge=0.2)  # fmt: skip
        pen.oval(at, foot - 0.3, 4, 1.8, shade(far, -0.1), edge=0)
    stone = tinted((132, 130, 122), sky)
    y = horizon - 13.5
    for x in np.arange(0, 100, 4.4):
        pen.oval(float(x), y + float(rng.uniform(-0.4, 0.4)) + 0.02 * float(x), 2.6, 1.7,
                 shade(stone, float(rng.uniform(-0.2, 0.2))), edge=0.3)  # fmt: skip


def _canyon(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    """Basalt walls with green ledges on both sides of a gorge, a thin fall, a grassy rim."""
    haze = SKY[sky][1]
    rock, deep = tinted((118, 96, 82), sky), tinted((52, 92, 64), sky)
    top = horizon + 9
    pen.box(-2, 20, 102, horizon + 2, mix(deep, haze, 0.55), edge=0)
    mid = float(rng.uniform(42, 58))
    pen.poly([(mid - 16, 20), (mid - 9, 33), (mid - 3, horizon + 2), (mid + 4, horizon + 2),
              (mid + 8, 33), (mid + 17, 20)], mix(deep, haze, 0.2), edge=0)  # fmt: skip
    for side in (-1, 1):
        edge = mid + side * 9
        out = 102.0 if side > 0 else -2.0
        wall = [(out, 16.0), (edge + side * 2, 16.0), (edge - side * 1, 26.0),
                (edge + side * 5, 34.0), (edge + side * 3, top - 4), (edge + side * 9, top),
                (out, top + 2)]  # fmt: skip
        pen.poly(wall, mix(rock, haze, 0.12), edge=0.3)
        for y in np.arange(22, top - 3, 5.2):
            inner = edge + side * 4
            pen.line([(inner, float(y)), (out, float(y) + 1.4)], 1.1, shade(rock, -0.22), 0.7)
            pen.curve([(inner + side * 5, float(y) + 1.8), (inner + side * 18, float(y) + 2.4),
                       (out, float(y) + 2.6)], 1.2, mix(deep, haze, 0.1), 0.75)  # fmt: skip
        pen.poly([(edge + side * 8, top - 1), (edge + side * 10, top + 1.6), (out, top + 4),
                  (out, top)], mix(near, haze, 0.25), edge=0.2)  # fmt: skip
    fall = mid + float(rng.choice((-1, 1))) * 13
    pen.line([(fall, top - 2), (fall + 0.4, 26)], 1.6, WHITE, 0.9)
    pen.oval(fall + 0.4, 26, 4, 1.8, WHITE, edge=0, soft=0, alpha=0.5)
    rim = [(-2.0, -2.0)]
    phase = rng.uniform(0, 6.28)
    for x in np.linspace(-2, 102, 12):
        rim.append((float(x), float(25 + 2.4 * np.sin(0.07 * x + phase))))
    rim.append((102.0, -2.0))
    pen.poly(rim, near, edge=0.3, soft=0.14)


def _praia(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    """The long straight ocean beach: sea, lines of surf, wet sand, low grassy dunes."""
    sea = tinted(mix((54, 124, 148), SKY[sky][0], 0.25), sky)
    pen.box(-2, -2, 102, horizon, sea, edge=0, soft=0.1)
    shore = 28.0
    for row, y in enumerate((horizon - 4, horizon - 8, shore + 2.5)):
        start = float(rng.uniform(-20, 10))
        crest = [(start + 17.0 * i, y + float(rng.uniform(-0.6, 0.6))) for i in range(9)]
        pen.curve(crest, 0.7 + 0.5 * row, mix(WHITE, sea, 0.15), 0.9)
    pen.blob([(-6, shore + 1), (30, shore - 1), (70, shore + 1.2), (106, shore), (106, -6),
              (-6, -6)], shade(near, -0.18), edge=0)  # fmt: skip
    pen.curve([(-6, shore + 1.2), (30, shore - 0.8), (70, shore + 1.4), (106, shore)], 1.4, WHITE)
    pen.blob([(-6, 23), (30, 21.5), (70, 23.5), (106, 22), (106, -6), (-6, -6)], near, edge=0)
    side = float(rng.choice((-1, 1)))
    x = 50 + side * 44
    pen.blob([(x - 26, 20), (x - 12, 29), (x, 34), (x + 13, 28), (x + 26, 20), (x, 18)],
             shade(near, 0.16), edge=0.3)  # fmt: skip
    reed = tinted((146, 156, 90), sky)
    for root in rng.uniform(x - 14, x + 14, 9):
        at, y = float(root), 27 + 4 * (1 - abs(float(root) - x) / 14)
        pen.curve([(at, y - 3), (at + side, y + 1), (at + 2 * side, y + 3)], 0.6, reed)
    dots = rng.uniform((2, 2), (98, 20), (26, 2))
    pen.strokes([((float(a), float(b)), (float(a) + 1.3, float(b))) for a, b in dots], 0.5,
                shade(near, -0.14), 0.8)  # fmt: skip


def _campo_seco(pen: Pen, sky: str, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    _hills(pen, sky, near, horizon, rng)


def _grass(pen: Pen, near: RGB, horizon: float, rng: np.random.Generator) -> None:
    """Tufts, larger in front; some dark, some catching the light."""
    for light, count in ((-0.25, 20), (0.3, 13)):
        blades = []
        for x, y in rng.uniform((0, 1), (100, min(horizon - 14, 24)), (count, 2)):
            size = 1.0 + 1.6 * (1 - y / horizon)
            root = (float(x), float(y))
            blades += [(root, (float(x + lean * size), float(y + 1.7 * size)))
                       for lean in (-0.8, 0.0, 0.8)]  # fmt: skip
        pen.strokes(blades, 0.5, shade(near, light), 0.8)


def _flowers(pen: Pen, sky: str, horizon: float, rng: np.random.Generator) -> None:
    """Spring: small heads of one or two colours all over the field."""
    kinds = rng.permutation(len(_PETALS))[:2]
    for index in kinds:
        spots = rng.uniform((1, 1), (99, horizon - 13), (17, 2))
        pen.strokes([((float(x), float(y)), (float(x), float(y) + 0.01)) for x, y in spots],
                    1.7, tinted(_PETALS[int(index)], sky))  # fmt: skip


def _rime(pen: Pen, horizon: float, rng: np.random.Generator) -> None:
    """Frost: white blades and patches on the ground."""
    for x, y in rng.uniform((0, 2), (100, horizon - 12), (12, 2)):
        wide = float(rng.uniform(5, 11))
        pen.oval(float(x), float(y), wide, 1.1, WHITE, edge=0, soft=0, alpha=0.6)
    spots = rng.uniform((0, 1), (100, horizon - 14), (40, 2))
    pen.strokes([((float(x), float(y)), (float(x) + 0.5, float(y) + 1.8)) for x, y in spots],
                0.5, WHITE, 0.9)  # fmt: skip


_Land = Callable[[Pen, str, RGB, float, np.random.Generator], None]
_LANDS: Mapping[str, _Land] = MappingProxyType({
    "coxilha": _coxilha, "banhado": _banhado, "campo_seco": _campo_seco,
    "campos_de_cima_da_serra": _serra, "canyon": _canyon, "praia": _praia,
})  # fmt: skip
