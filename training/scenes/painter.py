"""From scene to pixels: the registry of draw functions and the one function that uses it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import skia

from training.picturebook.canvas import Pen
from training.scenes import animals, birds, figures, objects, places, plants
from training.scenes.backdrop import backdrop, light_on_subjects
from training.scenes.scene import Placement, Scene, half_width, members
from training.scenes.traits import Traits, traits

Draw = Callable[[Pen, Traits, np.random.Generator], None]

REGISTRY: Mapping[str, Draw] = MappingProxyType({
    "gaucho": figures.gaucho, "prenda": figures.prenda, "lanceiro": figures.lanceiro,
    "cavalo": animals.cavalo, "boi": animals.boi, "capivara": animals.capivara,
    "gato_do_mato_pequeno": animals.gato_do_mato_pequeno, "sapinho": animals.sapinho,
    "quero_quero": birds.quero_quero, "ema": birds.ema,
    "araucaria": plants.araucaria, "umbu": plants.umbu, "corticeira": plants.corticeira,
    "ruinas": places.ruinas, "galpao": places.galpao,
    "chimarrao": objects.chimarrao, "fogo_de_chao": objects.fogo_de_chao,
})  # fmt: skip


def paint(scene: Scene, size: int) -> np.ndarray:
    """The scene as uint8 (size, size, 3) RGB; the same scene and size give the same bytes."""
    if size < 16:
        raise ValueError(f"size must be at least 16 pixels, got {size}")
    surface: Any = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.translate(0, size)
    canvas.scale(size / 100, -size / 100)
    backdrop(Pen(canvas), scene.sky, scene.ground, np.random.default_rng([scene.seed, 23]))
    pen = Pen(canvas, *light_on_subjects(scene.sky))
    for placement in reversed(scene.placements):
        for member in members(placement):
            _draw(pen, member)
    pixels: np.ndarray = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(pixels[:, :, :3])


def _draw(pen: Pen, placement: Placement) -> None:
    half = 100 * half_width(placement.concept, placement.height, 1)
    x, y = 100 * placement.x, 100 * (1 - placement.y)
    pen.oval(x, y, 0.8 * half, 1.6, (30, 40, 20), edge=0, soft=0, alpha=0.28)
    canvas = pen.canvas
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(placement.height * placement.facing, placement.height)
    seed = placement.variant_seed
    rng = np.random.default_rng([seed, 31])
    REGISTRY[placement.concept](pen, traits(placement.concept, seed), rng)
    canvas.restore()
