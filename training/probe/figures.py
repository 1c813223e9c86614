"""How good the probe is, from its logits on scenes it never saw; numpy alone.

Most labels are absent from most pictures, so accuracy flatters whoever always answers "no".
Recall, precision and balanced accuracy (the mean of recall and its like for "no") do not.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from training.scenes.concepts import CONCEPTS, GROUNDS
from training.scenes.labels import AXES, LABELS, slices

SUBJECTS: tuple[str, ...] = tuple(name for name in CONCEPTS if name not in GROUNDS)
_SUBJECTS = np.array([LABELS.index(name) for name in SUBJECTS])
_GROUNDS = np.array([LABELS.index(name) for name in GROUNDS])


def figures(
    logits: NDArray[np.float32], wanted: Mapping[str, NDArray[np.float32]]
) -> dict[str, float | str]:
    """Of logits (N, ANSWERS) and the N scenes' labels.targets(): shares, and the worst label.

    A label that none of the scenes shows counts in mean_accuracy alone.
    """
    labels = wanted["labels"] > 0
    return {
        **_of_labels(logits[:, slices()["labels"]] > 0, labels),
        "top1_single": _top(logits, labels, _SUBJECTS),
        "top1_landscape": _top(logits, labels, _GROUNDS),
        **_of_axes(logits, wanted),
    }


def _of_labels(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> dict[str, float | str]:
    accuracy = (said == true).mean(0)
    met = np.flatnonzero(true.any(0) & ~true.all(0))
    said, true = said[:, met], true[:, met]
    right = (said & true).sum(0)
    recall = right / true.sum(0)
    spared = (~said & ~true).sum(0) / (~true).sum(0)
    balanced = (recall + spared) / 2
    worst = int(balanced.argmin())
    return {
        "mean_accuracy": float(accuracy.mean()),
        "worst_accuracy": float(accuracy.min()),
        "mean_recall": float(recall.mean()),
        # A label never said although it was there has no precision to boast of: 0.
        "mean_precision": float((right / np.maximum(said.sum(0), 1)).mean()),
        "mean_balanced_accuracy": float(balanced.mean()),
        "worst_label": LABELS[met[worst]],
        "worst_balanced_accuracy": float(balanced[worst]),
    }


def _top(logits: NDArray[np.float32], labels: NDArray[np.bool_], among: NDArray[np.int64]) -> float:
    """Share of the scenes with exactly one of these labels whose likeliest of them is that one."""
    single = labels[:, among].sum(1) == 1
    said = logits[:, slices()["labels"]][:, among].argmax(1)
    return _share((said == labels[:, among].argmax(1))[single])


def _of_axes(
    logits: NDArray[np.float32], wanted: Mapping[str, NDArray[np.float32]]
) -> dict[str, float | str]:
    right = {
        axis: logits[:, slices()[axis]].argmax(1) == wanted[axis].astype(np.int64) for axis in AXES
    }
    # Most scenes show one of a kind: of 1, 2 and 3 each counts a third, so that "1" earns no more.
    by_count = [right["count"][wanted["count"] == index] for index in range(3)]
    return {
        **{f"{axis}_accuracy": _share(right[axis]) for axis in AXES},
        "count_accuracy_1_to_3": float(np.mean([_share(hits) for hits in by_count if hits.size])),
        "count_accuracy_groups": _share(right["count"][wanted["count"] > 0]),
    }


def _share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if hits.size else 0.0
