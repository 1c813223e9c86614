"""All graphs of a bundle: the plain ones out of torch, every other flavour out of those."""

import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from export import convert, flavours, fuse, graphs, half
from export.quiet import quietly
from export.recipe import ScaledAdapter
from export.stages import Facts, Stages
from kiosk.bundle import manifest as contract
from training.adapter import hash_base

# Changes with what `make` and the modules it calls write: kept stages of another version are not
# used.
VERSION: Final = 1
_PLAIN: Final[Mapping[contract.Role, Callable[[Any, Path], None]]] = {
    "text_encoder": convert.text_encoder_graph,
    "unet": convert.unet_graph,
    "vae_decoder": convert.vae_decoder_graph,
}
Counts = dict[str, dict[str, int]]


def facts(pipe: Any, base: Path, adapters: Sequence[ScaledAdapter]) -> Facts:
    """Everything but the tools that shapes the plain graphs."""
    return {
        "base": hash_base(base),
        "adapters": [(_sha256(one.file), one.scale) for one in adapters],
        "shapes": dataclasses.asdict(convert.Shapes.of(pipe)),
        "opset": convert.OPSET,
        "version": convert.VERSION,
    }


def convert_all(pipe: Any, known: Facts, kept: Stages, folder: Path) -> None:
    """Write the three plain graphs into `folder`."""
    for part, graph in _PLAIN.items():

        def write(target: Path, part: str = part, graph: Any = graph) -> None:
            raw = target / "raw"
            raw.mkdir()
            graph(pipe, raw / f"{part}.onnx")
            graphs.finish(raw / f"{part}.onnx", target / f"{part}.onnx")
            shutil.rmtree(raw)

        kept.take(f"convert-{part}", known, folder, write)


def make_all(
    names: Sequence[contract.Flavour],
    plain: Path,
    folder: Path,
    kept: Stages,
    *,
    weights_stay: bool,
) -> None:
    """Write every graph of the flavours into `folder`, from the plain ones in `plain`.

    `weights_stay`: see export.fuse.fuse.
    """
    for (part, flavour), name in flavours.graph_files(names).items():
        source = plain / f"{part}.onnx"
        if flavour == flavours.PLAIN:
            # Not linked: onnx takes a data file with two names for an attack.
            for file in _files(source):
                shutil.copyfile(file, folder / file.name)
            continue
        # Only the UNet has weights that something is added to.
        stay = weights_stay and part == "unet"
        known = {
            "source": _digest(source), "flavour": flavour, "weights_stay": stay,
            "version": VERSION,
        }  # fmt: skip

        def write(
            target: Path,
            part: contract.Role = part,
            flavour: contract.Flavour = flavour,
            source: Path = source,
            name: str = name,
            stay: bool = stay,
        ) -> None:
            make(part, flavour, source, target / name, weights_stay=stay)

        kept.take(f"{flavour}-{part}", known, folder, write)


def make(
    part: contract.Role,
    flavour: contract.Flavour,
    source: Path,
    target: Path,
    *,
    weights_stay: bool,
) -> None:
    """Write the part's graph in `flavour` to `target`; `source` is the finished plain one.

    `weights_stay`: see export.fuse.fuse.
    """
    model = onnx.load(source)
    graphs.widen_weights(model)
    if flavour == "cpu-int8":
        graphs.store(_eight_bits(model, target), target)
        return
    if flavour == "cuda-fp16":
        model = fuse.fuse(model, part, weights_stay=weights_stay)
    graphs.store(half.to_half(model, part), target)


def count_fusions(folder: Path, names: Sequence[contract.Flavour]) -> Counts:
    """Fused operators by part, where `names` has the fused flavour."""
    fused: contract.Flavour = "cuda-fp16"
    if fused not in names:
        return {}
    files = {part: folder / flavours.file_name(part, fused) for part in flavours.PARTS}
    return {
        part: fuse.count(onnx.load(file, load_external_data=False)) for part, file in files.items()
    }


def _digest(graph: Path) -> str:
    return hashlib.sha256("".join(map(_sha256, _files(graph))).encode()).hexdigest()


def _files(graph: Path) -> list[Path]:
    """A graph's file, and its data file if it has one."""
    return [file for file in (graph, graphs.data_file(graph)) if file.is_file()]


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _eight_bits(model: onnx.ModelProto, target: Path) -> onnx.ModelProto:
    """Matrices of attention and feed-forward in int8, a scale for each column.

    Convolutions stay, since onnxruntime has no fast ones for int8, and so do the timestep's own
    layers (Gemm), on which everything depends.
    """
    draft = target.with_suffix(".draft")
    # The tool turns each Gemm into a MatMul and an Add before it looks at names.
    timed = [f"{node.name}_MatMul" for node in model.graph.node if node.op_type == "Gemm"]
    with quietly():
        quantize_dynamic(
            model, draft, op_types_to_quantize=["MatMul"], per_channel=True,
            weight_type=QuantType.QInt8, nodes_to_exclude=timed,
        )  # fmt: skip
    small = onnx.load(draft)
    draft.unlink()
    read = {name for node in small.graph.node for name in node.input}
    kept = [tensor for tensor in small.graph.initializer if tensor.name in read]
    del small.graph.initializer[:]
    small.graph.initializer.extend(kept)
    graphs.halve_weights(small)
    return small
