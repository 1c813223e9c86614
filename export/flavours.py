"""Flavours: the same three graphs for other machines; their names, providers and bars."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import onnxruntime
from onnx import TensorProto, helper

from export import graphs
from export.errors import FlavourUnknown, FlavourUnproven
from kiosk.bundle import manifest as contract

PARTS: Final[tuple[contract.Role, ...]] = ("text_encoder", "unet", "vae_decoder")
PLAIN: Final[contract.Flavour] = "cpu-fp32"
CPU: Final = "CPUExecutionProvider"
CUDA: Final = "CUDAExecutionProvider"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What a flavour must reach against torch.

    graph_psnr_db, picture_psnr_db: 0 where differences are bounded instead (export/parity.py).
    """

    graph_psnr_db: float
    picture_psnr_db: float


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One flavour: `parts` are the graphs of its own, the others are those of PLAIN."""

    name: contract.Flavour
    provider: str
    bar: Bar
    parts: tuple[contract.Role, ...] = PARTS
    takes_delta: bool = True


_EXACT: Final = Bar(graph_psnr_db=0.0, picture_psnr_db=0.0)
_HALF: Final = Bar(graph_psnr_db=35.0, picture_psnr_db=35.0)
# Eight-bit matrices paint another picture of the same scene; this bar keeps out the broken ones.
_INT8: Final = Bar(graph_psnr_db=20.0, picture_psnr_db=20.0)
KNOWN: Final = {
    spec.name: spec
    for spec in (
        Spec(name=PLAIN, provider=CPU, bar=_EXACT),
        Spec(name="cuda-fp16", provider=CUDA, bar=_HALF),
        Spec(name="portable-fp16", provider=CPU, bar=_HALF),
        Spec(name="cpu-int8", provider=CPU, bar=_INT8, parts=("unet",), takes_delta=False),
    )
}


def chosen(names: Iterable[str]) -> tuple[contract.Flavour, ...]:
    """The flavours of these names, each once, in their order. Raises FlavourUnknown."""
    known = {str(name): name for name in KNOWN}
    found = []
    for name in dict.fromkeys(names):
        if name not in known:
            raise FlavourUnknown(name=name, known=", ".join(known))
        found.append(known[name])
    return tuple(found)


@functools.cache
def runs(provider: str) -> bool:
    """Whether a session really gets it: a list only says what onnxruntime was built with."""
    if provider not in onnxruntime.get_available_providers():
        return False
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "r", value[:1], value[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=[provider])
    return bool(session.get_providers()[0] == provider)


def unproven(names: Iterable[contract.Flavour]) -> tuple[contract.Flavour, ...]:
    """Those that this machine cannot paint with."""
    return tuple(name for name in names if not runs(KNOWN[name].provider))


def require_provable(names: Iterable[contract.Flavour], allowed: bool) -> None:
    """Raises FlavourUnproven for a flavour that cannot run here, unless that is `allowed`."""
    missing = unproven(names)
    if missing and not allowed:
        raise FlavourUnproven(flavours=", ".join(missing))


def take_delta(names: Iterable[contract.Flavour]) -> bool:
    """Whether what a profile adds to the weights can be added in each of these flavours."""
    return all(KNOWN[name].takes_delta for name in names)


def file_name(part: str, flavour: contract.Flavour) -> str:
    """The graph's file; the plain ones have the names they had when they were alone."""
    return f"{part}.onnx" if flavour == PLAIN else f"{part}.{flavour}.onnx"


def owner(part: contract.Role, flavour: contract.Flavour) -> contract.Flavour:
    """Whose graph a flavour's painter takes for this part."""
    return flavour if part in KNOWN[flavour].parts else PLAIN


def graph_files(
    names: Iterable[contract.Flavour],
) -> dict[tuple[contract.Role, contract.Flavour], str]:
    """Every graph that a bundle of these flavours needs, by part and flavour."""
    pairs = dict.fromkeys((part, owner(part, name)) for name in names for part in PARTS)
    return {(part, name): file_name(part, name) for part, name in pairs}


def only(manifest: contract.Manifest, flavour: contract.Flavour) -> contract.Manifest:
    """The manifest as if the bundle had been made for one flavour: what its painter would load."""
    names = {file_name(part, owner(part, flavour)) for part in PARTS}
    names |= {graphs.data_file(Path(name)).name for name in names}
    kept = [
        entry for entry in manifest.files
        if entry.role not in (*PARTS, "weights") or entry.name in names
    ]  # fmt: skip
    return msgspec.structs.replace(manifest, files=tuple(kept))
