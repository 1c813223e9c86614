"""A dataset folder: pictures with a .txt caption beside each. Read only, never changed."""

import hashlib
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from training.texts import TrainingError

_KINDS = frozenset({".png", ".jpg", ".jpeg", ".webp"})


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One picture (size, size, 3) uint8 with its caption; `sha256` of the file as it lies there."""

    file: Path
    caption: str
    sha256: str
    picture: NDArray[np.uint8]


def read_dataset(folder: Path, size: int, trigger: str | None) -> list[Example]:
    """Read every picture and caption of `folder`, upright and cropped to a square of `size`.

    Raises TrainingError naming the file that has no caption or cannot be read, or where no
    caption holds `trigger`.
    """
    files = sorted(p for p in folder.glob("*") if p.suffix.lower() in _KINDS)
    if not files:
        raise TrainingError("dataset_missing", folder=folder)
    examples = [_read(file, size) for file in files]
    if trigger and not any(trigger.casefold() in e.caption.casefold() for e in examples):
        raise TrainingError("dataset_trigger", folder=folder, trigger=trigger)
    return examples


def digest(examples: list[Example]) -> str:
    """sha256 over the examples' hashes and captions: what an adapter says it was taught with."""
    total = hashlib.sha256()
    for example in examples:
        total.update(f"{example.sha256} {example.caption}\n".encode())
    return total.hexdigest()


def _read(file: Path, size: int) -> Example:
    captions = file.with_suffix(".txt")
    if not captions.is_file():
        raise TrainingError("dataset_caption", file=file, caption=captions.name)
    try:
        data = file.read_bytes()
        with Image.open(file) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            square = ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS)
    except (OSError, UnidentifiedImageError) as error:
        raise TrainingError("dataset_unreadable", file=file, reason=error) from error
    return Example(
        file=file,
        caption=captions.read_text(encoding="utf-8").strip(),
        sha256=hashlib.sha256(data).hexdigest(),
        picture=np.asarray(square),
    )
