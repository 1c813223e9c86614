"""Ask the probe which concepts pictures show; onnxruntime, no torch needed for the answer."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from training.places import PROBE
from training.texts import TrainingError


class Probe:
    """The exported probe. `concepts` names the columns of what `probabilities` returns."""

    def __init__(self, folder: Path = PROBE) -> None:
        if not (folder / "probe.onnx").is_file():
            raise TrainingError("probe_missing", folder=folder)
        self.card = json.loads((folder / "probe.json").read_text(encoding="utf-8"))
        self.concepts: tuple[str, ...] = tuple(self.card["concepts"])
        self._session = onnxruntime.InferenceSession(
            folder / "probe.onnx", providers=["CPUExecutionProvider"]
        )

    def probabilities(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, 128, 128, 3) uint8 to (N, K) probabilities; labels are not exclusive."""
        batch = pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255
        logits = self._session.run(["logits"], {"pictures": batch})[0]
        result: NDArray[np.float32] = 1 / (1 + np.exp(-logits))
        return result

    def top(self, pictures: NDArray[np.uint8]) -> list[str]:
        """The most likely concept of each picture."""
        return [self.concepts[index] for index in self.probabilities(pictures).argmax(1)]


def read_pictures(place: Path) -> tuple[list[Path], NDArray[np.uint8]]:
    """One picture or a folder of them, resized to 128 px. Raises TrainingError naming the file."""
    kinds = {".png", ".jpg", ".jpeg", ".webp"}
    files = (
        sorted(p for p in place.iterdir() if p.suffix.lower() in kinds)
        if place.is_dir()
        else [place]
    )
    if not files or not all(file.is_file() for file in files):
        raise TrainingError("pictures_missing", file=place)
    pictures = []
    for file in files:
        try:
            with Image.open(file) as image:
                small = image.convert("RGB").resize((128, 128), Image.Resampling.BOX)
        except (OSError, UnidentifiedImageError) as error:
            raise TrainingError("dataset_unreadable", file=file, reason=error) from error
        pictures.append(np.asarray(small))
    return files, np.stack(pictures)
