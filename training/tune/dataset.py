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

from training.catalogue.photographs import MASK, as_rgb
from training.catalogue.prepared import NAME, read_prepared
from training.files import sha256_of
from training.texts import TrainingError
from training.tune.buckets import Size

_KINDS = frozenset({".png", ".jpg", ".jpeg", ".webp"})
# Of a plain folder, which names no subjects, every so many pictures are measured on.
_HELD_OUT = 8


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One picture, not yet unpacked: its caption and sizes, upright, in pixels.

    sha256: of the file as it lies there, and of its mask's file or empty.
    """

    file: Path
    caption: str
    sha256: str
    width: int
    height: int
    held_out: bool = False
    mask_sha256: str = ""

    @property
    def mask(self) -> Path:
        """Where its mask lies, if it has one."""
        return self.file.with_name(self.file.stem + MASK)


def read_dataset(folder: Path, trigger: str | None) -> list[Example]:
    """Every picture and caption of `folder`, those held out among them.

    Raises TrainingError naming the file that has no caption, cannot be read or is no longer the
    one prepared, or where no caption holds `trigger`.
    """
    prepared = (folder / NAME).is_file()
    examples = _prepared(folder) if prepared else _plain(folder)
    if not any(not e.held_out for e in examples):
        raise TrainingError("dataset_missing", folder=folder)
    if trigger and not any(trigger.casefold() in e.caption.casefold() for e in examples):
        raise TrainingError("dataset_trigger", folder=folder, trigger=trigger)
    return examples


def digest(examples: list[Example]) -> str:
    """sha256 over what is learnt from: what an adapter says it was taught with."""
    total = hashlib.sha256()
    for example in examples:
        if not example.held_out:
            total.update(f"{example.sha256} {example.mask_sha256} {example.caption}\n".encode())
    return total.hexdigest()


def picture(example: Example, size: Size) -> NDArray[np.uint8]:
    """The picture upright, scaled to cover `size` and cut to it evenly: (height, width, 3)."""
    with _opened(example.file) as image:
        upright = as_rgb(ImageOps.exif_transpose(image))
        return np.asarray(ImageOps.fit(upright, size, Image.Resampling.LANCZOS))


def mask(example: Example, size: Size) -> NDArray[np.float32] | None:
    """The mask cut as the picture is, 0 to 1, (height, width); None where there is none."""
    if not example.mask_sha256:
        return None
    with _opened(example.mask) as image:
        grey = ImageOps.exif_transpose(image).convert("L")
        if grey.size != (example.width, example.height):
            grey = grey.resize((example.width, example.height), Image.Resampling.BILINEAR)
        cut = np.asarray(ImageOps.fit(grey, size, Image.Resampling.BOX), np.float32)
        return cut / np.float32(255)


def _plain(folder: Path) -> list[Example]:
    files = sorted(
        p for p in folder.glob("*") if p.suffix.lower() in _KINDS and not p.name.endswith(MASK)
    )
    many = len(files) >= 2 * _HELD_OUT
    return [
        _read(file, _caption(file), held_out=many and number % _HELD_OUT == _HELD_OUT - 1)
        for number, file in enumerate(files)
    ]


def _prepared(folder: Path) -> list[Example]:
    found = read_prepared(folder)
    examples = []
    for one in found.pictures:
        example = _read(Path(found.sources) / one.file, one.caption, held_out=one.held_out)
        if example.sha256 != one.sha256:
            raise TrainingError("dataset_changed", file=example.file, folder=folder)
        examples.append(example)
    return examples


def _caption(file: Path) -> str:
    captions = file.with_suffix(".txt")
    if not captions.is_file():
        raise TrainingError("dataset_caption", file=file, caption=captions.name)
    return captions.read_text(encoding="utf-8").strip()


def _read(file: Path, caption: str, *, held_out: bool) -> Example:
    with _opened(file) as image:
        width, height = ImageOps.exif_transpose(image).size
    beside = file.with_name(file.stem + MASK)
    return Example(
        file=file, caption=caption, sha256=sha256_of(file), width=width, height=height,
        held_out=held_out, mask_sha256=sha256_of(beside) if beside.is_file() else "",
    )  # fmt: skip


def _opened(file: Path) -> Image.Image:
    """The picture, unpacked. Raises TrainingError where it cannot be."""
    try:
        image = Image.open(io.BytesIO(file.read_bytes()))
        image.load()
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise TrainingError("dataset_unreadable", file=file, reason=error) from error
    return image
