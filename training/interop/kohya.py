"""kohya-ss sd-scripts' LoRA files, which most other tools read: `lora_unet_….lora_down.weight`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file, save

from training.adapter import AdapterMetadata, read_adapter
from training.files import write_atomically
from training.interop.layers import Layer, Piece, gather
from training.interop.paths import require_apart
from training.interop.peft_layout import read_peft
from training.texts import TrainingError

PREFIXES: Final = {"unet": "lora_unet_", "text_encoder": "lora_te_"}
_FIELDS: Final = {
    "lora_down.weight": "down",
    "lora_up.weight": "up",
    "alpha": "alpha",
    "dora_scale": "magnitude",
}


def to_kohya(adapter: Path, out: Path) -> None:
    """Write one of our adapters as a kohya file. Raises TrainingError where it is not whole."""
    require_apart(out, adapter)
    metadata = read_adapter(adapter).metadata
    layers = read_peft(load_file(adapter))
    tensors: dict[str, torch.Tensor] = {}
    for kohya, name in _names(layers).items():
        layer = layers[name]
        tensors[f"{kohya}.lora_down.weight"] = layer.down
        tensors[f"{kohya}.lora_up.weight"] = layer.up
        tensors[f"{kohya}.alpha"] = torch.tensor(float(layer.rank))
        if layer.magnitude is not None:
            ones = (1,) * (layer.down.ndim - 1)
            tensors[f"{kohya}.dora_scale"] = layer.magnitude.reshape(-1, *ones)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, save(tensors, metadata=_metadata(metadata, layers)))


def from_kohya(
    tensors: Mapping[str, torch.Tensor], base: Mapping[str, tuple[int, ...]]
) -> dict[str, Layer]:
    """Layers by the names they have in `base`. Raises TrainingError for a name it does not have."""
    return gather(_pieces(tensors, _names(base)))


def _pieces(tensors: Mapping[str, torch.Tensor], names: Mapping[str, str]) -> Iterator[Piece]:
    for key, tensor in tensors.items():
        kohya, _, ending = key.partition(".")
        if ending not in _FIELDS:
            raise TrainingError("interop_key", name=key)
        if kohya not in names:
            raise TrainingError("interop_layer", layer=kohya)
        field = _FIELDS[ending]
        yield key, names[kohya], field, _lengths(kohya, tensor) if field == "magnitude" else tensor


def _names(layers: Iterable[str]) -> dict[str, str]:
    """kohya's name to the layer's own: dots became underscores, so only a list can tell which."""
    names: dict[str, str] = {}
    for layer in layers:
        part, _, module = layer.partition(".")
        kohya = PREFIXES[part] + module.replace(".", "_")
        if kohya in names:
            raise TrainingError("interop_ambiguous", name=kohya)
        names[kohya] = layer
    return names


def _lengths(name: str, scale: torch.Tensor) -> torch.Tensor:
    """DoRA's length of each output. LyCORIS can keep one for each input; PEFT cannot."""
    if scale.shape[:1] != (scale.numel(),):
        wanted = [scale.numel(), *[1] * (scale.ndim - 1)]
        raise TrainingError("interop_shape", layer=name, found=list(scale.shape), wanted=wanted)
    return scale.flatten()


def _metadata(adapter: AdapterMetadata, layers: Mapping[str, Layer]) -> dict[str, str]:
    """What other tools show. No path and no file name: such files leave the museum."""
    rank = str(max(layer.rank for layer in layers.values()))
    dora = any(layer.magnitude is not None for layer in layers.values())
    return {
        # sd-scripts' own module would leave DoRA's lengths out without a word.
        "ss_network_module": "lycoris.kohya" if dora else "networks.lora",
        "ss_network_dim": rank,
        "ss_network_alpha": rank,
        # Ours is the hash of a diffusers folder, not of a checkpoint.
        "ss_sd_model_hash": adapter.base_model_hash,
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": "stable-diffusion-v1/lora",
        "modelspec.implementation": "diffusers",
        "modelspec.title": adapter.trigger_word,
        "modelspec.trigger_phrase": adapter.trigger_word,
        "modelspec.license": adapter.licence,
        "modelspec.description": adapter.rights_summary,
    }
