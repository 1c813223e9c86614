"""The starting noise of `torch.manual_seed(seed); torch.randn(shape)` on a CPU, without torch.

After ATen's native/cpu/DistributionTemplates.h (normal_fill) and core/MT19937RNGEngine.h: a
scene can be reproduced on the training workstation. The uniforms are equal bit for bit; the
Box-Muller values agree to about 1e-6, since ATen's own logarithm differs between CPU kinds.
Here they are computed in fp64 and rounded once, so that they do not.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK: Final = 16
_HALF: Final = 8
_STATE: Final = 624


def randn(seed: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Standard normal noise of `shape`, float32. Like torch, only the low 32 bits of `seed`."""
    size = math.prod(shape)
    source = mersenne_twister(seed)
    flat = _blocks(source, size) if size >= _BLOCK else _scalars(source, size)
    return flat.reshape(shape)


def uniforms(source: np.random.MT19937, count: int) -> NDArray[np.float32]:
    """`count` float32 in [0, 1), 24 bits each, as at::uniform_real_distribution<float>."""
    raw = source.random_raw(count) & np.uint64((1 << 24) - 1)
    return (raw.astype(np.float64) * 2.0**-24).astype(np.float32)


def mersenne_twister(seed: int) -> np.random.MT19937:
    """init_genrand of Matsumoto and Nishimura, which numpy hides behind its global RNG."""
    key = np.empty(_STATE, np.uint32)
    word = seed & 0xFFFFFFFF
    for index in range(_STATE):
        key[index] = word
        word = (1812433253 * (word ^ (word >> 30)) + index + 1) & 0xFFFFFFFF
    source = np.random.MT19937()
    source.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": _STATE}}
    return source


def _blocks(source: np.random.MT19937, size: int) -> NDArray[np.float32]:
    """Box-Muller in blocks of 16; a rest makes the last 16 values be drawn afresh."""
    drawn = uniforms(source, size)
    whole = size - size % _BLOCK
    drawn[:whole] = _box_muller(drawn[:whole].reshape(-1, _BLOCK)).ravel()
    if size % _BLOCK:
        drawn[-_BLOCK:] = _box_muller(uniforms(source, _BLOCK).reshape(1, _BLOCK)).ravel()
    return drawn


def _box_muller(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 16) uniforms to (n, 16) normals: the first eight give radii, the others angles."""
    first = 1.0 - block[:, :_HALF].astype(np.float64)
    radius = np.sqrt(-2.0 * np.log(first))
    angle = 2.0 * np.pi * block[:, _HALF:].astype(np.float64)
    normals = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return normals.astype(np.float32)


def _scalars(source: np.random.MT19937, size: int) -> NDArray[np.float32]:
    """Under 16 values ATen draws pairs of doubles, 53 bits each, and keeps the second."""
    pairs = -(-size // 2)
    raw = source.random_raw(4 * pairs).astype(np.uint64).reshape(pairs, 2, 2)
    wide = (raw[:, :, 0] << np.uint64(32)) | raw[:, :, 1]
    uniform = (wide & np.uint64((1 << 53) - 1)).astype(np.float64) * 2.0**-53
    radius = np.sqrt(-2.0 * np.log1p(-uniform[:, 1]))
    angle = 2.0 * np.pi * uniform[:, 0]
    normals = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return normals.ravel()[:size].astype(np.float32)
