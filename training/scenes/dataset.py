"""Paint a dataset folder for one concept: PNG pictures with a .txt caption beside each."""

from pathlib import Path

import numpy as np
from PIL import Image

from training.scenes.captions import caption
from training.scenes.concepts import CONCEPTS
from training.scenes.painter import paint_small
from training.scenes.scene import compose
from training.texts import TrainingError


def paint_dataset(concept: str, out: Path, *, count: int, size: int, first_seed: int) -> None:
    """Write `count` scenes with `concept` alone and their captions into `out`."""
    if concept not in CONCEPTS:
        raise TrainingError("concept_unknown", name=concept, known=", ".join(CONCEPTS))
    out.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        scene = compose(first_seed + index, main=concept, company=0)
        name = f"{concept}-{index:03d}"
        Image.fromarray(paint_small(scene, size)).save(out / f"{name}.png")
        text = caption(scene, np.random.default_rng((first_seed + index, 1)))
        (out / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
