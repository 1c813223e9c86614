"""The three looks: naïf painting, woodcut, watercolour; how the pen is held and what is done after.

Each finish takes and gives uint8 (size, size, 3) and depends on the picture and a seed alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from training.scenes.canvas import Hand
from training.scenes.palette import RGB

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

_PAPER: RGB = (250, 245, 232)
_BLACK: RGB = (30, 26, 26)
# The inks of a colour woodcut: few, flat, chosen so that skies and coats stay apart.
_INKS: tuple[RGB, ...] = (
    _PAPER, (236, 196, 100), (222, 120, 52), (176, 52, 42), (232, 168, 150), (122, 78, 50),
    (60, 44, 40), (124, 158, 74), (56, 100, 68), (142, 190, 216), (58, 104, 160), (32, 38, 76),
    (168, 166, 160), (104, 108, 116), (150, 116, 170), (206, 186, 150),
)  # fmt: skip


def _smooth_noise(size: int, cells: int, rng: np.random.Generator) -> Floats:
    """Value noise in -1..1, `cells` wide, bilinear."""
    grid = rng.uniform(-1, 1, (cells + 1, cells + 1)).astype(np.float32)
    at = np.linspace(0, cells, size, endpoint=False, dtype=np.float32)
    low = at.astype(int)
    part = at - low
    rows = grid[low] * (1 - part)[:, None] + grid[low + 1] * part[:, None]
    mixed: Floats = rows[:, low] * (1 - part) + rows[:, low + 1] * part
    return mixed


def _blur(picture: Floats, radius: int) -> Floats:
    """Box blur, twice, along both axes; edges repeated."""
    for axis in (0, 1, 0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (radius + 1, radius)
        sums = np.pad(picture, pad, mode="edge").cumsum(axis=axis, dtype=np.float64)
        width = 2 * radius + 1
        ahead = np.take(sums, np.arange(width, sums.shape[axis]), axis=axis)
        behind = np.take(sums, np.arange(sums.shape[axis] - width), axis=axis)
        picture = ((ahead - behind) / width).astype(np.float32)
    return picture


def _naif(picture: Picture, _rng: np.random.Generator) -> Picture:
    return picture


def _aquarela(picture: Picture, rng: np.random.Generator) -> Picture:
    """Washes that run a little, pigment gathered at their rims, paper shining through."""
    size = len(picture)
    colours = picture.astype(np.float32)
    shift_y = (_smooth_noise(size, 14, rng) * size / 90).round().astype(int)
    shift_x = (_smooth_noise(size, 14, rng) * size / 90).round().astype(int)
    ys, xs = np.mgrid[0:size, 0:size]
    run = colours[np.clip(ys + shift_y, 0, size - 1), np.clip(xs + shift_x, 0, size - 1)]
    wash = _blur(run, max(1, size // 150))
    rim = np.clip(_blur(wash, max(2, size // 40)) - wash, -60, 60)
    # Coarse clouds of pigment only: a grain of single pixels could never be learnt.
    grain = 1 + 0.12 * _smooth_noise(size, 7, rng)
    strength = np.clip(0.80 * grain, 0, 1)[..., None]
    paper = np.array(_PAPER, np.float32)
    painted = paper + (wash - 0.35 * np.clip(rim, 0, None) - paper) * strength
    edge = _deckle(size, rng)[..., None]
    mixed = painted * edge + paper * (1 - edge)
    finished: Picture = np.clip(mixed, 0, 255).astype(np.uint8)
    return finished


def _deckle(size: int, rng: np.random.Generator) -> Floats:
    """1 inside, falling to 0 at an uneven painted border."""
    ys, xs = np.mgrid[0:size, 0:size].astype(np.float32) / size
    inset = np.minimum.reduce([ys, xs, 1 - ys, 1 - xs])
    uneven = inset + 0.018 * _smooth_noise(size, 24, rng)
    soft: Floats = np.clip((uneven - 0.022) * 60, 0, 1)
    return soft


def _xilogravura(picture: Picture, rng: np.random.Generator) -> Picture:
    """Flat inks, black outlines, light cuts of the gouge across the mid tones."""
    size = len(picture)
    colours = picture.astype(np.float32)
    inks = np.array(_INKS, np.float32)
    # Dither by a carved pattern rather than by pixels: the gouge's strokes are long and slanted.
    ys, xs = np.mgrid[0:size, 0:size].astype(np.float32)
    wave = ys + 0.18 * xs + size / 60 * _smooth_noise(size, 9, rng)
    cut = np.sin(wave * (2 * np.pi) / max(4.0, size / 21))
    lit = colours + 14 * cut[..., None]
    nearest = _nearest(lit, inks)
    flat = inks[nearest]
    luminance = colours @ np.array([0.3, 0.59, 0.11], np.float32)
    # Only what is nearly black: a darker limit would print dark faces as black shapes.
    black = (luminance < 34) | ((luminance < 44) & (cut < -0.5))
    flat[black] = _BLACK
    return flat.astype(np.uint8)


# Brightness, then red-green and blue-yellow, these weighted: by plain distance a brown face under a
# grey sky is nearest to dark green.
_OPPONENT = np.array([[0.3, 0.59, 0.11], [1.4, -1.4, 0.0], [0.7, 0.7, -1.4]], np.float32)


def _nearest(colours: Floats, inks: Floats) -> NDArray[np.intp]:
    """Index of the nearest ink per pixel; (h, w, 3), (n, 3) to (h, w)."""
    seen, known = colours @ _OPPONENT.T, inks @ _OPPONENT.T
    # |c - i|^2 without the c^2 that is the same for all inks.
    score = (known**2).sum(1) - 2 * seen @ known.T
    index: NDArray[np.intp] = score.argmin(2)
    return index


@dataclass(frozen=True, slots=True)
class Look:
    """A look's Portuguese phrases, how it holds the pen, and its finish.

    oversample: how many times larger a small picture is painted before it is averaged down; the pen
    smooths its own edges, only a finish that makes hard ones needs it.
    """

    words: tuple[str, ...]
    hand: Hand
    finish: Callable[[Picture, np.random.Generator], Picture]
    oversample: int = 1


LOOKS: Mapping[str, Look] = MappingProxyType({
    "naif": Look(("em pintura naïf", "em estilo naïf", "como pintura ingênua"), Hand(), _naif),
    "xilogravura": Look(
        ("em xilogravura", "como uma xilogravura", "em estilo de xilogravura", "em gravura"),
        Hand(outline=1.9, dark=0.85, shading=0.5), _xilogravura, oversample=2),
    "aquarela": Look(
        ("em aquarela", "como uma aquarela", "pintado em aquarela", "em estilo aquarela"),
        Hand(outline=0.35, dark=0.25, shading=1.5), _aquarela),
})  # fmt: skip
