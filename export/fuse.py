"""Fused graphs for CUDA, by onnxruntime's own optimizer; and whether it fused what it should."""

import contextlib
import functools
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import onnx
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_by_fusion

from export.errors import FusionIncomplete
from export.quiet import quietly

# Where the fused operators are defined.
_DOMAIN: Final = "com.microsoft"
_KINDS: Final = {"text_encoder": "clip", "unet": "unet", "vae_decoder": "vae"}
# What is counted, and the operators that count for it.
_COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "attention": ("Attention", "MultiHeadAttention"),
    "LayerNormalization": ("LayerNormalization",),
    "SkipLayerNormalization": ("SkipLayerNormalization",),
    "BiasSplitGelu": ("BiasSplitGelu",),
    "GroupNorm": ("GroupNorm", "SkipGroupNorm"),
    "QuickGelu": ("QuickGelu",),
    "Conv": ("Conv", "NhwcConv"),
    "NhwcConv": ("NhwcConv",),
}
# A UNet of SD 1.5's blocks, whatever its widths (onnxruntime pull request 15225; attention: 16
# blocks, each with one over the picture and one over the prompt).
_SD15_UNET: Final[Mapping[str, int]] = {
    "attention": 32, "LayerNormalization": 16, "SkipLayerNormalization": 32, "BiasSplitGelu": 16,
    "GroupNorm": 61,
}  # fmt: skip
_SD15_BLOCKS: Final[Mapping[str, object]] = {
    "layers_per_block": 2,
    "down_block_types": (*["CrossAttnDownBlock2D"] * 3, "DownBlock2D"),
    "mid_block_type": "UNetMidBlock2DCrossAttn",
    "up_block_types": ("UpBlock2D", *["CrossAttnUpBlock2D"] * 3),
}


def fuse(model: onnx.ModelProto, part: str, *, weights_stay: bool) -> onnx.ModelProto:
    """The graph in fp32 with its attention, norms and activations as single operators.

    `weights_stay`: every weight keeps its name and layout, so that a delta can be added to it.
    Queries, keys and values are then not packed and convolutions not turned to NHWC, which costs
    a tenth of the speed; four steps in the place of ten win more.
    """
    options = FusionOptions(_KINDS[part])
    # Decoders have none, and its search falls over a sigmoid behind a norm's scale.
    options.enable_gelu = part != "vae_decoder"
    if weights_stay:
        options.enable_packed_qkv = options.enable_packed_kv = options.enable_nhwc_conv = False
    # The optimizer warns of graphs that it does not know the maker of.
    model.producer_name = "pytorch"
    with quietly(), _mended(weights_stay):
        fused = optimize_by_fusion(model, _KINDS[part], optimization_options=options)
    fused.topological_sort(is_deterministic=True)
    found: onnx.ModelProto = fused.model
    if all(opset.domain != _DOMAIN for opset in found.opset_import):
        found.opset_import.append(onnx.helper.make_opsetid(_DOMAIN, 1))
    return found


def count(model: onnx.ModelProto) -> dict[str, int]:
    """How many of each fused operator there are; those that there are none of are left out."""
    found = Counter(node.op_type for node in model.graph.node)
    sums = {name: sum(found[kind] for kind in kinds) for name, kinds in _COUNTED.items()}
    return {name: number for name, number in sums.items() if number}


def require_fusions(config: Mapping[str, Any], found: Mapping[str, int]) -> bool:
    """Whether `config` is a UNet of SD 1.5's blocks. Raises FusionIncomplete where one is amiss.

    A pattern that the optimizer no longer knows is passed over by it without a word.
    """
    if any(_plain(config.get(name)) != value for name, value in _SD15_BLOCKS.items()):
        return False
    for operator, wanted in _SD15_UNET.items():
        if found.get(operator, 0) != wanted:
            raise FusionIncomplete(operator=operator, found=found.get(operator, 0), wanted=wanted)
    return True


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@contextlib.contextmanager
def _mended(weights_stay: bool) -> Iterator[None]:
    """The optimizer's attention with our ways of counting heads and, if asked for, of joining."""
    kind = sys.modules["fusion_attention_unet"].FusionAttentionUnet
    original = kind.get_num_heads, kind.create_attention_node
    kind.get_num_heads = functools.partialmethod(_heads, original[0])
    if weights_stay:
        kind.create_attention_node = _attention
    try:
        yield
    finally:
        kind.get_num_heads, kind.create_attention_node = original


def _heads(fusion: Any, original: Any, reshape: Any, is_torch2: bool = False) -> int:
    """onnxruntime 1.32 calls int() on arrays of one element, which numpy 2.4 refuses.

    It is how the UNet's heads are counted; without this no attention would be fused.
    """
    if not is_torch2:
        return int(original(fusion, reshape, is_torch2))
    shape = fusion.model.get_parent(reshape, 1)
    if shape is None or shape.op_type != "Concat" or len(shape.input) != 4:
        return 0
    heads = fusion.model.get_constant_value(shape.input[2])
    return int(heads.item()) if heads is not None and heads.size == 1 else 0


def _attention(
    fusion: Any, query: Any, key: Any, value: Any, heads: int, _width: int, **ends: str
) -> Any:
    """One operator behind the three products as they are.

    The optimizer's own puts the three weights of self-attention into one, packed or not.
    """
    return onnx.helper.make_node(
        "MultiHeadAttention",
        [one.output[0] for one in (query, key, value)],
        [ends["output"]],
        name=fusion.model.create_node_name("MultiHeadAttention"),
        domain=_DOMAIN,
        num_heads=heads,
    )
