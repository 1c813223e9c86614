"""Weights from safetensors files, and whether they are the ones a model needs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open

from training.texts import TrainingError

_NUMBERS: Final = (torch.float16, torch.bfloat16, torch.float32)


def read_shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """Every tensor's shape, from the file's header. Raises TrainingError for a damaged file."""
    try:
        with safe_open(file, framework="pt") as stored:
            return {key: tuple(stored.get_slice(key).get_shape()) for key in stored.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise TrainingError("base_corrupt", file=file, reason=error) from error


def read_tensors(file: Path, names: Mapping[str, str]) -> dict[str, torch.Tensor]:
    """The tensors stored as the values of `names`, under its keys."""
    try:
        with safe_open(file, framework="pt") as stored:
            return {name: stored.get_tensor(key) for name, key in names.items()}
    except (OSError, SafetensorError) as error:
        raise TrainingError("base_corrupt", file=file, reason=error) from error


def fit(tensors: Mapping[str, torch.Tensor | None], model: torch.nn.Module, file: Path) -> None:
    """Raise TrainingError naming the first weight that `model` lacks, or that it cannot use.

    diffusers would only warn, and paint with random weights in place of the missing ones.
    """
    wanted = model.state_dict()
    for key in sorted(wanted.keys() | tensors.keys()):
        tensor, place = tensors.get(key), wanted.get(key)
        if (
            tensor is None
            or place is None
            or tensor.shape != place.shape
            or tensor.dtype not in _NUMBERS
        ):
            raise TrainingError("base_unfit", file=file, weight=key)
        if not torch.isfinite(tensor).all():
            raise TrainingError("base_not_finite", file=file, weight=key)
