"""How much pictures of one sentence differ, beside the painter's own scenes of that sentence.

Rényi kernel entropy of order 2 (Jalali, Li and Farnia, "An Information-Theoretic Evaluation of
Generative Models in Learning Multi-modal Distributions", NeurIPS 2023):

    H = -log( 1/n^2 * sum over i, j of k(x_i, x_j)^2 ),    k(x, y) = exp(-|x - y|^2 / 2 s^2)

0 where all n are alike, log n where no two resemble each other. x is the probe's embedding, of
length 1. The width s is the median distance between the painter's scenes of that sentence and the
same for both sets: a wider or narrower kernel would call all pictures alike, or all different.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.base.asks import Setting
from training.scenes.painter import paint_small
from training.scenes.scene import compose

Floats = NDArray[np.float64]
# Far from the seeds that anything was trained on.
_FIRST_SEED = 9_000_000


def distances(left: NDArray[np.float32], right: NDArray[np.float32]) -> Floats:
    """Euclidean distances (N, M) of rows (N, E) and (M, E)."""
    a, b = left.astype(np.float64), right.astype(np.float64)
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    result: Floats = np.sqrt(np.maximum(squares, 0))
    return result


def kernel_entropy(embeddings: NDArray[np.float32], width: float) -> float:
    """H of rows (N, E), in nats. Raises ValueError unless `width` is positive."""
    if not width > 0:
        raise ValueError(f"width must be positive, got {width}")
    kernel = np.exp(-(distances(embeddings, embeddings) ** 2) / (2 * width**2))
    return float(-np.log((kernel**2).mean()))


def diversity(generated: NDArray[np.float32], painted: NDArray[np.float32]) -> float:
    """Entropy of the generated over that of the painted embeddings; as many of each."""
    if len(generated) != len(painted):
        raise ValueError(f"{len(generated)} generated against {len(painted)} painted pictures")
    apart = distances(painted, painted)[np.triu_indices(len(painted), 1)]
    width = float(np.median(apart))
    return kernel_entropy(generated, width) / kernel_entropy(painted, width)


def painted_like(setting: Setting, count: int, size: int) -> NDArray[np.uint8]:
    """The painter's scenes that the setting's caption describes, (count, size, size, 3)."""
    scenes = [
        compose(_FIRST_SEED + index, main=setting.main, company=0, count=1, sky=setting.sky,
                look=setting.look)
        for index in range(count)
    ]  # fmt: skip
    return np.stack([paint_small(scene, size) for scene in scenes])


def ratios(
    generated: NDArray[np.float32],
    painted: Sequence[NDArray[np.float32]],
    settings: Sequence[Setting],
) -> dict[str, float]:
    """Diversity by prompt; `generated` holds the settings' embeddings one after the other."""
    blocks = generated.reshape(len(settings), -1, generated.shape[1])
    return {
        setting.prompt: diversity(block, own)
        for setting, block, own in zip(settings, blocks, painted, strict=True)
    }
