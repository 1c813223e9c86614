"""THE ADAPTER FORMAT (training → export): LoRA weights in diffusers' key layout, with metadata.

One .safetensors file that diffusers' `load_lora_weights` reads without this project. The
metadata say which base it was taught on, with what rank, and what it may be used for.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from training.texts import TrainingError as TrainingError

FORMAT: Final = "heritage-adapter-1"
FEW_STEP_FORMAT: Final = "heritage-few-step-1"
# Lies in the base's own folder, whose hash (hash_base) does not count it.
FEW_STEP_NAME: Final = "few_step.safetensors"


class AdapterMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """What an adapter says of itself. Strings only: safetensors metadata hold nothing else."""

    base_model_hash: str
    rank: str
    alpha: str
    trigger_word: str
    manifest_digest: str
    rights_summary: str
    licence: str
    gate_verdict: str
    format: str = FORMAT


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """An adapter file that was read and found whole."""

    path: Path
    metadata: AdapterMetadata
    keys: tuple[str, ...]


class FewStepMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """What the few-step weights of a base say: `timesteps` of `scheduler`, noisiest first."""

    base_model_hash: str
    scheduler: str
    timesteps: str
    rank: str
    alpha: str
    format: str = FEW_STEP_FORMAT


class FewStep(msgspec.Struct, frozen=True, kw_only=True):
    """Few-step weights that were read and found whole: LoRA layers of the UNet alone."""

    path: Path
    metadata: FewStepMetadata
    keys: tuple[str, ...]

    def factors(self) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        """UNet layer to fp32 A (r, n) and B (m, r): its weight, as (m, n), gains B @ A.

        Raises TrainingError for a file whose pairs are not whole.
        """
        found = {key: tensor.float().flatten(1) for key, tensor in load_file(self.path).items()}
        pairs = {}
        for key in self.keys:
            layer, dot, end = key.removeprefix("unet.").partition(".lora_A.weight")
            if dot and not end:
                other = found.get(f"unet.{layer}.lora_B.weight")
                if other is None or other.shape[1] != found[key].shape[0]:
                    raise TrainingError("adapter_unreadable", file=self.path, reason=f"key {key}")
                pairs[layer] = (found[key], other)
        if 2 * len(pairs) != len(self.keys):
            raise TrainingError("adapter_unreadable", file=self.path, reason="lora_A, lora_B")
        return pairs


def write_adapter(
    path: Path, weights: Mapping[str, torch.Tensor], metadata: AdapterMetadata | FewStepMetadata
) -> None:
    """Write fp16 weights with metadata; temporary file, flush, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    tensors = {key: value.detach().to(torch.float16).contiguous() for key, value in weights.items()}
    save_file(tensors, name, metadata=msgspec.to_builtins(metadata))
    with Path(name).open("rb") as file:
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)


def read_adapter(path: Path) -> Adapter:
    """Read an adapter's metadata and keys. Raises TrainingError where it is not one of ours."""
    metadata, keys = _read(path, AdapterMetadata, FORMAT, ("unet.", "text_encoder."))
    return Adapter(path=path, metadata=metadata, keys=keys)


def read_few_step(path: Path) -> FewStep:
    """Read few-step weights' metadata and keys. Raises TrainingError where they are none."""
    metadata, keys = _read(path, FewStepMetadata, FEW_STEP_FORMAT, ("unet.",))
    if metadata.alpha != metadata.rank:
        raise TrainingError("adapter_unreadable", file=path, reason=f"alpha {metadata.alpha}")
    return FewStep(path=path, metadata=metadata, keys=keys)


Metadata = TypeVar("Metadata", AdapterMetadata, FewStepMetadata)


def _read(
    path: Path, kind: type[Metadata], wanted: str, prefixes: tuple[str, ...]
) -> tuple[Metadata, tuple[str, ...]]:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = msgspec.convert(file.metadata() or {}, kind)
            keys = tuple(file.keys())
    except (OSError, SafetensorError, msgspec.ValidationError) as error:
        raise TrainingError("adapter_unreadable", file=path, reason=error) from error
    if metadata.format != wanted:
        raise TrainingError("adapter_unreadable", file=path, reason=f"format {metadata.format}")
    stray = [key for key in keys if not key.startswith(prefixes)]
    if stray:
        raise TrainingError("adapter_unreadable", file=path, reason=f"key {stray[0]}")
    return metadata, keys


def hash_base(folder: Path) -> str:
    """sha256 over a diffusers folder's weights and configs: names and bytes, in sorted order.

    Samples and cards may change without making another base of it.
    """
    digest = hashlib.sha256()
    counted = (".json", ".safetensors", ".txt")
    for file in sorted(path for path in folder.rglob("*") if path.suffix in counted):
        if file.parent == folder and file.name != "model_index.json":
            continue
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
