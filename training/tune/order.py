"""Which pictures, noise and timesteps a step sees: a function of (seed, step, index) alone.

So a resumed run needs no generator's state, a replay finds the same numbers, and it is all one
how many pictures pass at a time or on how many devices.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import torch

# Every use draws from a stream of its own.
_ROWS, _NOISE, _STRATA, _WITHIN, _CHOICE, _PRIOR, _SPREAD = range(7)


class Order:
    """Every picture once an epoch, `batch` of one size at a time; a rest is filled up from the
    same size's pictures of that epoch.
    """

    def __init__(self, seed: int, sizes: Sequence[Hashable], batch: int) -> None:
        self.seed = seed
        self.batch = batch
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for row, size in enumerate(sizes):
            groups[size].append(row)
        self._groups = list(groups.values())
        self.steps_per_epoch = sum(-(-len(rows) // batch) for rows in self._groups)
        self._epoch: tuple[int, list[list[int]]] = (-1, [])

    def rows(self, step: int) -> list[int]:
        """The rows of `sizes` that step `step` (from 0) learns from, all of one size."""
        epoch, place = divmod(step, self.steps_per_epoch)
        if self._epoch[0] != epoch:
            self._epoch = (epoch, self._shuffled(epoch))
        return self._epoch[1][place]

    def _shuffled(self, epoch: int) -> list[list[int]]:
        rng = _stream(self.seed, _ROWS, epoch)
        batches = []
        for rows in self._groups:
            mixed = rng.permutation(rows)
            whole = np.resize(mixed, -(-len(rows) // self.batch) * self.batch)
            batches += whole.reshape(-1, self.batch).tolist()
        rng.shuffle(batches)
        return batches


def prior_rows(seed: int, step: int, count: int, among: int) -> list[int]:
    """`count` rows of the `among` class pictures for `step`."""
    found: list[int] = _stream(seed, _PRIOR, step).integers(0, among, count).tolist()
    return found


def timesteps(seed: int, step: int, batch: int, of: int = 1000) -> torch.Tensor:
    """Timesteps (batch,) of the step, one from each of `batch` equal parts of 0..of-1.

    Spread so that a small batch's loss says more; which index has which part is drawn.
    """
    parts = _stream(seed, _STRATA, step).permutation(batch)
    within = _stream(seed, _WITHIN, step).random(batch)
    return torch.from_numpy(((parts + within) / batch * of).astype(np.int64)).clamp(max=of - 1)


def noise(
    seed: int, step: int, index: int, shape: Sequence[int], offset: float = 0.0
) -> torch.Tensor:
    """Gaussian noise (C, h, w) for one picture, fp32 on the CPU: the same on every device.

    offset: standard deviation of a number added to each channel's whole (noise offset).
    """
    rng = _torch_stream(seed, _NOISE, step, index)
    found = torch.randn(tuple(shape), generator=rng)
    if offset:
        found += offset * torch.randn((shape[0], 1, 1), generator=rng)
    return found


def spread(seed: int, step: int, index: int, shape: Sequence[int]) -> torch.Tensor:
    """Gaussian noise (C, h, w) for what the autoencoder leaves open."""
    return torch.randn(tuple(shape), generator=_torch_stream(seed, _SPREAD, step, index))


def choice(seed: int, step: int, index: int, among: int) -> tuple[float, int]:
    """A number in 0..1 (drop the caption?) and one of `among` (mirrored or not)."""
    rng = _stream(seed, _CHOICE, step, index)
    return float(rng.random()), int(rng.integers(0, among))


def _stream(*key: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(key))


def _torch_stream(*key: int) -> torch.Generator:
    state = np.random.SeedSequence(key).generate_state(1, np.uint64)
    return torch.Generator().manual_seed(int(state[0] >> np.uint64(1)))
