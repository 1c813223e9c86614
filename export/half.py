"""A graph that computes in fp16: converted by onnxruntime's own tool, but for what fp16 breaks."""

from typing import Final

import onnx
from onnx import TensorProto, helper
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

from export import graphs
from export.kinds import element_kinds
from export.quiet import quietly

# Where the work begins, from which the rest may be fp16.
_HEAVY: Final = ("Conv", "NhwcConv", "ConvTranspose", "Gemm", "MatMul")


def to_half(model: onnx.ModelProto, part: str) -> onnx.ModelProto:
    """The graph in fp16, its inputs and outputs as they were: the painter feeds all flavours alike.

    In fp32 stay the sines of the timestep (999 times a rounded frequency is off by a quarter turn)
    and the way from the decoder's last convolution to eight bits.
    """
    _store_constants(model)
    _say_kinds(model)
    with quietly():
        half = convert_float_to_float16(
            model,
            keep_io_types=True,
            disable_shape_infer=True,
            op_block_list=list(DEFAULT_OP_BLOCK_LIST),
            node_block_list=sorted(_kept(model, part)),
        )
    found: onnx.ModelProto = half
    # The types were for the tool alone.
    del found.graph.value_info[:]
    OnnxModel.graph_topological_sort(found.graph, is_deterministic=True)
    _drop_casts(found)
    graphs.name_halves(found)
    return found


def _store_constants(model: onnx.ModelProto) -> None:
    """Constants as initializers: the tool leaves those in fp32 that only fp32 nodes read."""
    nodes = []
    for node in model.graph.node:
        values = [entry.t for entry in node.attribute if entry.name == "value"]
        if node.op_type == "Constant" and values:
            stored = model.graph.initializer.add()
            stored.CopyFrom(values[0])
            stored.name = node.output[0]
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _say_kinds(model: onnx.ModelProto) -> None:
    """Write each value's type into the graph, from which the tool knows where casts are needed."""
    ends = {value.name for value in (*model.graph.input, *model.graph.output)}
    del model.graph.value_info[:]
    model.graph.value_info.extend(
        helper.make_tensor_value_info(name, kind, None)
        for name, kind in element_kinds(model).items()
        if name not in ends
    )


def _kept(model: onnx.ModelProto, part: str) -> set[str]:
    """Names of the nodes that stay in fp32."""
    if part == "unet":
        return _after(model, "timestep")
    if part == "vae_decoder":
        return _before(model, model.graph.output[0].name)
    return set()


def _after(model: onnx.ModelProto, name: str) -> set[str]:
    """From a value down to where the work begins; nodes stand in the order they run in."""
    reached = {name}
    found: set[str] = set()
    for node in model.graph.node:
        if node.op_type not in _HEAVY and reached & set(node.input):
            reached |= set(node.output)
            found.add(node.name)
    return found


def _before(model: onnx.ModelProto, name: str) -> set[str]:
    """From a value up to where the work ended."""
    wanted = {name}
    found: set[str] = set()
    for node in reversed(model.graph.node):
        if node.op_type not in _HEAVY and wanted & set(node.output):
            wanted |= set(node.input)
            found.add(node.name)
    return found


def _drop_casts(model: onnx.ModelProto) -> None:
    """Take out casts that change nothing, and ways to fp16 and back, which only lose digits."""
    kinds = element_kinds(model)
    ends = {value.name for value in model.graph.output}
    makers = {name: node for node in model.graph.node for name in node.output}
    instead: dict[str, str] = {}
    for node in model.graph.node:
        node.input[:] = [instead.get(name, name) for name in node.input]
        if node.op_type != "Cast" or node.output[0] in ends:
            continue
        source, wanted = node.input[0], kinds[node.output[0]]
        before = makers.get(source)
        if kinds[source] == wanted:
            instead[node.output[0]] = source
        elif (
            before is not None
            and before.op_type == "Cast"
            and _there_and_back(kinds[before.input[0]], kinds[source], wanted)
        ):
            instead[node.output[0]] = before.input[0]
    read = {name for node in model.graph.node for name in node.input} | ends
    nodes = [n for n in model.graph.node if n.op_type != "Cast" or n.output[0] in read]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _there_and_back(first: int, between: int, last: int) -> bool:
    wide, narrow = int(TensorProto.FLOAT), int(TensorProto.FLOAT16)
    return first == last == wide and between == narrow
