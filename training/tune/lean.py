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
from diffusers.models.attention_processor import Attention, AttnProcessor2_0
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
        dtype, small = weight.dtype, _small(weight)
        with _as_it_is(x.device):
            rows = _cast(x.reshape(-1, x.shape[-1]), dtype)
            low = _cast(rows, small) @ _cast(a, small).t()
            answer = rows @ weight.t() if bias is None else torch.addmm(bias, rows, weight.t())
            _add_product(answer, low, _cast(b, small).t(), scaling)
        ctx.save_for_backward(rows, weight, a, b, low)
        ctx.scaling, ctx.dtype = scaling, x.dtype
        return answer.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        rows, weight, a, b, low = ctx.saved_tensors
        small = low.dtype
        above = _cast(given[0].reshape(-1, given[0].shape[-1]), weight.dtype)
        exact = _cast(above, small)
        to_low = (exact @ _cast(b, small)).mul_(ctx.scaling)
        to_b = _cast(exact.t() @ low, torch.float32).mul_(ctx.scaling)
        to_a = _cast(to_low.t() @ _cast(rows, small), torch.float32)
        to_x = None
        if ctx.needs_input_grad[0]:
            to_x = above @ weight
            _add_product(to_x, to_low, _cast(a, small), 1.0)
            to_x = _cast(to_x, ctx.dtype).view(*given[0].shape[:-1], -1)
        return to_x, None, None, to_a, to_b, None


class _FrozenConv(torch.autograd.Function):
    """A convolution whose weights do not learn: its input is not kept, only how large it was."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, layer: nn.Conv2d) -> torch.Tensor:
        ctx.layer, ctx.shape = layer, x.shape
        return _conv(x, layer)

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        # Only its shape is read.
        like = given[0].new_empty(1).expand(ctx.shape)
        return _conv_back(given[0], like, ctx.layer), None


class _NormedAct(torch.autograd.Function):
    """SiLU of a frozen group norm: the norm is computed again on the way back, not kept."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, norm: nn.GroupNorm) -> torch.Tensor:
        x = x.contiguous()
        answer, mean, scale = _normed_act(x, norm)
        ctx.save_for_backward(x, mean, scale)
        ctx.norm = norm
        return answer

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        x, mean, scale = ctx.saved_tensors
        return _normed_act_back(given[0], x, mean, scale, ctx.norm), None


class _FrozenResidual(torch.autograd.Function):
    """A residual block of which nothing learns, in one operation.

    Kept are its input, what goes into the second norm, and the norms' means and scales.
    """

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, time: torch.Tensor, block: Any) -> torch.Tensor:
        x = x.contiguous()
        first, *of_first = _normed_act(x, block.norm1)
        hidden = _conv(first, block.conv1).add_(time[:, :, None, None])
        second, *of_second = _normed_act(hidden, block.norm2)
        answer = _conv(second, block.conv2)
        ctx.save_for_backward(x, *of_first, hidden, *of_second)
        ctx.block = block
        return answer.add_(x if block.conv_shortcut is None else _conv(x, block.conv_shortcut))

    @staticmethod
    def backward(ctx: Any, *given: Any) -> tuple[torch.Tensor | None, ...]:
        x, mean1, scale1, hidden, mean2, scale2 = ctx.saved_tensors
        block, above = ctx.block, given[0]
        to_hidden = _conv_back(above, hidden, block.conv2)
        to_hidden = _normed_act_back(to_hidden, hidden, mean2, scale2, block.norm2)
        to_time = to_hidden.sum((2, 3)) if ctx.needs_input_grad[1] else None
        to_x = _conv_back(to_hidden, x, block.conv1)
        to_x = _normed_act_back(to_x, x, mean1, scale1, block.norm1)
        short = block.conv_shortcut
        return to_x.add_(above if short is None else _conv_back(above, x, short)), to_time, None


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
        elif type(layer) is ResnetBlock2D and _plain_residual(layer):
            _answer_by(_frozen_residual if _frozen(layer) else _residual, layer)
        elif type(layer) is Attention and _plain_attention(layer):
            _answer_by(_attention, layer)
    return found


def _answer_by(forward: Any, layer: Any) -> None:
    layer.forward = MethodType(forward, layer)


def _conv(x: torch.Tensor, layer: nn.Conv2d) -> torch.Tensor:
    """A convolution's own forward, whatever has been put before it."""
    return nn.Conv2d.forward(layer, x)


def _conv_back(above: torch.Tensor, like: torch.Tensor, layer: nn.Conv2d) -> torch.Tensor:
    """The gradient for an input shaped as `like`."""
    to_x: torch.Tensor = torch.ops.aten.convolution_backward(
        above, like, layer.weight, None, layer.stride, layer.padding, layer.dilation,
        False, [0, 0], layer.groups, [True, False, False],
    )[0]  # fmt: skip
    return to_x


def _normed_act(x: torch.Tensor, norm: nn.GroupNorm) -> tuple[torch.Tensor, ...]:
    """SiLU of the norm, and the mean and scale of each group."""
    normed, mean, scale = _normed(x, norm)
    return functional.silu(normed, inplace=True), mean, scale


def _normed_act_back(
    above: torch.Tensor,
    x: torch.Tensor,
    mean: torch.Tensor,
    scale: torch.Tensor,
    norm: nn.GroupNorm,
) -> torch.Tensor:
    above = torch.ops.aten.silu_backward(above.contiguous(), _normed(x, norm)[0])
    to_x: torch.Tensor = torch.ops.aten.native_group_norm_backward(
        above, x, mean, scale, norm.weight, *x.shape[:2], x[0, 0].numel(), norm.num_groups,
        [True, False, False],
    )[0]  # fmt: skip
    return to_x


def _normed(
    x: torch.Tensor, norm: nn.GroupNorm
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    count, channels = x.shape[:2]
    found: tuple[torch.Tensor, torch.Tensor, torch.Tensor] = torch.native_group_norm(
        x, norm.weight, norm.bias, count, channels, x[0, 0].numel(), norm.num_groups, norm.eps
    )
    return found


def _small(weight: torch.Tensor) -> torch.dtype:
    return torch.float32 if weight.device.type == "cpu" else weight.dtype


def _cast(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """`Tensor.to`, which takes its time to see that there is nothing to do."""
    return x if x.dtype is dtype else x.to(dtype)


def _add_product(to: torch.Tensor, left: torch.Tensor, right: torch.Tensor, by: float) -> None:
    """to += by · left right."""
    if to.dtype is left.dtype:
        to.addmm_(left, right, alpha=by)
    else:
        to.add_(left @ right, alpha=by)


def _as_it_is(device: torch.device) -> AbstractContextManager[object]:
    """Number formats as they are, whatever autocast would have chosen."""
    if _autocasts(device):
        return torch.autocast(device.type, enabled=False)
    return nullcontext()


def _autocasts(device: torch.device) -> bool:
    """Is autocast on there? On the meta device, where `plan` counts, it never is."""
    return device.type != "meta" and torch.is_autocast_enabled(device.type)


def _frozen(layer: nn.Module) -> bool:
    return not any(parameter.requires_grad for parameter in layer.parameters())


def _plain_residual(block: Any) -> bool:
    """Whether nothing stands between a block's norms and its SiLU, and the norms do not learn."""
    norms = (block.norm1, block.norm2)
    return (
        block.time_embedding_norm == "default"
        and block.time_emb_proj is not None
        and block.upsample is None
        and block.downsample is None
        and not block.skip_time_act
        and block.output_scale_factor == 1
        and not block.dropout.p
        and isinstance(block.nonlinearity, nn.SiLU)
        and all(type(norm) is nn.GroupNorm and _frozen(norm) for norm in norms)
    )


def _plain_attention(layer: Any) -> bool:
    """Whether it is a transformer's attention and torch's fused one computes it."""
    rare = (layer.group_norm, layer.spatial_norm, layer.norm_cross, layer.norm_q, layer.norm_k)
    return (
        type(layer.processor) is AttnProcessor2_0
        and not any(rare)
        and not layer.residual_connection
        and layer.rescale_output_factor == 1
        and not layer.to_out[1].p
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


def _frozen_conv(layer: nn.Conv2d, x: torch.Tensor) -> torch.Tensor:
    answer: torch.Tensor = _FrozenConv.apply(x, layer)
    return answer


def _frozen_residual(block: Any, x: torch.Tensor, time: torch.Tensor, *_: Any) -> torch.Tensor:
    """Instead of ResnetBlock2D.forward, which divides by a factor that is 1."""
    time = block.time_emb_proj(functional.silu(time))
    answer: torch.Tensor = _FrozenResidual.apply(x, time, block)
    return answer


def _residual(block: Any, x: torch.Tensor, time: torch.Tensor, *_: Any) -> torch.Tensor:
    """The same where its convolutions learn."""
    time = block.time_emb_proj(functional.silu(time))
    hidden = block.conv1(_NormedAct.apply(x, block.norm1)) + time[:, :, None, None]
    answer: torch.Tensor = block.conv2(_NormedAct.apply(hidden, block.norm2))
    return answer + (x if block.conv_shortcut is None else block.conv_shortcut(x))


def _attention(
    layer: Any,
    x: torch.Tensor,
    encoder_hidden_states: torch.Tensor | None = None,
    attention_mask: torch.Tensor | None = None,
    **_: Any,
) -> torch.Tensor:
    """Instead of Attention.forward, which asks at every call what its processor takes."""
    if attention_mask is not None:
        original: torch.Tensor = Attention.forward(layer, x, encoder_hidden_states, attention_mask)
        return original
    text = x if encoder_hidden_states is None else encoder_hidden_states
    parts = (layer.to_q(x), layer.to_k(text), layer.to_v(text))
    query, key, value = (part.unflatten(-1, (layer.heads, -1)).transpose(1, 2) for part in parts)
    seen = functional.scaled_dot_product_attention(query, key, value)
    answer: torch.Tensor = layer.to_out[0](seen.transpose(1, 2).flatten(2))
    return answer
