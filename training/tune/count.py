"""What a pass of the UNet needs, counted without computing it: on torch's meta device.

Tensors there have shapes and no numbers: SD 1.5 at 512 px is counted in seconds on a laptop. What
autograd keeps for the backward pass is what its hooks are handed, each storage once.
"""

import msgspec
import torch
from accelerate import init_empty_weights
from diffusers import UNet2DConditionModel
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from training.tune.attach import attach, trainable
from training.tune.buckets import Size
from training.tune.config import TuneConfig
from training.tune.mixed import mix
from training.tune.parts import Parts


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of one pass with `pictures` pictures. Memory in bytes.

    weights: all of the UNet, as held. learnt: numbers that learn. kept: held for the backward pass.
    largest: the largest single tensor. flops: forward pass.
    """

    pictures: int
    weights: int
    learnt: int
    kept: int
    largest: int
    flops: int


def count(config: TuneConfig, parts: Parts, size: Size, *, pictures: int, tokens: int) -> Count:
    """Count one pass of the recipe's UNet at `size` pixels."""
    whole = config.method == "dreambooth"
    unet = _empty_unet(config, parts)
    seen = _Seen(unet)
    places = (size[1] // parts.patch, size[0] // parts.patch)
    noisy = torch.empty(
        (pictures, parts.unet_config["in_channels"], *places), dtype=parts.dtype, device="meta"
    )
    hidden = torch.empty(
        (pictures, tokens, parts.unet_config["cross_attention_dim"]), dtype=parts.dtype,
        device="meta",
    )  # fmt: skip
    steps = torch.zeros((pictures,), dtype=torch.long, device="meta")
    flops = FlopCounterMode(display=False)
    with torch.autograd.graph.saved_tensors_hooks(seen.keep, lambda kept: kept), flops:
        unet(noisy, steps, hidden)
    weights = sum(p.numel() * p.element_size() for p in unet.parameters())
    numbers = sum(p.numel() for p in unet.parameters())
    # Whole weights are held in fp32, and autocast keeps a short copy of each for the pass.
    masters = 4 * numbers if whole and parts.dtype != torch.float32 else 0
    return Count(
        pictures=pictures,
        weights=weights + masters,
        learnt=sum(p.numel() for p in trainable(unet)),
        kept=seen.bytes,
        largest=seen.largest,
        flops=flops.get_total_flops(),
    )


def _empty_unet(config: TuneConfig, parts: Parts) -> UNet2DConditionModel:
    with init_empty_weights():
        unet = UNet2DConditionModel.from_config(parts.unet_config)
        if parts.mixes(learns=config.method == "dreambooth", quantised=config.quantise):
            mix(unet, parts.dtype)
        else:
            unet.to(parts.dtype)
        unet.train()
        if config.method == "lora":
            attach(config, unet, None)
    unet.to("meta")
    if config.checkpointing:
        unet.enable_gradient_checkpointing()
    return unet


class _Seen:
    """Adds up storages that autograd keeps, but for the weights, which are there anyway."""

    def __init__(self, net: nn.Module) -> None:
        self._known = {p.untyped_storage()._cdata for p in net.parameters()}
        self._alive: list[torch.Tensor] = []
        self.bytes = 0
        self.largest = 0

    def keep(self, tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage._cdata not in self._known:
            self._known.add(storage._cdata)
            # Held, so that its address is not given to another.
            self._alive.append(tensor)
            self.bytes += storage.nbytes()
            self.largest = max(self.largest, storage.nbytes())
        return tensor
