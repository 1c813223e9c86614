"""Does the base repeat pictures of its training? Nearest neighbours, in meaning and in pixels.

A generated picture counts as a copy where one training picture is nearer to it than 99 % of the
training pictures are to their own nearest neighbour, by the probe's embedding and by reduced pixels
both. By one measure alone, or to one picture by this and to another by that, some of any fresh
scenes come that near; a copy is near to one and the same picture by every measure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.base.diversity import distances
from training.probe.predict import Probe
from training.scenes.painter import paint_small
from training.scenes.scene import compose

QUANTILE = 0.01
_SIDE = 32  # px: what hangs where, in which colour
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Features:
    """Of N pictures: the probe's embeddings (N, E) and reduced pixels (N, D), both float32."""

    embeddings: NDArray[np.float32]
    pixels: NDArray[np.float32]


def thumbnails(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, H, W, 3) uint8 to (N, D) in 0..1, each value the mean of an area."""
    rows = [
        np.asarray(Image.fromarray(picture).resize((_SIDE, _SIDE), Image.Resampling.BOX)).ravel()
        for picture in pictures
    ]
    return np.stack(rows).astype(np.float32) / np.float32(255)


def training_pictures(first_seed: int, count: int, size: int) -> Iterator[NDArray[np.uint8]]:
    """The first `count` scenes of a corpus painted anew, in batches (n, size, size, 3)."""
    for start in range(0, count, _BATCH):
        seeds = range(first_seed + start, first_seed + min(start + _BATCH, count))
        yield np.stack([paint_small(compose(seed), size) for seed in seeds])


def features(pictures: NDArray[np.uint8], probe: Probe) -> Features:
    """What the pictures are compared by."""
    return Features(probe.look(pictures).embeddings, thumbnails(pictures))


def threshold(originals: NDArray[np.float32]) -> float:
    """The distance to the nearest other that 1 % of the rows (N, E) come below."""
    apart = distances(originals, originals)
    np.fill_diagonal(apart, np.inf)
    return float(np.quantile(apart.min(1), QUANTILE))


def near(generated: NDArray[np.float32], originals: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of `originals` (M, E) lie closer than the threshold to which of `generated` (N, E)."""
    close: NDArray[np.bool_] = distances(generated, originals) < threshold(originals)
    return close


def copies(generated: Features, originals: Features) -> NDArray[np.bool_]:
    """Which generated pictures are copies; see above."""
    by_meaning = near(generated.embeddings, originals.embeddings)
    both = by_meaning & near(generated.pixels, originals.pixels)
    return np.asarray(both.any(axis=1), np.bool_)
