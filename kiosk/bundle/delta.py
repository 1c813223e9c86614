"""Weight deltas: low-rank factors that make another model of a graph, in safetensors format.

A profile names such a file; the painter adds the factors to the graph's weights when it loads.
Each weight has two fp16 matrices, `NAME:left` (m, r) and `NAME:right` (r, n): the weight, seen as
(m, n), gains left @ right. Names are the graph's own, so that a stranger is noticed.
"""

import math
import struct
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

_LENGTH: Final = struct.Struct("<Q")
_ALIGNED: Final = 8
_SIDES: Final = ("left", "right")


class Factor(msgspec.Struct, frozen=True, kw_only=True):
    """What one weight gains: `left` (m, r) times `right` (r, n), both fp16."""

    name: str
    left: NDArray[np.float16]
    right: NDArray[np.float16]


class _Tensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the header; offsets count from the header's end."""

    dtype: Literal["F16"]
    shape: tuple[int, int]
    data_offsets: tuple[int, int]


def encode(factors: Iterable[Factor]) -> bytes:
    """The file's bytes; the same factors always give the same."""
    header: dict[str, _Tensor] = {}
    parts: list[bytes] = []
    at = 0
    for factor in sorted(factors, key=lambda one: one.name):
        for side, matrix in zip(_SIDES, (factor.left, factor.right), strict=True):
            data = matrix.astype("<f2").tobytes()
            rows, columns = matrix.shape
            header[f"{factor.name}:{side}"] = _Tensor(
                "F16", (rows, columns), (at, at + len(data))
            )
            parts.append(data)
            at += len(data)
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % _ALIGNED)
    return _LENGTH.pack(len(text)) + text + b"".join(parts)


def decode(data: bytes) -> tuple[Factor, ...]:
    """Read a file strictly. Raises ValueError for whatever `encode` would not write."""
    if len(data) < _LENGTH.size:
        raise ValueError(f"{len(data)} bytes")
    (length,) = _LENGTH.unpack_from(data)
    body = _LENGTH.size + length
    if body > len(data):
        raise ValueError(f"header of {length} bytes in a file of {len(data)}")
    try:
        header = msgspec.json.decode(data[_LENGTH.size : body], type=dict[str, _Tensor])
    except msgspec.DecodeError as wrong:
        raise ValueError(str(wrong)) from wrong
    matrices = _matrices(data[body:], header)
    names = [key.removesuffix(":left") for key in matrices if key.endswith(":left")]
    if 2 * len(names) != len(matrices):
        raise ValueError("a factor has no counterpart")
    return tuple(_factor(name, matrices) for name in names)


def _matrices(
    data: bytes, header: Mapping[str, _Tensor]
) -> dict[str, NDArray[np.float16]]:
    """Every matrix by its key; they must fill `data` without gap or overlap."""
    found = {}
    at = 0
    for key, tensor in header.items():
        begin, end = tensor.data_offsets
        if begin != at or min(tensor.shape) < 1 or end - begin != 2 * math.prod(tensor.shape):
            raise ValueError(f"{key}: offsets {begin}, {end} for shape {tensor.shape}")
        if end > len(data):
            raise ValueError(f"{key}: ends at {end} of {len(data)} bytes")
        matrix = np.frombuffer(data, "<f2", math.prod(tensor.shape), begin)
        if not np.isfinite(matrix).all():
            raise ValueError(f"{key}: not a number")
        found[key] = matrix.reshape(tensor.shape)
        at = end
    if at != len(data):
        raise ValueError(f"{len(data) - at} bytes belong to nothing")
    return found


def _factor(name: str, matrices: Mapping[str, NDArray[np.float16]]) -> Factor:
    left, right = matrices[f"{name}:left"], matrices.get(f"{name}:right")
    if right is None or left.shape[1] != right.shape[0]:
        raise ValueError(f"{name}: left and right do not fit")
    return Factor(name=name, left=left, right=right)
