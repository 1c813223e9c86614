"""In which number format a training pass runs; weights and optimizer state stay fp32 everywhere.

Processors with AVX512-BF16 multiply bf16 twice as fast as fp32. Autocast wins little of that here:
it casts at every layer. So the weights are cast once a pass; the gradients come back through the
cast to the fp32 weights.
"""

from typing import Any, Literal

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from torch import nn
from torch.func import functional_call
from transformers import PreTrainedModel

Precision = Literal["auto", "fp32", "bf16"]


def fast_bf16() -> bool:
    """Does this processor multiply bf16 in hardware?"""
    found = torch.cpu.get_capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


def runs_in_bf16(wanted: Precision, device: torch.device) -> bool:
    """Whether passes on this processor run in bf16; on other devices autocast sees to that."""
    if device.type != "cpu":
        return False
    return wanted == "bf16" or (wanted == "auto" and fast_bf16())


def autocast(device: torch.device) -> torch.autocast:
    """bf16 where it is faster: for convolutions whose weights a hook makes, as a critic's."""
    quick = device.type != "cpu" or fast_bf16()
    return torch.autocast(device.type, torch.bfloat16, enabled=quick)


class Bf16Pass(nn.Module):
    """Runs `net`, whose parameters are fp32, in bf16; floating-point arguments are cast too.

    Attention in separate steps: torch's fused one takes three times as long in bf16 there.
    """

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net
        for part in net.modules():
            if isinstance(part, UNet2DConditionModel):
                part.set_attn_processor(AttnProcessor())
            elif isinstance(part, PreTrainedModel):
                part.set_attn_implementation("eager")

    def forward(self, *given: torch.Tensor) -> Any:
        """As `net`'s forward; the answer is bf16."""
        halves = {
            name: parameter.to(torch.bfloat16) for name, parameter in self.net.named_parameters()
        }
        arguments = tuple(x.to(torch.bfloat16) if x.is_floating_point() else x for x in given)
        return functional_call(self.net, halves, arguments)


def quick(net: nn.Module, device: torch.device, wanted: Precision = "auto") -> nn.Module:
    """`net` itself, or its bf16 pass where this processor gains by it or the recipe says so."""
    return Bf16Pass(net) if runs_in_bf16(wanted, device) else net
