"""The layouts diffusers and PEFT write: `lora_A`, `lora.down` or, long ago, `to_q_lora.down`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
import torch
from peft.utils.other import get_pattern_key

from training.interop.base_layers import PARTS
from training.interop.layers import Layer, Piece, gather
from training.texts import TrainingError

# Where diffusers keeps PEFT's settings in a file's metadata.
_SETTINGS: Final = "lora_adapter_metadata"
# Older spellings of a layer; what stands right of each is the layer's name in the model.
_RENAMED: Final = {
    ".processor.to_q_lora.": ".to_q.lora.",
    ".processor.to_k_lora.": ".to_k.lora.",
    ".processor.to_v_lora.": ".to_v.lora.",
    ".processor.to_out_lora.": ".to_out.0.lora.",
    ".self_attn.to_q_lora.": ".self_attn.q_proj.lora.",
    ".self_attn.to_k_lora.": ".self_attn.k_proj.lora.",
    ".self_attn.to_v_lora.": ".self_attn.v_proj.lora.",
    ".self_attn.to_out_lora.": ".self_attn.out_proj.lora.",
    ".lora_linear_layer.": ".lora.",
}
_ENDINGS: Final = {
    ".lora_A.weight": "down",
    ".lora_B.weight": "up",
    ".lora.down.weight": "down",
    ".lora.up.weight": "up",
    ".lora_magnitude_vector": "magnitude",
    ".lora_magnitude_vector.weight": "magnitude",
}


class _Scale(msgspec.Struct):
    """The settings of PEFT that say how strongly a layer speaks."""

    lora_alpha: float
    alpha_pattern: dict[str, float] = msgspec.field(default_factory=dict)
    use_rslora: bool = False

    def alpha(self, module: str, rank: int) -> float:
        """The alpha that gives PEFT's own scale when divided by the rank."""
        pattern = get_pattern_key(list(self.alpha_pattern), module)
        alpha = self.alpha_pattern.get(pattern, self.lora_alpha)
        return alpha * rank**0.5 if self.use_rslora else alpha


def from_diffusers(
    tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str]
) -> dict[str, Layer]:
    """Layers by the model's names, scaled as PEFT's settings in `metadata` say, if they are there.

    Raises TrainingError where they are not and the layers' ranks differ: diffusers then scales
    all after the first, other tools each after its own.
    """
    layers = read_peft(tensors)
    for part in PARTS:
        mine = {name: layer for name, layer in layers.items() if name.startswith(f"{part}.")}
        scale = _scale(metadata, part)
        if scale is not None:
            for name, layer in mine.items():
                layer.alpha = scale.alpha(name.removeprefix(f"{part}."), layer.rank)
        elif len({layer.rank for layer in mine.values()}) > 1:
            raise TrainingError("interop_scale")
    return layers


def read_peft(tensors: Mapping[str, torch.Tensor]) -> dict[str, Layer]:
    """Layers by the model's names; alpha is not in these layouts' tensors."""
    return gather(_pieces(tensors))


def _pieces(tensors: Mapping[str, torch.Tensor]) -> Iterator[Piece]:
    for key, tensor in tensors.items():
        name = key
        for old, new in _RENAMED.items():
            name = name.replace(old, new)
        ending = next((end for end in _ENDINGS if name.endswith(end)), None)
        if ending is None:
            raise TrainingError("interop_key", name=key)
        field = _ENDINGS[ending]
        # PEFT keeps the lengths of a convolution's outputs as (1, outputs, 1, 1).
        value = tensor.flatten() if field == "magnitude" else tensor
        yield key, name.removesuffix(ending), field, value


def _scale(metadata: Mapping[str, str], part: str) -> _Scale | None:
    if _SETTINGS not in metadata:
        return None
    try:
        told = msgspec.json.decode(metadata[_SETTINGS], type=dict[str, Any])
        start = f"{part}."
        mine = {key.removeprefix(start): told[key] for key in told if key.startswith(start)}
        scale = msgspec.convert(mine, _Scale) if mine else None
        for pattern in scale.alpha_pattern if scale else ():
            re.compile(pattern)
    except (msgspec.DecodeError, re.error) as error:
        raise TrainingError("interop_settings", reason=error) from error
    return scale
