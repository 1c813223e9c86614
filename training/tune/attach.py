"""Put LoRA layers on UNet and text encoder, and take their weights off again as PEFT keys them.

Their weights stay fp32 whatever the base is computed in: a step of 3e-6 does not move a bf16 weight
of 1e-3 or more. Each pass casts them; gradients come back through the cast.
"""

import re

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig
from peft.tuners.lora import LoraLayer
from peft.utils import get_peft_model_state_dict
from torch import nn
from torch.nn.utils import parametrize
from transformers import CLIPTextModel

from training.texts import TrainingError
from training.tune.config import Targets, TuneConfig
from training.tune.lean import make_lean

_ATTENTION = ("to_q", "to_k", "to_v", "to_out.0")
# A small base needs the convolutions too to learn a new shape.
_UNET: dict[Targets, tuple[str, ...]] = {
    "attention": _ATTENTION,
    "transformer": (*_ATTENTION, "ff.net.0.proj", "ff.net.2"),
    "all": (*_ATTENTION, "ff.net.0.proj", "ff.net.2", "conv1", "conv2"),
}
_TEXT: dict[Targets, tuple[str, ...]] = {
    "attention": ("q_proj", "k_proj", "v_proj", "out_proj"),
    "transformer": ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
    "all": ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"),
}
_LEARNT = ("lora_A", "lora_B", "lora_magnitude_vector")
_MASTER = "parametrizations.weight.original"


class _Cast(nn.Module):
    """A weight as a pass computes with it."""

    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.dtype = dtype

    def forward(self, master: torch.Tensor) -> torch.Tensor:
        return master.to(self.dtype)


def attach(config: TuneConfig, unet: UNet2DConditionModel, text: CLIPTextModel | None) -> None:
    """Freeze both and add fresh LoRA layers: to the UNet, and to `text` where it is given.

    Raises TrainingError for a name in `ranks` or `alphas` that is no layer's.
    """
    parts = [(unet, _UNET), *([(text, _TEXT)] if text is not None else [])]
    for table in (config.ranks, config.alphas):
        for name in table:
            if not any(_has(part, name, targets[config.targets]) for part, targets in parts):
                raise TrainingError("no_such_layer", name=name)
    for part, targets in parts:
        dtype = next(p.dtype for p in part.parameters() if p.is_floating_point())
        among = targets[config.targets]
        part.requires_grad_(False)
        part.add_adapter(
            LoraConfig(
                r=config.rank, lora_alpha=config.alpha,
                rank_pattern={k: v for k, v in config.ranks.items() if _has(part, k, among)},
                alpha_pattern={k: v for k, v in config.alphas.items() if _has(part, k, among)},
                use_dora=config.dora, use_rslora=config.rslora, target_modules=list(among),
                init_lora_weights="gaussian",
            )
        )  # fmt: skip
        # torch.compile makes its own of PEFT's layers.
        _keep_fp32(part, dtype, set() if config.compile else make_lean(part))


def _has(part: nn.Module, name: str, among: tuple[str, ...]) -> bool:
    """Has `part` a layer to learn that the expression `name` means, as PEFT reads it?"""
    meant = re.compile(rf"(.*\.)?({name})$")
    layers = (layer for layer, _ in part.named_modules())
    return any(meant.match(layer) for layer in layers if layer.endswith(among))


def trainable(module: nn.Module) -> list[nn.Parameter]:
    """The parameters that learn."""
    return [parameter for parameter in module.parameters() if parameter.requires_grad]


def lora_weights(
    unet: UNet2DConditionModel, text: CLIPTextModel | None
) -> tuple[dict[str, torch.Tensor], int]:
    """All LoRA weights in fp32, keyed `unet.…` and `text_encoder.…`, and the rank they have.

    Scaled so that alpha equals rank, and smaller ranks filled up with zeros: a reader who knows
    nothing of alpha, or scales every layer as the first, applies them rightly. PEFT's own names
    throughout: diffusers' converter renames attention alone, and of such a mixture its loader
    reads, without an error, only what the first key is like.
    """
    weights: dict[str, torch.Tensor] = {}
    for prefix, part in (("unet", unet), ("text_encoder", text)):
        if part is not None:
            weights |= {f"{prefix}.{key}": value for key, value in _scaled(part).items()}
    rank = max(value.shape[0] for key, value in weights.items() if ".lora_A." in key)
    return {key: _filled(key, value, rank) for key, value in weights.items()}, rank


def _scaled(part: nn.Module) -> dict[str, torch.Tensor]:
    own = {name.replace(_MASTER, "weight"): value for name, value in part.state_dict().items()}
    found = get_peft_model_state_dict(part, state_dict=own)
    weights = {name: value.detach().float().clone() for name, value in found.items()}
    for name, layer in part.named_modules():
        if isinstance(layer, LoraLayer):
            weights[f"{name}.lora_B.weight"] *= layer.scaling["default"]
    return weights


def _filled(key: str, value: torch.Tensor, rank: int) -> torch.Tensor:
    """A and B of a smaller rank with rows or columns of zeros, which change no weight."""
    axis = 0 if ".lora_A." in key else 1 if ".lora_B." in key else None
    if axis is None or value.shape[axis] == rank:
        return value
    more = list(value.shape)
    more[axis] = rank - value.shape[axis]
    return torch.cat([value, value.new_zeros(more)], dim=axis)


def _keep_fp32(part: nn.Module, dtype: torch.dtype, lean: set[str]) -> None:
    """What learns becomes fp32, with a cast before PEFT's layers; `lean` ones cast themselves."""
    layers = {name: layer for name, layer in part.named_modules() if isinstance(layer, LoraLayer)}
    for name, layer in layers.items():
        weight = layer.get_base_layer().weight
        # A quantised weight is no float: its layer computes in the part's format.
        wanted = weight.dtype if weight.is_floating_point() else dtype
        for below, kind in layer.named_modules():
            if below.split(".")[0] not in _LEARNT or not isinstance(
                getattr(kind, "weight", None), nn.Parameter
            ):
                continue
            kind.weight.data = kind.weight.data.float()
            if wanted != torch.float32 and name not in lean:
                parametrize.register_parametrization(kind, "weight", _Cast(wanted), unsafe=True)
