"""Heads that learn beside the UNet from its features at a quarter of the finest grid's places.

They give it second tasks while it learns to paint and are no part of the published model.
"""

import torch
from diffusers import UNet2DConditionModel
from torch import nn


class Listener(nn.Module):
    """Hears what the UNet's first block on the way up answers, (B, `width`, h, w)."""

    def __init__(self, unet: UNet2DConditionModel) -> None:
        super().__init__()
        self.width: int = unet.config.block_out_channels[-1]
        self._heard: torch.Tensor | None = None
        unet.up_blocks[0].register_forward_hook(self._hear)

    def _hear(self, _block: nn.Module, _given: object, features: torch.Tensor) -> None:
        self._heard = features

    def heard(self) -> torch.Tensor:
        """The features of the UNet's last pass in fp32, once. Raises RuntimeError before it."""
        if self._heard is None:
            raise RuntimeError("the UNet has not run yet")
        features, self._heard = self._heard.float(), None
        return features
