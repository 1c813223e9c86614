"""The element type of every value in a graph, without its shapes.

onnxruntime's inference of both fails on graphs with NhwcConv, and knows no graph beyond 2 GB.
"""

from typing import Final

import onnx
from onnx import TensorProto, helper

_FIXED: Final = {
    "Shape": TensorProto.INT64, "Size": TensorProto.INT64,
    "Equal": TensorProto.BOOL, "Less": TensorProto.BOOL, "LessOrEqual": TensorProto.BOOL,
    "Greater": TensorProto.BOOL, "GreaterOrEqual": TensorProto.BOOL, "Not": TensorProto.BOOL,
    "And": TensorProto.BOOL, "Or": TensorProto.BOOL,
}  # fmt: skip


def element_kinds(model: onnx.ModelProto) -> dict[str, int]:
    """TensorProto's number of each value's type, by name; nodes stand in the order they run in."""
    graph = model.graph
    found: dict[str, int] = {tensor.name: tensor.data_type for tensor in graph.initializer}
    found |= {given.name: given.type.tensor_type.elem_type for given in graph.input}
    for node in graph.node:
        kind = _kind(node, found)
        found |= {name: kind for name in node.output if name}
    return found


def _kind(node: onnx.NodeProto, found: dict[str, int]) -> int:
    said = {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}
    if node.op_type == "Cast":
        return int(said["to"])
    if node.op_type in ("Constant", "ConstantOfShape"):
        return int(said["value"].data_type) if "value" in said else int(TensorProto.FLOAT)
    if node.op_type in _FIXED:
        return int(_FIXED[node.op_type])
    # A condition comes before what is chosen by it; everything else has its first input's type.
    return found[node.input[1 if node.op_type == "Where" else 0]]
