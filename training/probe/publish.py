"""The trained probe as it ships: one ONNX file and the card that says what its columns mean."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.files import sha256_of, write_atomically
from training.probe.model import ConceptProbe
from training.probe.pictures import SIDE
from training.probe.predict import Card
from training.scenes.labels import AXES, LABELS

_SMALLEST = 256  # weights; fewer gain nothing from a cast


def publish(
    model: ConceptProbe,
    out: Path,
    measure: Callable[[Path], dict[str, float | str]],
    recipe: msgspec.Struct,
) -> dict[str, float | str]:
    """Write probe.onnx (batch norm folded in, weights in fp16) and probe.json; the figures.

    `model` in eval mode. What is measured is the file as it ships.
    """
    out.mkdir(parents=True, exist_ok=True)
    draft = out / ".probe.draft.onnx"
    _export(model, draft)
    _halve(draft)
    figures = measure(draft)
    draft.replace(out / "probe.onnx")
    made: dict[str, Any] = msgspec.to_builtins(recipe)
    del made["workers"]  # of the machine, not of the probe
    card = Card(
        labels=LABELS,
        axes=dict(AXES),
        input=f"pictures float32 (B, 3, {SIDE}, {SIDE}), RGB 0..1",
        outputs={
            "logits": "float32 (B, labels, then each axis in turn)",
            "embedding": "float32 (B, E), not of unit length",
        },
        trained_on="painted scenes only, never generated ones",
        figures={
            name: value if isinstance(value, str) else round(value, 5)
            for name, value in figures.items()
        },
        recipe=made,
        sha256=sha256_of(out / "probe.onnx"),
    )
    text = msgspec.json.format(msgspec.json.encode(card), indent=2)
    write_atomically(out / "probe.json", text + b"\n")
    return figures


def _halve(file: Path) -> None:
    """Store fp32 weights in fp16 with a cast behind each: they are computed with in fp32."""
    graph = onnx.load(file)
    casts = []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALLEST:
            continue
        name = tensor.name
        stored = f"{name}.half"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    file.write_bytes(graph.SerializeToString())


def _export(model: ConceptProbe, file: Path) -> None:
    names = ("pictures", "logits", "embedding")
    with warnings.catch_warnings():
        # torch calls this exporter old; its new one needs a package that we do not ship.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            model,
            (torch.zeros(2, 3, SIDE, SIDE),),
            file,
            input_names=["pictures"],
            output_names=["logits", "embedding"],
            dynamic_axes={name: {0: "batch"} for name in names},
            opset_version=17,
            dynamo=False,
        )
