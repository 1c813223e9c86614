"""From scene to pixels: the registry of draw functions and the one function that uses it."""

from typing import Any

import numpy as np
import skia

from training.scenes.backdrop import backdrop
from training.scenes.canvas import Pen
from training.scenes.looks import LOOKS
from training.scenes.registry import REGISTRY, UNMIRRORED
from training.scenes.scene import Placement, Scene, half_width, members
from training.scenes.sky import draw_weather, light_on_subjects
from training.scenes.traits import traits


def paint(scene: Scene, size: int) -> np.ndarray:
    """The scene as uint8 (size, size, 3) RGB; the same scene and size give the same bytes."""
    if size < 16:
        raise ValueError(f"size must be at least 16 pixels, got {size}")
    surface: Any = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.translate(0, size)
    canvas.scale(size / 100, -size / 100)
    look = LOOKS[scene.look]
    behind = Pen(canvas, hand=look.hand)
    backdrop(behind, scene.sky, scene.ground, scene.season, np.random.default_rng([scene.seed, 23]))
    pen = Pen(canvas, *light_on_subjects(scene.sky), hand=look.hand)
    for placement in sorted(scene.placements, key=lambda one: one.y):
        for member in members(placement):
            _draw(pen, member)
    draw_weather(behind, scene.sky, np.random.default_rng([scene.seed, 29]))
    pixels: np.ndarray = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    plain = np.ascontiguousarray(pixels[:, :, :3])
    return look.finish(plain, np.random.default_rng([scene.seed, 37]))


def paint_small(scene: Scene, size: int) -> np.ndarray:
    """The scene at `size`, averaged down from a larger one where its look has hard edges."""
    times = LOOKS[scene.look].oversample
    large = paint(scene, size * times).astype(np.uint16)
    small = large.reshape(size, times, size, times, 3).sum(axis=(1, 3))
    rounded: np.ndarray = ((small + times * times // 2) // times**2).astype(np.uint8)
    return rounded


def _draw(pen: Pen, placement: Placement) -> None:
    draw = REGISTRY.get(placement.concept)
    if draw is None:  # a landscape: the backdrop has painted it
        return
    half = 100 * half_width(placement.concept, placement.height, 1)
    x, y = 100 * placement.x, 100 * (1 - placement.y)
    pen.oval(x, y, 0.8 * half, 1.9 * placement.height, (30, 40, 20), edge=0, soft=0, alpha=0.28)
    facing = 1 if placement.concept in UNMIRRORED else placement.facing
    canvas = pen.canvas
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(placement.height * facing, placement.height)
    seed = placement.variant_seed
    draw(pen, traits(placement.concept, seed), np.random.default_rng([seed, 31]))
    canvas.restore()
