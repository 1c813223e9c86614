"""One LoRA layer as other tools hold it, and the way from there to our adapter's weights."""

from collections.abc import Iterable, Mapping

import msgspec
import torch

from training.texts import TrainingError

# A key of the file, the layer it belongs to, which field of Layer it is, and its value.
Piece = tuple[str, str, str, torch.Tensor]


class Layer(msgspec.Struct):
    """A layer's weight gains alpha / rank times up @ down; DoRA then sets each output's length."""

    down: torch.Tensor
    up: torch.Tensor
    # One length per output, flat; None without DoRA.
    magnitude: torch.Tensor | None = None
    # None where the file is silent: as large as the rank.
    alpha: float | None = None

    @property
    def rank(self) -> int:
        return self.down.shape[0] if self.down.ndim else 0


def gather(pieces: Iterable[Piece]) -> dict[str, Layer]:
    """Whole layers by name. Raises TrainingError naming what is double, missing or no number."""
    found: dict[str, dict[str, torch.Tensor]] = {}
    for key, name, field, tensor in pieces:
        fields = found.setdefault(name, {})
        if field in fields or (field == "alpha" and tensor.numel() != 1):
            raise TrainingError("interop_key", name=key)
        _require_finite(name, tensor.float())
        fields[field] = tensor
    if not found:
        raise TrainingError("interop_empty")
    # diffusers reads a part of the model with DoRA as a whole, or not at all.
    dora = {_part(name) for name, fields in found.items() if "magnitude" in fields}
    layers = {}
    for name, fields in found.items():
        wanted = ("down", "up", "magnitude") if _part(name) in dora else ("down", "up")
        missing = [field for field in wanted if field not in fields]
        if missing:
            raise TrainingError("interop_pair", layer=name, missing=missing[0])
        alpha = fields.pop("alpha", None)
        layers[name] = Layer(**fields, alpha=None if alpha is None else float(alpha.item()))
    return layers


def to_weights(
    layers: Mapping[str, Layer], base: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, torch.Tensor], int]:
    """fp16 weights under our adapter's keys, and the rank that all of them have.

    Our files mean alpha == rank: another scale goes into B. Smaller ranks are filled with zeros,
    which changes no weight, for diffusers would scale every layer after the rank of the first.
    Raises TrainingError for a layer that is not the base's or that fp16 cannot hold.
    """
    for name in layers:
        if name not in base:
            raise TrainingError("interop_layer", layer=name)
    rank = max(layer.rank for layer in layers.values())
    weights = {}
    for name, layer in layers.items():
        for end, tensor in _tensors(name, layer, base[name], rank).items():
            half = tensor.to(torch.float16)
            _require_finite(name, half)
            weights[f"{name}.{end}"] = half
    return weights, rank


def _tensors(name: str, layer: Layer, shape: tuple[int, ...], rank: int) -> dict[str, torch.Tensor]:
    """One layer's weights in fp32, in the shapes that PEFT gives them on a layer of `shape`."""
    outputs, *kernel = shape
    ones = (1,) * (len(shape) - 2)
    down = _fit(name, layer.down, (layer.rank, *kernel))
    up = _fit(name, layer.up, (outputs, layer.rank, *ones))
    if layer.alpha is not None:
        up = up * (layer.alpha / layer.rank)
    more = rank - layer.rank
    found = {
        "lora_A.weight": torch.cat([down, down.new_zeros(more, *kernel)]),
        "lora_B.weight": torch.cat([up, up.new_zeros(outputs, more, *ones)], dim=1),
    }
    if layer.magnitude is not None:
        lengths = _fit(name, layer.magnitude, (outputs,))
        found["lora_magnitude_vector"] = lengths.reshape(1, -1, *ones) if ones else lengths
    return found


def _fit(name: str, tensor: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    """In the base's own shape: some tools keep a 1 × 1 kernel as a matrix, or a matrix as one."""
    if 0 in shape or _bare(tensor.shape) != _bare(shape):
        raise TrainingError(
            "interop_shape", layer=name, found=list(tensor.shape), wanted=list(shape)
        )
    return tensor.float().reshape(shape)


def _bare(shape: Iterable[int]) -> tuple[int, ...]:
    """Without the ones at its end."""
    bare = list(shape)
    while bare and bare[-1] == 1:
        bare.pop()
    return tuple(bare)


def _part(name: str) -> str:
    return name.partition(".")[0]


def _require_finite(name: str, tensor: torch.Tensor) -> None:
    if not bool(torch.isfinite(tensor).all()):
        raise TrainingError("interop_not_finite", layer=name)
