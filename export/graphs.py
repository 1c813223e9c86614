"""ONNX files as they ship: weights in fp16 with a cast behind each, and bytes that repeat."""

from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from export.errors import GraphTooLarge

# Protobuf's own limit for one message; a larger graph would need files beside it.
_LARGEST: Final = 2**31 - 1
# Smaller constants gain nothing from a cast.
_SMALLEST: Final = 256


def finish(source: Path, target: Path) -> int:
    """Store `source` at `target` with halved weights; returns its size in bytes.

    A weight is halved only where fp16 holds its every value, so nothing is rounded here.
    Raises GraphTooLarge.
    """
    model = onnx.load(source)
    halve_weights(model)
    _drop_origins(model)
    size = int(model.ByteSize())
    if size > _LARGEST:
        raise GraphTooLarge(graph=target.stem, size=size)
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString(deterministic=True))
    return size


def halve_weights(model: onnx.ModelProto) -> None:
    """Replace each fp32 initializer that fp16 can hold by itself in fp16 and a Cast to fp32."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < _SMALLEST or not _fits_half(values):
            continue
        name = tensor.name
        stored = numpy_helper.from_array(values.astype(np.float16), f"{name}.half")
        tensor.CopyFrom(stored)
        casts.append(
            helper.make_node(
                "Cast", [f"{name}.half"], [name], name=f"{name}.cast", to=TensorProto.FLOAT
            )
        )
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _fits_half(values: np.ndarray) -> bool:
    with np.errstate(over="ignore"):
        return bool(np.array_equal(values.astype(np.float16).astype(np.float32), values))


def _drop_origins(model: onnx.ModelProto) -> None:
    """Who, when and from which line of code: none of it belongs into bytes that must repeat."""
    model.producer_name = "heritage-export"
    model.producer_version = ""
    model.doc_string = ""
    del model.metadata_props[:]
    model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
