"""The sky and the weather, in a 100 by 100 frame with y pointing up; and the light they give."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import skia

from training.scenes.canvas import Pen, colour
from training.scenes.palette import RGB, WHITE, mix, shade

SKY: Mapping[str, tuple[RGB, RGB]] = MappingProxyType({
    "dia": ((70, 150, 226), (198, 230, 248)),
    "amanhecer": ((150, 170, 222), (255, 206, 182)),
    "entardecer": ((120, 70, 130), (255, 140, 50)),
    "noite": ((12, 18, 54), (44, 60, 116)),
    "nublado": ((142, 152, 164), (206, 210, 212)),
    "tempestade": ((44, 50, 66), (112, 118, 122)),
    "neblina": ((214, 218, 216), (232, 232, 226)),
    "geada": ((158, 196, 226), (238, 240, 240)),
})  # fmt: skip
TINT: Mapping[str, tuple[RGB, float]] = MappingProxyType({
    "dia": ((255, 255, 255), 0.0),
    "amanhecer": ((255, 190, 170), 0.12),
    "entardecer": ((255, 110, 40), 0.16),
    "noite": ((14, 22, 70), 0.34),
    "nublado": ((120, 130, 140), 0.16),
    "tempestade": ((40, 50, 66), 0.32),
    "neblina": ((226, 228, 224), 0.42),
    "geada": ((236, 242, 248), 0.30),
})  # fmt: skip
_SUBJECT_SHARE: Mapping[str, float] = MappingProxyType({"neblina": 0.35, "geada": 0.2})


def tinted(rgb: RGB, sky: str) -> RGB:
    """A land colour as the light of this sky shows it."""
    light, strength = TINT[sky]
    return mix(rgb, light, strength)


def light_on_subjects(sky: str) -> tuple[RGB, float]:
    """The same light, weaker, so that faces stay readable at night and in fog."""
    light, strength = TINT[sky]
    return light, _SUBJECT_SHARE.get(sky, 0.6) * strength


def draw_sky(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    """Gradient, sun or moon, clouds; lightning in a storm."""
    top, low = SKY[sky]
    shader = skia.GradientShader.MakeLinear(
        points=[skia.Point(0, 100), skia.Point(0, 38)], colors=[colour(top), colour(low)]
    )
    pen.canvas.drawRect(skia.Rect.MakeLTRB(0, 0, 100, 100), skia.Paint(Shader=shader))
    x = float(rng.uniform(12, 88))
    if sky == "noite":
        _night(pen, x, rng)
    elif sky == "dia":
        pen.glow(x, 86, 15, (255, 240, 160), 0.8)
        pen.oval(x, 86, 5.6, 5.6, (255, 222, 90), edge=0)
    elif sky in ("amanhecer", "entardecer"):
        dusk = sky == "entardecer"
        y = float(rng.uniform(46, 58))
        pen.glow(x, y, 34, (255, 190, 80) if dusk else (255, 244, 210), 0.8)
        pen.oval(x, y, 8, 8, (255, 92, 44) if dusk else (255, 238, 176), edge=0)
    elif sky == "geada":
        pen.glow(x, 66, 22, (255, 252, 236), 0.9)
        pen.oval(x, 66, 4.6, 4.6, (255, 250, 226), edge=0)
    elif sky == "neblina":
        pen.glow(x, 72, 18, (250, 248, 236), 0.8)
    _CLOUDS.get(sky, _puffs)(pen, sky, rng)
    if sky == "tempestade":
        _lightning(pen, rng)


def draw_weather(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    """What hangs between the scene and whoever looks at it: rain, fog, flakes of rime."""
    if sky == "tempestade":
        drops = rng.uniform((-4, 2), (102, 98), (46, 2))
        pen.strokes([((float(x), float(y)), (float(x - 1.6), float(y - 5.2))) for x, y in drops],
                    0.45, (206, 216, 226), 0.75)  # fmt: skip
    elif sky == "neblina":
        for y, alpha in ((34, 0.5), (22, 0.32), (9, 0.4)):
            x = float(rng.uniform(10, 90))
            for shift, wide in ((-30, 34), (0, 44), (34, 30)):
                pen.oval(x + shift, y + float(rng.uniform(-2, 2)), wide, 3.2, (240, 240, 236),
                         edge=0, soft=0, alpha=alpha * 0.5)  # fmt: skip


def _night(pen: Pen, x: float, rng: np.random.Generator) -> None:
    stars = [(float(sx), float(sy)) for sx, sy in rng.uniform((2, 50), (98, 98), (30, 2))]
    pen.strokes([(star, (star[0], star[1] + 0.01)) for star in stars], 1.1, WHITE)
    pen.glow(x, 84, 16, (220, 226, 255), 0.5)
    pen.oval(x, 84, 6.4, 6.4, (248, 244, 220), edge=0)
    pen.oval(x - 2, 85, 1.2, 1.2, (220, 216, 196), edge=0)


def _lightning(pen: Pen, rng: np.random.Generator) -> None:
    """One bolt from the clouds to the horizon; its light is not dimmed."""
    x, y = float(rng.uniform(16, 84)), 84.0
    bolt = [(x, y)]
    while y > 46:
        x, y = x + float(rng.uniform(-5, 5)), y - float(rng.uniform(6, 9))
        bolt.append((x, y))
    pen.glow(bolt[0][0], 74, 24, (226, 232, 255), 0.45)
    pen.line(bolt, 1.7, (206, 216, 255))
    pen.line(bolt, 0.8, (255, 255, 246))


def _overcast(pen: Pen, _sky: str, rng: np.random.Generator) -> None:
    for _ in range(9):
        x, y = float(rng.uniform(0, 100)), float(rng.uniform(60, 98))
        shadow = (168, 174, 182) if rng.random() < 0.5 else (226, 228, 228)
        pen.oval(x, y, 20, 6, shadow, edge=0, alpha=0.85)


def _thunderheads(pen: Pen, _sky: str, rng: np.random.Generator) -> None:
    for row, y in enumerate((66, 78, 90, 99)):
        for x in np.arange(-6 + 9 * (row % 2), 110, 20):
            grey = shade((70, 76, 92), float(rng.uniform(-0.35, 0.16)))
            at = (float(x + rng.uniform(-5, 5)), float(y + rng.uniform(-3, 3)))
            pen.oval(*at, 15, 6.5, grey, edge=0, soft=0.18, alpha=0.92)


def _streaks(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    streak = (255, 176, 150) if sky == "amanhecer" else (255, 112, 80)
    for _ in range(4):
        x, y = float(rng.uniform(5, 95)), float(rng.uniform(62, 94))
        pen.oval(x, y, float(rng.uniform(12, 22)), 1.4, streak, edge=0, alpha=0.7)


def _puffs(pen: Pen, sky: str, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 4))):
        x, y = float(rng.uniform(8, 92)), float(rng.uniform(66, 92))
        puff = shade(SKY[sky][1], 0.1) if sky == "noite" else WHITE
        for dx, dy, r in ((-6, 0, 4), (0, 1.6, 5.4), (6, 0, 4), (0, -1, 5)):
            pen.oval(x + dx, y + dy, 1.5 * r, 0.7 * r, puff, edge=0, soft=0.04, alpha=0.9)


def _none(_pen: Pen, _sky: str, _rng: np.random.Generator) -> None:
    """Fog hides the clouds."""


_CLOUDS = {
    "nublado": _overcast, "tempestade": _thunderheads, "neblina": _none,
    "amanhecer": _streaks, "entardecer": _streaks,
}  # fmt: skip
