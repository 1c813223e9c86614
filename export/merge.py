"""Base and adapter into one set of weights, in fp32, then rounded to what the graphs store."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from diffusers import StableDiffusionPipeline
from diffusers.utils import logging
from safetensors.torch import load_file

from export.errors import (
    AdapterOtherBase,
    AdapterUnreadable,
    BaseUnreadable,
    WeightNotFinite,
    WeightTooLarge,
)
from training.adapter import Adapter, FewStep, hash_base

PARTS: Final = ("text_encoder", "unet", "vae")


def load_pipeline(folder: Path) -> StableDiffusionPipeline:
    """The base in fp32 on the CPU, ready to run. Raises BaseUnreadable."""
    logging.disable_progress_bar()
    try:
        pipe = StableDiffusionPipeline.from_pretrained(
            folder,
            safety_checker=None,
            requires_safety_checker=False,
            torch_dtype=torch.float32,
            local_files_only=True,
            use_safetensors=True,
        )
    except (OSError, ValueError, KeyError, AttributeError, ImportError) as error:
        raise BaseUnreadable(folder=folder, reason=error) from error
    pipe.set_progress_bar_config(disable=True)
    for name in PARTS:
        getattr(pipe, name).eval().requires_grad_(False)
    return pipe


def merge(pipe: StableDiffusionPipeline, base: Path, adapter: Adapter, scale: float) -> None:
    """Add `scale` times the adapter to the pipeline's own weights, in place.

    Raises AdapterOtherBase, AdapterUnreadable, WeightNotFinite (names the layer).
    """
    found = hash_base(base)
    if adapter.metadata.base_model_hash != found:
        raise AdapterOtherBase(
            file=adapter.path, wanted=adapter.metadata.base_model_hash[:12], found=found[:12]
        )
    fuse(pipe, adapter, scale, ["unet", "text_encoder"])


def fuse(
    pipe: StableDiffusionPipeline, adapter: Adapter | FewStep, scale: float, parts: Sequence[str]
) -> None:
    """Add `scale` times the adapter to `parts` of the pipeline, in place, with diffusers' own code.

    Raises AdapterUnreadable, WeightNotFinite (names the layer).
    """
    for name, tensor in load_file(adapter.path).items():
        if not bool(torch.isfinite(tensor).all()):
            raise WeightNotFinite(part=adapter.path.name, layer=name)
    try:
        pipe.load_lora_weights(adapter.path.parent, weight_name=adapter.path.name)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise AdapterUnreadable(file=adapter.path, reason=error) from error
    _require_all_read(pipe, adapter)
    _require_scaling(pipe, adapter)
    pipe.fuse_lora(components=list(parts), lora_scale=scale)
    pipe.unload_lora_weights()
    require_finite(pipe)


def require_finite(pipe: StableDiffusionPipeline) -> None:
    """Raises WeightNotFinite with the first layer that holds NaN or infinity."""
    for part, layer, tensor in _float_tensors(pipe):
        if not bool(torch.isfinite(tensor).all()):
            raise WeightNotFinite(part=part, layer=layer)


def round_to_half(pipe: StableDiffusionPipeline) -> None:
    """Round every weight to a value fp16 can hold, in place, keeping fp32 as its type.

    The graphs store fp16 and compute in fp32, so torch and the graphs then share every value.
    Raises WeightNotFinite, WeightTooLarge (both name the layer).
    """
    require_finite(pipe)
    for part, layer, tensor in _float_tensors(pipe):
        rounded = tensor.to(torch.float16).to(tensor.dtype)
        if not bool(torch.isfinite(rounded).all()):
            raise WeightTooLarge(part=part, layer=layer, value=float(tensor.abs().max()))
        tensor.copy_(rounded)


def _require_all_read(pipe: StableDiffusionPipeline, adapter: Adapter | FewStep) -> None:
    """diffusers leaves out layers whose names it does not know, with a warning at most."""
    taught = sum("lora_A" in key or ".down." in key for key in adapter.keys)
    read = sum(
        hasattr(module, "lora_A")
        for part in ("unet", "text_encoder")
        for module in getattr(pipe, part).modules()
    )
    if read != taught:
        raise AdapterUnreadable(file=adapter.path, reason=f"{read} of {taught} layers were read")


def _require_scaling(pipe: StableDiffusionPipeline, adapter: Adapter | FewStep) -> None:
    """The file's rank and alpha must be what diffusers read, or the merge is silently too weak."""
    try:
        wanted = float(adapter.metadata.alpha) / float(adapter.metadata.rank)
    except (ValueError, ZeroDivisionError) as error:
        raise AdapterUnreadable(file=adapter.path, reason=error) from error
    found = {
        scaling
        for part in ("unet", "text_encoder")
        for module in getattr(pipe, part).modules()
        for scaling in getattr(module, "scaling", {}).values()
        if hasattr(module, "lora_A")
    }
    if any(abs(value - wanted) > 1e-6 for value in found) or not found:
        raise AdapterUnreadable(
            file=adapter.path, reason=f"alpha / rank = {wanted}, diffusers: {sorted(found)}"
        )


def _float_tensors(pipe: StableDiffusionPipeline) -> list[tuple[str, str, Any]]:
    return [
        (part, layer, tensor)
        for part in PARTS
        for layer, tensor in getattr(pipe, part).state_dict().items()
        if tensor.is_floating_point()
    ]
