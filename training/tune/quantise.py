"""A frozen base's linear layers in 4 or 8 bits (bitsandbytes); convolutions stay as they are.

Worth little on Stable Diffusion 1.x, whose weight lies in convolutions and activations, and slow:
for the last few hundred megabytes of a small card.
"""

from typing import Literal

import bitsandbytes
import torch
from torch import nn

Kind = Literal["nf4", "int8"]


def quantise(module: nn.Module, kind: Kind, dtype: torch.dtype, device: torch.device) -> None:
    """Replace every linear layer in place; products are computed in `dtype` on `device`."""
    for name, child in module.named_children():
        if type(child) is nn.Linear:
            setattr(module, name, _layer(child, kind, dtype).to(device))
        else:
            quantise(child, kind, dtype, device)


def _layer(plain: nn.Linear, kind: Kind, dtype: torch.dtype) -> nn.Module:
    bias = plain.bias is not None
    weight = plain.weight.detach()
    if kind == "nf4":
        made = bitsandbytes.nn.Linear4bit(
            plain.in_features, plain.out_features, bias=bias, compute_dtype=dtype, quant_type="nf4"
        )
        made.weight = bitsandbytes.nn.Params4bit(weight, requires_grad=False, quant_type="nf4")
    else:
        made = bitsandbytes.nn.Linear8bitLt(
            plain.in_features, plain.out_features, bias=bias, has_fp16_weights=False
        )
        made.weight = bitsandbytes.nn.Int8Params(
            weight, requires_grad=False, has_fp16_weights=False
        )
    if bias:
        made.bias = nn.Parameter(plain.bias.detach(), requires_grad=False)
    quantised: nn.Module = made
    return quantised
