"""Which layers of a narrow UNet a processor computes in fp32, though the run's format is bf16.

Convolutions gain from bf16 at any width. Products as small as those of a narrow transformer do
not: the time goes into casts and the set-up of each product, and oneDNN keeps 0.7 MB for every
shape of bf16 product that it has seen, more than such a layer weighs.
"""

from types import MethodType
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention import BasicTransformerBlock
from diffusers.models.attention_processor import AttnProcessor2_0
from diffusers.models.embeddings import TextTimeEmbedding, TimestepEmbedding
from torch import nn

NARROW = 256  # channels; from about here on bf16 products are faster at one picture too
_WHOLE = (BasicTransformerBlock, TextTimeEmbedding, TimestepEmbedding, nn.Linear)


def is_narrow(config: dict[str, Any]) -> bool:
    """Is this UNet, by its config, narrow enough for `mix`?"""
    return int(max(config["block_out_channels"])) <= NARROW


def mix(unet: UNet2DConditionModel, dtype: torch.dtype) -> None:
    """Cast a fp32 UNet's convolutions and their norms to `dtype`; the rest stays fp32.

    What goes into the rest and comes out of it is in `dtype`.
    """
    _mix(unet, dtype)
    unet.set_attn_processor(AttnProcessor2_0())


def _mix(layer: Any, dtype: torch.dtype) -> None:
    if type(layer) in _WHOLE:
        layer.forward = MethodType(_in_fp32, layer)
        return
    for parameter in layer.parameters(recurse=False):
        parameter.data = parameter.data.to(dtype)
    for child in layer.children():
        _mix(child, dtype)


def _in_fp32(layer: nn.Module, x: torch.Tensor, *more: Any, **named: Any) -> torch.Tensor:
    more = tuple(map(_single, more))
    named = {name: _single(value) for name, value in named.items()}
    answer: torch.Tensor = type(layer).forward(layer, x.float(), *more, **named)
    return answer.to(x.dtype)


def _single(value: Any) -> Any:
    floats = isinstance(value, torch.Tensor) and value.is_floating_point()
    return value.float() if floats else value
