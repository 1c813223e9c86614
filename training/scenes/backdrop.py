"""Sky, hills and the ground underfoot, in a 100 by 100 frame with y pointing up."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import skia

from training.picturebook.canvas import Pen, colour
from training.picturebook.palette import RGB, WHITE, mix, shade

SKY: Mapping[str, tuple[RGB, RGB]] = MappingProxyType({
    "dia": ((70, 150, 226), (198, 230, 248)),
    "amanhecer": ((150, 170, 222), (255, 206, 182)),
    "entardecer": ((120, 70, 130), (255, 140, 50)),
    "noite": ((12, 18, 54), (44, 60, 116)),
    "nublado": ((142, 152, 164), (206, 210, 212)),
})  # fmt: skip
TINT: Mapping[str, tuple[RGB, float]] = MappingProxyType({
    "dia": ((255, 255, 255), 0.0),
    "amanhecer": ((255, 190, 170), 0.12),
    "entardecer": ((255, 110, 40), 0.16),
    "noite": ((14, 22, 70), 0.34),
    "nublado": ((120, 130, 140), 0.16),
})  # fmt: skip
GROUND: Mapping[str, RGB] = MappingProxyType({
    "coxilha": (104, 172, 72), "banhado": (112, 150, 84), "campo_seco": (222, 186, 92),
})  # fmt: skip


def backdrop(pen: Pen, sky: str, ground: str, rng: np.random.Generator) -> None:
    """The whole scene without its subjects."""
    horizon = float(rng.uniform(36, 46))
    _sky(pen, sky, rng)
    _hills(pen, sky, ground, horizon, rng)
    if ground == "banhado":
        _water(pen, sky, horizon, rng)
    _grass(pen, ground, horizon, rng)


def tinted(rgb: RGB, sky: str) -> RGB:
    """A land colour as the light of this sky shows it."""
    light, strength = TINT[sky]
    return mix(rgb, light, strength)


def light_on_subjects(sky: str) -> tuple[RGB, float]:
    """The same light, weaker, so that faces stay readable at night."""
    light, strength = TINT[sky]
    return light, 0.6 * strength


def _sky(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    top, low = SKY[sky]
    shader = skia.GradientShader.MakeLinear(
        points=[skia.Point(0, 100), skia.Point(0, 38)], colors=[colour(top), colour(low)]
    )
    pen.canvas.drawRect(skia.Rect.MakeLTRB(0, 0, 100, 100), skia.Paint(Shader=shader))
    x = float(rng.uniform(12, 88))
    if sky == "noite":
        stars = [(float(sx), float(sy)) for sx, sy in rng.uniform((2, 50), (98, 98), (30, 2))]
        pen.strokes([(star, (star[0], star[1] + 0.01)) for star in stars], 1.1, WHITE)
        pen.glow(x, 84, 16, (220, 226, 255), 0.5)
        pen.oval(x, 84, 6.4, 6.4, (248, 244, 220), edge=0)
        pen.oval(x - 2, 85, 1.2, 1.2, (220, 216, 196), edge=0)
    elif sky == "dia":
        pen.glow(x, 86, 15, (255, 240, 160), 0.8)
        pen.oval(x, 86, 5.6, 5.6, (255, 222, 90), edge=0)
    elif sky in ("amanhecer", "entardecer"):
        dusk = sky == "entardecer"
        y = float(rng.uniform(46, 58))
        pen.glow(x, y, 34, (255, 190, 80) if dusk else (255, 244, 210), 0.8)
        pen.oval(x, y, 8, 8, (255, 92, 44) if dusk else (255, 238, 176), edge=0)
    _clouds(pen, sky, rng)


def _clouds(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    low = SKY[sky][1]
    if sky == "nublado":
        for _ in range(9):
            x, y = float(rng.uniform(0, 100)), float(rng.uniform(60, 98))
            shadow = (168, 174, 182) if rng.random() < 0.5 else (226, 228, 228)
            pen.oval(x, y, 20, 6, shadow, edge=0, alpha=0.85)
        return
    if sky in ("amanhecer", "entardecer"):
        streak = (255, 176, 150) if sky == "amanhecer" else (255, 112, 80)
        for _ in range(4):
            x, y = float(rng.uniform(5, 95)), float(rng.uniform(62, 94))
            pen.oval(x, y, float(rng.uniform(12, 22)), 1.4, streak, edge=0, alpha=0.7)
        return
    for _ in range(int(rng.integers(1, 4))):
        x, y = float(rng.uniform(8, 92)), float(rng.uniform(66, 92))
        puff = WHITE if sky == "dia" else shade(low, 0.1)
        for dx, dy, r in ((-6, 0, 4), (0, 1.6, 5.4), (6, 0, 4), (0, -1, 5)):
            pen.oval(x + dx, y + dy, 1.5 * r, 0.7 * r, puff, edge=0, soft=0.04, alpha=0.9)


def _hills(pen: Pen, sky: str, ground: str, horizon: float, rng: np.random.Generator) -> None:
    """Low rolling coxilhas, paler and bluer the farther they lie."""
    near, haze = tinted(GROUND[ground], sky), SKY[sky][1]
    swell = 5.0 if ground == "coxilha" else 2.2
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


def _water(pen: Pen, sky: str, horizon: float, rng: np.random.Generator) -> None:
    """Still pools that mirror the sky, with reeds and cattails standing in them."""
    water = mix(SKY[sky][1], SKY[sky][0], 0.55)
    for y, half in ((horizon - 19, 30), (horizon - 30, 46), (4, 36)):
        x = float(rng.uniform(20, 80))
        pen.oval(x, y, half, 3.6, tinted((92, 128, 72), sky), edge=0)
        pen.oval(x, y, half - 2, 2.9, water, edge=0, soft=0.08)
        pen.line([(x - half / 2, y + 0.6), (x, y + 0.6)], 0.5, shade(water, 0.5))
    reed = tinted((66, 110, 52), sky)
    for x in (*rng.uniform(1, 20, 7), *rng.uniform(80, 99, 7)):
        foot, tall = float(rng.uniform(6, 24)), float(rng.uniform(12, 20))
        lean = float(rng.uniform(-2, 2))
        stem = [(float(x), foot), (x + lean / 3, foot + tall / 2), (x + lean, foot + tall)]
        pen.curve(stem, 0.8, reed)
        pen.oval(float(x + lean), foot + tall - 1, 0.8, 2.3, tinted((112, 68, 40), sky), edge=0)


def _grass(pen: Pen, ground: str, horizon: float, rng: np.random.Generator) -> None:
    """Tufts, larger in front; some dark, some catching the light."""
    base = GROUND[ground]
    for light, count in ((-0.25, 20), (0.3, 13)):
        blades = []
        for x, y in rng.uniform((0, 1), (100, horizon - 14), (count, 2)):
            size = 1.0 + 1.6 * (1 - y / horizon)
            root = (float(x), float(y))
            blades += [(root, (float(x + lean * size), float(y + 1.7 * size)))
                       for lean in (-0.8, 0.0, 0.8)]  # fmt: skip
        pen.strokes(blades, 0.5, shade(base, light), 0.8)
