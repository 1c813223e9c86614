"""A base's few-step weights: beside torch for the gate, and as a delta on the finished graph."""

import copy
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from diffusers import StableDiffusionPipeline
from onnx import TensorProto, numpy_helper

from export import graphs, merge, profiles
from export.errors import AdapterOtherBase, AdapterUnreadable, DeltaUnplaced, GraphTooLarge
from kiosk.bundle import delta
from kiosk.bundle.schedule import ScheduleTable
from training import adapter as adapters

_KINDS: Final = (TensorProto.FLOAT, TensorProto.FLOAT16)


def read(base: Path) -> adapters.FewStep | None:
    """The few-step weights in the base's folder, or None where it has none.

    Raises AdapterUnreadable, AdapterOtherBase.
    """
    file = base / adapters.FEW_STEP_NAME
    if not file.is_file():
        return None
    try:
        few = adapters.read_few_step(file)
    except adapters.TrainingError as error:
        raise AdapterUnreadable(file=file, reason=error) from error
    found = adapters.hash_base(base)
    wanted = few.metadata.base_model_hash
    if wanted != found:
        raise AdapterOtherBase(file=file, wanted=wanted[:12], found=found[:12])
    return few


def require_schedule(few: adapters.FewStep, table: ScheduleTable) -> None:
    """Raises AdapterUnreadable where the profile asks at other timesteps than were learnt."""
    asked = " ".join(f"{timestep:g}" for timestep in table.timesteps)
    said = few.metadata
    if (said.scheduler, said.timesteps) != (table.scheduler, asked):
        reason = f"{said.scheduler} {said.timesteps}; {table.scheduler} {asked}"
        raise AdapterUnreadable(file=few.path, reason=reason)


def pipeline(pipe: StableDiffusionPipeline, few: adapters.FewStep) -> StableDiffusionPipeline:
    """The pipeline with a UNet of its own that diffusers merged with the few-step weights.

    Everything else is shared. Raises AdapterUnreadable, WeightNotFinite, WeightTooLarge.
    """
    parts = {**pipe.components, "unet": copy.deepcopy(pipe.unet)}
    other = type(pipe)(**parts, requires_safety_checker=False)
    other.set_progress_bar_config(disable=True)
    merge.fuse(other, few, 1.0, ["unet"])
    merge.round_to_half(other)
    return other


def write_delta(
    pipe: StableDiffusionPipeline, few: adapters.FewStep, graph: Path, target: Path
) -> None:
    """Write the delta of `graph`, which was made of the pipeline's UNet, to `target`.

    Raises AdapterUnreadable, DeltaUnplaced, GraphTooLarge.
    """
    _require_one_file(graph)
    places = _places(graph)
    try:
        factors = few.factors()
    except adapters.TrainingError as error:
        raise AdapterUnreadable(file=few.path, reason=error) from error
    placed = [
        _factor(layer, pipe.unet.get_submodule(layer).weight, a, b, places)
        for layer, (a, b) in factors.items()
    ]
    target.write_bytes(delta.encode(placed))


def require_places(file: Path, source: Path, graph: Path) -> None:
    """Make sure that the delta of `source` means the same in `graph`: same names, same values.

    Raises DeltaUnplaced, GraphTooLarge.
    """
    _require_one_file(graph)
    names = {factor.name for factor in delta.decode(file.read_bytes())}
    kept, there = _named(source, names), _named(graph, names)
    for name in sorted(names):
        if kept[name] != there.get(name):
            raise DeltaUnplaced(layer=name, found=int(name in there))


def _require_one_file(graph: Path) -> None:
    """The kiosk changes weights in the graph's own bytes, not in a file beside it."""
    beside = graphs.data_file(graph)
    if beside.is_file():
        raise GraphTooLarge(graph=graph.name, size=beside.stat().st_size)


def _named(graph: Path, names: set[str]) -> dict[str, tuple[Any, ...]]:
    return {
        tensor.name: _key(numpy_helper.to_array(tensor))
        for tensor in onnx.load(graph).graph.initializer
        if tensor.name in names
    }


def _factor(
    layer: str,
    weight: torch.Tensor,
    a: torch.Tensor,
    b: torch.Tensor,
    places: dict[tuple[Any, ...], list[str]],
) -> delta.Factor:
    """Where the layer's weight went: as it is, or turned over, as MatMul wants a linear layer's.

    The exporter names such constants as it likes, so they are known by their values.
    """
    left, right = b.numpy().astype(np.float16), a.numpy().astype(np.float16)
    values = weight.detach().numpy()
    plain = places.get(_key(values), [])
    turned = places.get(_key(values.T), []) if values.ndim == 2 else []
    if len(plain) + len(turned) != 1:
        raise DeltaUnplaced(layer=layer, found=len(plain) + len(turned))
    if plain:
        return delta.Factor(name=plain[0], left=left, right=right)
    return delta.Factor(name=turned[0], left=right.T, right=left.T)


def _places(graph: Path) -> dict[tuple[Any, ...], list[str]]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for tensor in onnx.load(graph).graph.initializer:
        if tensor.data_type in _KINDS and len(tensor.dims) > 1:
            found.setdefault(_key(numpy_helper.to_array(tensor)), []).append(tensor.name)
    return found


def _key(values: np.ndarray) -> tuple[Any, ...]:
    """Shape and values; what fp16 cannot hold is nowhere among the weights of a finished graph."""
    with np.errstate(over="ignore"):
        return values.shape, values.astype(np.float16).tobytes()


def offered(
    few: adapters.FewStep | None, wanted: tuple[profiles.ProfileSpec, ...]
) -> tuple[profiles.ProfileSpec, ...]:
    """The profiles of a bundle; with few-step weights, theirs in place of its namesake."""
    if few is None:
        return wanted
    own = profiles.FEW_STEP
    return tuple(own if spec.name == own.name else spec for spec in wanted)
