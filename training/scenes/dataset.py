"""Paint a dataset folder for one concept: PNG pictures with a .txt caption beside each."""

from pathlib import Path

import numpy as np
from PIL import Image

from training.scenes.captions import caption
from training.scenes.concepts import CONCEPTS
from training.scenes.painter import paint
from training.scenes.scene import compose
from training.texts import TrainingError


def paint_dataset(concept: str, out: Path, *, count: int, size: int, first_seed: int) -> None:
    """Write `count` scenes with `concept` alone and their captions into `out`."""
    if concept not in CONCEPTS:
        raise TrainingError("concept_unknown", name=concept, known=", ".join(CONCEPTS))
    out.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        scene = compose(first_seed + index, concepts=(concept,), main=concept, company=False)
        large = Image.fromarray(paint(scene, size * 2))
        name = f"{concept}-{index:03d}"
        large.resize((size, size), Image.Resampling.BOX).save(out / f"{name}.png")
        text = caption(scene, np.random.default_rng((first_seed + index, 1)))
        (out / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
