"""Painted scenes made as unlike each other as generated ones are unlike painted ones."""

import torch
from torch.nn import functional

_REACH = 10  # px of 128 that a picture may move


def augment(batch: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Flip, shift, blur, noise, brightness of (B, 3, S, S) in 0..1, each picture for itself
    but for the shift; S a multiple of 4. The result leaves 0..1 a little."""
    many, _, size, _ = batch.shape

    def dice() -> torch.Tensor:
        return torch.rand(many, 1, 1, 1, generator=rng)

    batch = torch.where(dice() < 0.5, batch.flip(3), batch)
    dy, dx = torch.randint(0, 2 * _REACH + 1, (2,), generator=rng).tolist()
    batch = functional.pad(batch, (_REACH,) * 4, mode="replicate")
    batch = batch[:, :, dy : dy + size, dx : dx + size].contiguous()
    batch = _soften(batch, dice(), dice())
    gain = 0.85 + 0.3 * dice()
    noise = torch.randn(batch.shape, generator=rng) * 0.04 * dice()
    return (batch * gain + noise).contiguous()


def _soften(batch: torch.Tensor, choice: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    """Four in ten as they are, the others part of the way to a copy blurred over 2 or 4 px:
    a generated picture is soft because its decoder saw patches, not lines."""
    size = batch.shape[-1]

    def blurred(pixels: int) -> torch.Tensor:
        small = functional.avg_pool2d(batch, pixels)
        return functional.interpolate(small, size=(size, size), mode="bilinear")

    soft = torch.where(choice < 0.75, blurred(2), blurred(4))
    return torch.where(choice < 0.4, batch, batch + share * (soft - batch))
