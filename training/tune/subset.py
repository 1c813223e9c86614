"""A small and varied part of a dataset: the pictures most unlike one another.

Farthest-first traversal (Gonzalez 1985, "Clustering to minimize the maximum intercluster
distance"): begin with the picture nearest to the mean, then take the one farthest from all taken,
again and again.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.base.diversity import distances
from training.probe.predict import Probe
from training.tune.dataset import Example, picture

_SIDE = (256, 256)
_AT_ONCE = 64


def varied(examples: Sequence[Example], count: int) -> list[Example]:
    """`count` of the examples to learn from, as the probe sees them; all where there are no more.

    Those held out stay. The order is the dataset's own.
    """
    taught = [n for n, example in enumerate(examples) if not example.held_out]
    if len(taught) <= count:
        return list(examples)
    seen = embedded(Probe(), [examples[n] for n in taught])
    chosen = {taught[row] for row in farthest_first(seen, count)}
    return [e for n, e in enumerate(examples) if e.held_out or n in chosen]


def farthest_first(rows: NDArray[np.float32], count: int) -> list[int]:
    """Indices of `count` of the rows (N, E), in the order they are taken; ties to the earlier."""
    middle = distances(rows, rows.mean(axis=0, keepdims=True))[:, 0]
    taken = [int(middle.argmin())]
    nearest = distances(rows, rows[taken])[:, 0]
    while len(taken) < count:
        nearest[taken] = -1.0
        taken.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, distances(rows, rows[taken[-1:]])[:, 0])
    return taken


def embedded(probe: Probe, examples: Sequence[Example]) -> NDArray[np.float32]:
    """The probe's embeddings of pictures, rows of length 1."""
    parts = [
        probe.look(np.stack([picture(e, _SIDE) for e in examples[n : n + _AT_ONCE]])).embeddings
        for n in range(0, len(examples), _AT_ONCE)
    ]
    return np.concatenate(parts)
