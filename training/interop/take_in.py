"""An adapter of another tool, checked against the base it is for and written as one of ours."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open

from training.adapter import AdapterMetadata, hash_base, write_adapter
from training.files import sha256_of
from training.interop.base_layers import read_layers
from training.interop.kohya import PREFIXES, from_kohya
from training.interop.layers import to_weights
from training.interop.paths import require_apart
from training.interop.peft_layout import from_diffusers
from training.texts import TrainingError

# What only other kinds of adapter have in their keys; Flux first, whose files have lora_te1_ too.
_FOREIGN: Final = {
    "hada_": "LoHa",
    "lokr_": "LoKr",
    "double_blocks": "Flux",
    "single_blocks": "Flux",
    "lora_te1_": "SDXL",
    "lora_te2_": "SDXL",
    "text_encoder_2.": "SDXL",
}


def import_adapter(
    file: Path, out: Path, base: Path, *, trigger: str, rights: str, licence: str
) -> None:
    """Write `file`, of kohya's or diffusers' layout, as an adapter for `base` that nobody measured.

    Raises TrainingError for another kind of adapter, another model's, or a file that is not whole.
    """
    require_apart(out, file, base)
    shapes = read_layers(base)
    tensors, metadata = _read(file)
    _refuse_foreign(tensors)
    if any(key.startswith(tuple(PREFIXES.values())) for key in tensors):
        layers = from_kohya(tensors, shapes)
    else:
        layers = from_diffusers(tensors, metadata)
    weights, rank = to_weights(layers, shapes)
    told = AdapterMetadata(
        base_model_hash=hash_base(base),
        rank=str(rank),
        alpha=str(rank),
        trigger_word=trigger,
        manifest_digest=sha256_of(file),
        rights_summary=rights,
        licence=licence,
        gate_verdict="not measured",
    )
    write_adapter(out, weights, told)


def _read(file: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    try:
        with safe_open(file, framework="pt") as opened:
            keys = list(opened.keys())
            return {key: opened.get_tensor(key) for key in keys}, opened.metadata() or {}
    except (OSError, SafetensorError) as error:
        raise TrainingError("interop_unreadable", file=file, reason=error) from error


def _refuse_foreign(keys: Iterable[str]) -> None:
    found = list(keys)
    for mark, kind in _FOREIGN.items():
        key = next((key for key in found if mark in key), None)
        if key is not None:
            raise TrainingError("interop_kind", kind=kind, name=key)
