"""A dataset: what `heritage-train prepare` found usable, or a plain folder of pictures with a .txt
caption beside each. Read only, never changed.
"""

import hashlib
import io
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from training.catalogue.photographs import as_rgb
from training.catalogue.prepared import NAME, read_prepared
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

    Of a prepared set those to learn from. Raises TrainingError naming the file that has no
    caption, cannot be read or is no longer the one prepared, or where no caption holds `trigger`.
    """
    if (folder / NAME).is_file():
        examples = _prepared(folder, size)
    else:
        files = sorted(p for p in folder.glob("*") if p.suffix.lower() in _KINDS)
        examples = [_read(file, _caption(file), size) for file in files]
    if not examples:
        raise TrainingError("dataset_missing", folder=folder)
    if trigger and not any(trigger.casefold() in e.caption.casefold() for e in examples):
        raise TrainingError("dataset_trigger", folder=folder, trigger=trigger)
    return examples


def digest(examples: list[Example]) -> str:
    """sha256 over the examples' hashes and captions: what an adapter says it was taught with."""
    total = hashlib.sha256()
    for example in examples:
        total.update(f"{example.sha256} {example.caption}\n".encode())
    return total.hexdigest()


def _prepared(folder: Path, size: int) -> list[Example]:
    found = read_prepared(folder)
    examples = []
    for picture in found.side(held_out=False):
        example = _read(Path(found.sources) / picture.file, picture.caption, size)
        if example.sha256 != picture.sha256:
            raise TrainingError("dataset_changed", file=example.file, folder=folder)
        examples.append(example)
    return examples


def _caption(file: Path) -> str:
    captions = file.with_suffix(".txt")
    if not captions.is_file():
        raise TrainingError("dataset_caption", file=file, caption=captions.name)
    return captions.read_text(encoding="utf-8").strip()


def _read(file: Path, caption: str, size: int) -> Example:
    try:
        data = file.read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            upright = as_rgb(ImageOps.exif_transpose(image))
            square = ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS)
    except (OSError, UnidentifiedImageError) as error:
        raise TrainingError("dataset_unreadable", file=file, reason=error) from error
    return Example(
        file=file,
        caption=caption,
        sha256=hashlib.sha256(data).hexdigest(),
        picture=np.asarray(square),
    )
