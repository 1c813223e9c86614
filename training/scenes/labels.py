"""What the probe answers: labels that may occur together, and axes of which one value holds."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from training.scenes.concepts import ATTIRE, CONCEPTS, SKIES
from training.scenes.looks import LOOKS

# Subjects and landscapes first, then clothing; each present or not, whatever the others.
LABELS: tuple[str, ...] = (*CONCEPTS, *ATTIRE)
COUNTS: tuple[str, ...] = ("1", "2", "3", "4", "5")
# Of each of these one value holds. "count" is that of the main subject.
AXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sky": SKIES, "look": tuple(LOOKS), "count": COUNTS}
)
ANSWERS: int = len(LABELS) + sum(len(values) for values in AXES.values())


def slices() -> dict[str, slice]:
    """Where each axis lies in the probe's logits; "labels" first."""
    found, at = {"labels": slice(0, len(LABELS))}, len(LABELS)
    for axis, values in AXES.items():
        found[axis] = slice(at, at + len(values))
        at += len(values)
    return found


def targets(records: Sequence[Mapping[str, object]]) -> dict[str, NDArray[np.float32]]:
    """From scene records to 0/1 labels (N, L), and per axis the index of what holds (N,)."""
    labels = np.zeros((len(records), len(LABELS)), np.float32)
    axes = {axis: np.zeros(len(records), np.float32) for axis in AXES}
    for row, record in enumerate(records):
        for name in shown(record):
            labels[row, LABELS.index(name)] = 1
        axes["sky"][row] = SKIES.index(str(record["sky"]))
        axes["look"][row] = AXES["look"].index(str(record["look"]))
        counts: Sequence[int] = record["counts"]  # type: ignore[assignment]
        axes["count"][row] = counts[0] - 1
    return {"labels": labels, **axes}


def shown(record: Mapping[str, object]) -> set[str]:
    """Every label that a scene's record bears out; its ground is a landscape of that name."""
    concepts: Sequence[str] = record["concepts"]  # type: ignore[assignment]
    attire: Sequence[str] = record["attire"]  # type: ignore[assignment]
    return {*concepts, *attire, str(record["ground"])}
