"""Shares of pictures that show what was asked, from what the probe saw in them; numpy alone."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.probe.figures import SUBJECTS
from training.scenes.concepts import GROUNDS

HALF = 0.5  # a label is in the picture where its probability is above


def rivals(concept: str) -> tuple[str, ...]:
    """Among which a concept has to be the likeliest: every scene has a landscape."""
    return GROUNDS if concept in GROUNDS else SUBJECTS


def top_hits(
    probabilities: NDArray[np.float32], labels: Sequence[str], wanted: Sequence[str]
) -> NDArray[np.bool_]:
    """(N, L) probabilities: is the wanted concept of each row likelier than all its rivals?"""
    hits = np.zeros(len(wanted), bool)
    for row, name in enumerate(wanted):
        among = rivals(name)
        chances = probabilities[row, [labels.index(rival) for rival in among]]
        hits[row] = among[int(chances.argmax())] == name
    return hits


def found(
    probabilities: NDArray[np.float32], labels: Sequence[str], wanted: Sequence[Sequence[str]]
) -> NDArray[np.bool_]:
    """(N, L) probabilities: does each row show every one of its wanted labels?"""
    return np.array(
        [
            all(probabilities[row, labels.index(name)] > HALF for name in names)
            for row, names in enumerate(wanted)
        ],
        bool,
    )


def axis_hits(
    probabilities: NDArray[np.float32], values: Sequence[str], wanted: Sequence[str]
) -> NDArray[np.bool_]:
    """(N, K) probabilities of an axis: is each row's likeliest value the wanted one?"""
    right: NDArray[np.bool_] = probabilities.argmax(1) == [values.index(name) for name in wanted]
    return right


def shares(hits: NDArray[np.bool_], wanted: Sequence[str]) -> dict[str, float]:
    """Share of hits of each wanted thing, in the order they were first asked for."""
    names = np.array(wanted)
    return {name: float(hits[names == name].mean()) for name in dict.fromkeys(wanted)}


def mean_share(each: Mapping[str, float]) -> float:
    """Every thing counts alike, however often it was asked for."""
    return float(np.mean(list(each.values())))
