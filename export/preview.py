"""Latents to RGB without a decoder: the matrix behind the kiosk's previews, fitted at export."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

# Of the latents' variance; keeps the matrix calm where sampled latents hardly vary.
_RIDGE: Final = 1e-3


@dataclass(frozen=True)
class Preview:
    """`rgb = clip(latents^T @ matrix + bias)`, 0..1; one row per latent channel."""

    matrix: tuple[tuple[float, float, float], ...]
    bias: tuple[float, float, float]


@torch.inference_mode()
def fit(pipe: StableDiffusionPipeline, latents: torch.Tensor) -> Preview:
    """Least squares from latent cells to the mean colour of the block each decodes to.

    `latents` (P, C, h, w), as the scheduler leaves them.
    """
    decoded = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
    pictures = (decoded / 2 + 0.5).clamp(0, 1)
    blocks = torch.nn.functional.adaptive_avg_pool2d(
        pictures, (latents.shape[-2], latents.shape[-1])
    )
    cells = _rows(latents)
    colours = _rows(blocks)
    centre, mean = cells.mean(axis=0), colours.mean(axis=0)
    x, y = cells - centre, colours - mean
    ridge = _RIDGE * float((x * x).mean()) * len(x)
    matrix = np.linalg.solve(x.T @ x + ridge * np.eye(x.shape[1]), x.T @ y)
    bias = mean - centre @ matrix
    # Four digits are finer than a preview's eight bits, and the manifest stays readable.
    return Preview(
        matrix=tuple((_short(r), _short(g), _short(b)) for r, g, b in matrix),
        bias=(_short(bias[0]), _short(bias[1]), _short(bias[2])),
    )


def _rows(maps: torch.Tensor) -> Any:
    return maps.permute(0, 2, 3, 1).reshape(-1, maps.shape[1]).double().numpy()


def _short(value: float) -> float:
    return round(float(value), 4)
