"""Ask the probe what pictures show; onnxruntime, no torch needed for the answer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from training.places import PROBE
from training.probe.figures import SUBJECTS
from training.probe.pictures import reduced
from training.scenes.concepts import GROUNDS
from training.texts import TrainingError

_AT_ONCE = 64
_READ = 256  # px: what the base paints
_KINDS = frozenset({".png", ".jpg", ".jpeg", ".webp"})


class Card(msgspec.Struct, frozen=True):
    """probe.json: what the columns of the answer mean, how it measured, which file it describes."""

    labels: tuple[str, ...]
    axes: dict[str, tuple[str, ...]]
    input: str
    outputs: dict[str, str]
    trained_on: str
    figures: dict[str, float | str]
    recipe: dict[str, object]
    sha256: str


class Seen(msgspec.Struct, frozen=True):
    """What N pictures show. labels: float32 (N, L), each a probability of its own;
    axes: per axis float32 (N, K), rows summing to 1; embeddings: float32 (N, E), rows of length 1.
    """

    labels: NDArray[np.float32]
    axes: Mapping[str, NDArray[np.float32]]
    embeddings: NDArray[np.float32]


class Likeliest(msgspec.Struct, frozen=True):
    """The value of an axis that most likely holds, and its probability."""

    value: str
    p: float


class Told(msgspec.Struct, frozen=True):
    """One picture in words. top: the likeliest subject, or the likeliest landscape where no
    subject reaches one half; concepts: every label's probability, the likeliest first."""

    top: str
    concepts: dict[str, float]
    sky: Likeliest
    look: Likeliest
    count: Likeliest


class Probe:
    """The exported probe: `labels` and `axes` name the columns of what `look` returns.

    Raises TrainingError where `folder` holds no probe, or one of an earlier kind.
    """

    def __init__(self, folder: Path = PROBE) -> None:
        try:
            self.card = msgspec.json.decode((folder / "probe.json").read_bytes(), type=Card)
            self._session = onnxruntime.InferenceSession(
                (folder / "probe.onnx").read_bytes(), providers=["CPUExecutionProvider"]
            )
        except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError) as error:
            raise TrainingError("probe_missing", folder=folder) from error
        self.labels: tuple[str, ...] = self.card.labels
        self.axes: Mapping[str, tuple[str, ...]] = MappingProxyType(self.card.axes)

    def look(self, pictures: NDArray[np.uint8]) -> Seen:
        """Pictures (N, H, W, 3) uint8, squares of any size, reduced to 128 px first."""
        parts = [
            self._answer(reduced(pictures[start : start + _AT_ONCE]))
            for start in range(0, max(len(pictures), 1), _AT_ONCE)
        ]
        logits = np.concatenate([part[0] for part in parts])
        embeddings = np.concatenate([part[1] for part in parts])
        axes, at = {}, len(self.labels)
        for axis, values in self.axes.items():
            axes[axis] = _softmax(logits[:, at : at + len(values)])
            at += len(values)
        length = np.linalg.norm(embeddings, axis=1, keepdims=True)
        return Seen(
            labels=_sigmoid(logits[:, : len(self.labels)]),
            axes=axes,
            embeddings=embeddings / np.maximum(length, 1e-12),
        )

    def top(self, pictures: NDArray[np.uint8], among: Sequence[str]) -> list[str]:
        """The most likely of the labels `among` for each picture.

        Every scene has a landscape: to name a subject, ask among subjects alone.
        """
        columns = [self.labels.index(name) for name in among]
        return [among[int(best)] for best in self.look(pictures).labels[:, columns].argmax(1)]

    def _answer(self, pictures: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        batch = pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255
        answer: list[NDArray[np.float32]] = self._session.run(
            ["logits", "embedding"], {"pictures": batch}
        )
        return answer


def told(probe: Probe, pictures: NDArray[np.uint8]) -> list[Told]:
    """The answer about each picture in words."""
    seen = probe.look(pictures)
    answers = []
    for index, row in enumerate(seen.labels):
        likely = dict(zip(probe.labels, (round(float(p), 4) for p in row), strict=True))
        subject = max(SUBJECTS, key=lambda name: likely[name])
        ground = max(GROUNDS, key=lambda name: likely[name])
        axes = {}
        for axis, values in probe.axes.items():
            best = int(seen.axes[axis][index].argmax())
            axes[axis] = Likeliest(values[best], round(float(seen.axes[axis][index, best]), 4))
        answers.append(
            Told(
                top=subject if likely[subject] >= 0.5 else ground,
                concepts=dict(sorted(likely.items(), key=lambda pair: -pair[1])),
                **axes,
            )
        )
    return answers


def read_pictures(place: Path) -> tuple[list[Path], NDArray[np.uint8]]:
    """One picture or a folder of them, (N, 256, 256, 3). Raises TrainingError naming the file."""
    files = (
        sorted(file for file in place.iterdir() if file.suffix.lower() in _KINDS)
        if place.is_dir()
        else [place]
    )
    if not files or not all(file.is_file() for file in files):
        raise TrainingError("pictures_missing", file=place)
    pictures = []
    for file in files:
        try:
            with Image.open(file) as image:
                square = image.convert("RGB").resize((_READ, _READ), Image.Resampling.BOX)
        except (OSError, UnidentifiedImageError) as error:
            raise TrainingError("dataset_unreadable", file=file, reason=error) from error
        pictures.append(np.asarray(square))
    return files, np.stack(pictures)


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    # By way of tanh, which overflows for no logit.
    result: NDArray[np.float32] = 0.5 * (1 + np.tanh(0.5 * x))
    return result


def _softmax(x: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(x - x.max(1, keepdims=True))
    result: NDArray[np.float32] = powers / powers.sum(1, keepdims=True)
    return result
