"""ONNX files as they ship: weights in fp16 with a cast behind each, and bytes that repeat."""

from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, external_data_helper, helper, numpy_helper

# Bytes of weights that one file may hold. Protobuf ends at 2**31 - 1, of which nodes and names
# need a part.
LARGEST: Final = 2_000_000_000
# Smaller constants gain nothing from a cast, and stay in the graph's own file.
_SMALLEST: Final = 256
_PAGE: Final = 4096


def finish(source: Path, target: Path) -> None:
    """Store `source` at `target` with halved weights.

    A weight is halved only where fp16 holds its every value, so nothing is rounded here.
    """
    model = onnx.load(source)
    halve_weights(model)
    store(model, target)


def store(model: onnx.ModelProto, target: Path) -> None:
    """Write the graph; weights beyond LARGEST bytes go into `data_file(target)` beside it."""
    _drop_origins(model)
    if sum(len(tensor.raw_data) for tensor in model.graph.initializer) > LARGEST:
        _move_weights(model, data_file(target))
    target.write_bytes(model.SerializeToString(deterministic=True))
    # By its path: in memory a graph beyond 2 GB cannot be checked.
    onnx.checker.check_model(str(target))


def data_file(graph: Path) -> Path:
    """Where a graph's weights lie that its own file cannot hold: flat, beside it."""
    return graph.with_name(f"{graph.name}.data")


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
        stored = numpy_helper.from_array(values.astype(np.float16), half_name(name))
        tensor.CopyFrom(stored)
        casts.append(
            helper.make_node(
                "Cast", [half_name(name)], [name], name=f"{name}.cast", to=TensorProto.FLOAT
            )
        )
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def widen_weights(model: onnx.ModelProto) -> None:
    """Undo `halve_weights`: fp32 initializers under their first names, without a cast."""
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    kept = []
    for node in model.graph.node:
        if node.op_type == "Cast" and node.input[0] == half_name(node.output[0]):
            tensor = stored[node.input[0]]
            values = numpy_helper.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(values, node.output[0]))
        else:
            kept.append(node)
    del model.graph.node[:]
    model.graph.node.extend(kept)


def name_halves(model: onnx.ModelProto) -> None:
    """Call weights in fp16 as `halve_weights` does: one delta then fits every flavour."""
    renamed = {}
    for tensor in model.graph.initializer:
        count = int(np.prod(tensor.dims))
        if tensor.data_type == TensorProto.FLOAT16 and count >= _SMALLEST:
            renamed[tensor.name] = half_name(tensor.name)
            tensor.name = renamed[tensor.name]
    for node in model.graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]


def half_name(weight: str) -> str:
    """The stored name of a weight in fp16."""
    return f"{weight}.half"


def _fits_half(values: np.ndarray) -> bool:
    with np.errstate(over="ignore"):
        return bool(np.array_equal(values.astype(np.float16).astype(np.float32), values))


def _move_weights(model: onnx.ModelProto, beside: Path) -> None:
    """Write the values of every larger initializer to `beside`, each at a page's beginning."""
    with beside.open("wb") as stream:
        for tensor in model.graph.initializer:
            if len(tensor.raw_data) < _SMALLEST:
                continue
            stream.write(b"\0" * (-stream.tell() % _PAGE))
            external_data_helper.set_external_data(
                tensor, beside.name, offset=stream.tell(), length=len(tensor.raw_data)
            )
            stream.write(tensor.raw_data)
            tensor.ClearField("raw_data")


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
