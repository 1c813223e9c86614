"""A graph's bytes with a delta added to its weights: onnxruntime alone offers no way that holds.

`SessionOptions.add_initializer` comes too late: by then the cast behind an fp16 weight has been
folded with the file's own values, and a name that the graph does not have is passed over without
a word. So the weights are found in the protobuf itself (onnx.proto, IR version 8) and replaced
where they lie; their size does not change, and neither does anything else.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np

from kiosk.bundle.delta import Factor

# Field numbers of onnx.proto.
_MODEL_GRAPH: Final = 7
_GRAPH_INITIALIZER: Final = 5
_TENSOR_DIMS: Final = 1
_TENSOR_TYPE: Final = 2
_TENSOR_NAME: Final = 8
_TENSOR_RAW: Final = 9
# TensorProto.DataType: FLOAT, FLOAT16.
_KINDS: Final = {1: "<f4", 10: "<f2"}
# Protobuf's wire types.
_VARINT: Final = 0
_SPAN: Final = 2
_FIXED: Final = {1: 8, 5: 4}


class Place(msgspec.Struct, frozen=True):
    """Where one initializer's values lie in the graph's bytes."""

    kind: str
    shape: tuple[int, ...]
    start: int
    size: int


def with_delta(graph: bytes, factors: Sequence[Factor]) -> bytes:
    """The graph's bytes with every factor added: in fp32, then rounded to what fp16 holds.

    Raises ValueError for a weight that the graph does not have, or that has another shape.
    """
    data = bytearray(graph)
    known = places(graph)
    for factor in factors:
        place = known.get(factor.name)
        if place is None:
            raise ValueError(f"{factor.name}: no such weight in the graph")
        _add(data, place, factor)
    return bytes(data)


def places(graph: bytes) -> dict[str, Place]:
    """Every initializer of fp16 or fp32 whose values stand in the bytes as such, by name.

    Raises ValueError for bytes that are no protobuf.
    """
    found = {}
    for number, _, start, stop in _fields(graph, 0, len(graph)):
        if number != _MODEL_GRAPH:
            continue
        for inner, _, begin, end in _fields(graph, start, stop):
            if inner == _GRAPH_INITIALIZER:
                name, place = _initializer(graph, begin, end)
                if place is not None:
                    found[name] = place
    return found


def _add(data: bytearray, place: Place, factor: Factor) -> None:
    rows, columns = factor.left.shape[0], factor.right.shape[1]
    if rows != place.shape[0] or columns != math.prod(place.shape[1:]):
        raise ValueError(f"{factor.name}: {rows} × {columns} for a weight of {place.shape}")
    values = np.frombuffer(data, place.kind, rows * columns, place.start)
    gain = factor.left.astype(np.float32) @ factor.right.astype(np.float32)
    with np.errstate(over="ignore"):
        total = (values.astype(np.float32).reshape(rows, columns) + gain).astype(np.float16)
    if not np.isfinite(total).all():
        raise ValueError(f"{factor.name}: beyond what fp16 holds")
    values[:] = total.ravel()


def _initializer(graph: bytes, start: int, stop: int) -> tuple[str, Place | None]:
    """Name and place of a TensorProto; no place for other types and for values kept elsewhere."""
    name, kind, raw = "", 0, (0, 0)
    shape: list[int] = []
    for number, value, begin, end in _fields(graph, start, stop):
        if number == _TENSOR_DIMS:
            # One dimension a field, or packed: all of them in one.
            shape += [value] if begin == end else _packed(graph, begin, end)
        elif number == _TENSOR_TYPE:
            kind = value
        elif number == _TENSOR_NAME:
            name = graph[begin:end].decode("utf-8")
        elif number == _TENSOR_RAW:
            raw = (begin, end - begin)
    wide = _KINDS.get(kind, "")
    if not wide or not shape or raw[1] != np.dtype(wide).itemsize * math.prod(shape):
        return name, None
    return name, Place(wide, tuple(shape), *raw)


def _packed(graph: bytes, start: int, stop: int) -> list[int]:
    values = []
    while start < stop:
        value, start = _varint(graph, start)
        values.append(value)
    return values


def _fields(graph: bytes, start: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """(number, value, begin, end) of each field of a message: a number, or the span of the rest."""
    while start < stop:
        key, start = _varint(graph, start)
        kind = key & 7
        value, begin = 0, start
        if kind == _VARINT:
            value, start = _varint(graph, start)
            begin = start
        elif kind == _SPAN:
            size, begin = _varint(graph, start)
            start = begin + size
        elif kind in _FIXED:
            start += _FIXED[kind]
        else:
            raise ValueError(f"wire type {kind} at byte {start}")
        if start > stop:
            raise ValueError(f"a field ends at byte {start} of {stop}")
        yield key >> 3, value, begin, start


def _varint(graph: bytes, at: int) -> tuple[int, int]:
    """The number that begins at byte `at`, and where the next thing begins."""
    value = shift = 0
    while at < len(graph) and shift < 64:
        byte = graph[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError(f"no number at byte {at}")
