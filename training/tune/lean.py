"""LoRA layers that answer, and learn, in one operation each instead of PEFT's dozen.

On a small base most of a step's time went into those many small operations, and each kept a tensor
of its own for the way back. PEFT still owns the layers: names, files, switching off.
"""

from contextlib import AbstractContextManager, nullcontext
from types import MethodType
from typing import Any

import torch
from peft.tuners.lora import Linear
from torch import nn

_ADAPTER = "default"


class _LoraLinear(torch.autograd.Function):
    """x W' + b + scaling · x A' B', where W and b are frozen; A and B are fp32 masters.

    All is computed in W's number format (the masters' gradients come back in fp32), whatever
    autocast would have chosen.
    """

    @staticmethod
    def forward(
        ctx: Any,
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        a: torch.Tensor,
        b: torch.Tensor,
        scaling: float,
    ) -> torch.Tensor:
        with _as_it_is(x.device):
            rows = x.reshape(-1, x.shape[-1]).to(weight.dtype)
            a, b = a.to(weight.dtype), b.to(weight.dtype)
            low = rows @ a.t()
            answer = rows @ weight.t() if bias is None else torch.addmm(bias, rows, weight.t())
            answer.addmm_(low, b.t(), alpha=scaling)
        ctx.save_for_backward(rows, weight, a, b, low)
        ctx.scaling, ctx.dtype = scaling, x.dtype
        return answer.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        rows, weight, a, b, low = ctx.saved_tensors
        above = given[0].reshape(-1, given[0].shape[-1]).to(weight.dtype)
        to_low = (above @ b).mul_(ctx.scaling)
        to_b = (above.t() @ low).float().mul_(ctx.scaling)
        to_a = (to_low.t() @ rows).float()
        to_x = None
        if ctx.needs_input_grad[0]:
            to_x = (above @ weight).addmm_(to_low, a).to(ctx.dtype)
            to_x = to_x.view(*given[0].shape[:-1], -1)
        return to_x, None, None, to_a, to_b, None


def _as_it_is(device: torch.device) -> AbstractContextManager[object]:
    """Number formats as they are; on the meta device, where `plan` counts, there is no autocast."""
    if torch.amp.is_autocast_available(device.type):
        return torch.autocast(device.type, enabled=False)
    return nullcontext()


def make_lean(part: nn.Module) -> set[str]:
    """Let every plain LoRA layer of `part` answer so; returns their names.

    Quantised, DoRA's and convolutions' layers stay as PEFT has them.
    """
    found = set()
    for name, layer in part.named_modules():
        if _plain(layer):
            layer.forward = MethodType(_forward, layer)
            found.add(name)
    return found


def _plain(layer: Any) -> bool:
    return bool(
        type(layer) is Linear
        and type(layer.base_layer) is nn.Linear
        and list(layer.lora_A) == [_ADAPTER]
        and not layer.lora_variant
        and isinstance(layer.lora_dropout[_ADAPTER], nn.Identity)
        and not layer.lora_bias[_ADAPTER]
        and not layer.fan_in_fan_out
    )


def _forward(layer: Any, x: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
    """Instead of PEFT's Linear.forward: x (..., in) to (..., out)."""
    base = layer.base_layer
    answer: torch.Tensor
    if layer.disable_adapters:
        answer = base(x)
        return answer
    a, b = layer.lora_A[_ADAPTER].weight, layer.lora_B[_ADAPTER].weight
    answer = _LoraLinear.apply(x, base.weight, base.bias, a, b, layer.scaling[_ADAPTER])
    return answer
