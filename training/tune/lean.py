"""Frozen layers and LoRA layers that keep less for the way back, and LoRA in one operation.

Autograd keeps a frozen convolution's input, which nothing asks for, and both ends of a norm's
activation, of which one follows from the other. PEFT's linear layer is a dozen small operations,
and on a small base most of a step's time went into those. PEFT still owns its layers: names, files,
switching off. What is learnt is the same up to rounding.
"""

from contextlib import AbstractContextManager, nullcontext
from types import MethodType
from typing import Any

import torch
from diffusers.models.resnet import ResnetBlock2D
from peft.tuners.lora import Linear
from torch import nn
from torch.nn import functional

_ADAPTER = "default"


class _LoraLinear(torch.autograd.Function):
    """x W' + b + scaling · x A' B', where W and b are frozen; A and B are fp32 masters.

    The large product is computed in W's number format, whatever autocast would have chosen, the
    small ones in fp32: on a processor bf16 takes three times as long for products this small.
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
            small = _small(weight)
            low = rows.to(small) @ a.to(small).t()
            answer = rows @ weight.t() if bias is None else torch.addmm(bias, rows, weight.t())
            answer.add_(low @ b.to(small).t(), alpha=scaling)
        ctx.save_for_backward(rows, weight, a, b, low)
        ctx.scaling, ctx.dtype = scaling, x.dtype
        return answer.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        rows, weight, a, b, low = ctx.saved_tensors
        small = low.dtype
        above = given[0].reshape(-1, given[0].shape[-1]).to(weight.dtype)
        exact = above.to(small)
        to_low = (exact @ b.to(small)).mul_(ctx.scaling)
        to_b = (exact.t() @ low).float().mul_(ctx.scaling)
        to_a = (to_low.t() @ rows.to(small)).float()
        to_x = None
        if ctx.needs_input_grad[0]:
            to_x = (above @ weight).add_(to_low @ a.to(small)).to(ctx.dtype)
            to_x = to_x.view(*given[0].shape[:-1], -1)
        return to_x, None, None, to_a, to_b, None


class _FrozenConv(torch.autograd.Function):
    """A convolution whose weights do not learn: its input is not kept, only how large it was."""

    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, how: Any
    ) -> torch.Tensor:
        stride, padding, dilation, groups = how
        ctx.save_for_backward(weight)
        ctx.how, ctx.shape = how, x.shape
        return functional.conv2d(x, weight, bias, stride, padding, dilation, groups)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        (weight,) = ctx.saved_tensors
        stride, padding, dilation, groups = ctx.how
        # Only its shape is read.
        shape = given[0].new_empty(1).expand(ctx.shape)
        to_x, _, _ = torch.ops.aten.convolution_backward(
            given[0], shape, weight, None, stride, padding, dilation, False, [0, 0], groups,
            [True, False, False],
        )  # fmt: skip
        return to_x, None, None, None


class _NormedAct(torch.autograd.Function):
    """SiLU of a frozen group norm: the norm is computed again on the way back, not kept."""

    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, groups: int, eps: float
    ) -> torch.Tensor:
        x = x.contiguous()
        normed, mean, scale = _normed(x, weight, bias, groups, eps)
        ctx.save_for_backward(x, weight, bias, mean, scale)
        ctx.groups, ctx.eps = groups, eps
        return functional.silu(normed)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        x, weight, bias, mean, scale = ctx.saved_tensors
        normed, _, _ = _normed(x, weight, bias, ctx.groups, ctx.eps)
        above = torch.ops.aten.silu_backward(given[0].contiguous(), normed)
        count, channels = x.shape[:2]
        to_x, _, _ = torch.ops.aten.native_group_norm_backward(
            above, x, mean, scale, weight, count, channels, x[0, 0].numel(), ctx.groups,
            [True, False, False],
        )  # fmt: skip
        return to_x, None, None, None, None


def make_lean(part: nn.Module) -> set[str]:
    """Let the layers of `part`, whose own weights are frozen, keep less; the names of its LoRA
    layers that cast their masters themselves.

    Quantised, DoRA's and convolutions' LoRA layers stay as PEFT has them.
    """
    found = set()
    for name, layer in part.named_modules():
        if _plain(layer):
            _answer_by(_lora_linear, layer)
            found.add(name)
        elif type(layer) is nn.Conv2d and _frozen(layer) and layer.padding_mode == "zeros":
            _answer_by(_frozen_conv, layer)
        elif type(layer) is ResnetBlock2D and _normed_then_act(layer):
            for norm in (layer.norm1, layer.norm2):
                _answer_by(_normed_act, norm)
            layer.nonlinearity = _Act()
    return found


def _answer_by(forward: Any, layer: Any) -> None:
    layer.forward = MethodType(forward, layer)


class _Act(nn.Module):
    """A residual block's SiLU, where it is not in the norm before it: for the timestep's row."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x if x.ndim == 4 else functional.silu(x)


def _normed(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, groups: int, eps: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    count, channels = x.shape[:2]
    found: tuple[torch.Tensor, torch.Tensor, torch.Tensor] = torch.native_group_norm(
        x, weight, bias, count, channels, x[0, 0].numel(), groups, eps
    )
    return found


def _small(weight: torch.Tensor) -> torch.dtype:
    return torch.float32 if weight.device.type == "cpu" else weight.dtype


def _as_it_is(device: torch.device) -> AbstractContextManager[object]:
    """Number formats as they are; on the meta device, where `plan` counts, there is no autocast."""
    if torch.amp.is_autocast_available(device.type):
        return torch.autocast(device.type, enabled=False)
    return nullcontext()


def _frozen(layer: nn.Module) -> bool:
    return not any(parameter.requires_grad for parameter in layer.parameters())


def _normed_then_act(block: Any) -> bool:
    """Whether nothing stands between a block's norms and its SiLU, and the norms do not learn."""
    norms = (block.norm1, block.norm2)
    return (
        block.time_embedding_norm == "default"
        and isinstance(block.nonlinearity, nn.SiLU)
        and all(type(norm) is nn.GroupNorm and _frozen(norm) for norm in norms)
    )


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


def _lora_linear(layer: Any, x: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
    """Instead of PEFT's Linear.forward: x (..., in) to (..., out)."""
    base = layer.base_layer
    answer: torch.Tensor
    if layer.disable_adapters:
        answer = base(x)
        return answer
    a, b = layer.lora_A[_ADAPTER].weight, layer.lora_B[_ADAPTER].weight
    answer = _LoraLinear.apply(x, base.weight, base.bias, a, b, layer.scaling[_ADAPTER])
    return answer


def _frozen_conv(layer: Any, x: torch.Tensor) -> torch.Tensor:
    how = (layer.stride, layer.padding, layer.dilation, layer.groups)
    answer: torch.Tensor = _FrozenConv.apply(x, layer.weight, layer.bias, how)
    return answer


def _normed_act(norm: Any, x: torch.Tensor) -> torch.Tensor:
    answer: torch.Tensor = _NormedAct.apply(x, norm.weight, norm.bias, norm.num_groups, norm.eps)
    return answer
