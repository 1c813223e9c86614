"""A picture file as it lies there: its facts, its fingerprint, a thumbnail. Only ever read."""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"})
# FILE.mask.png beside FILE says which places of it count; it is no picture of its own.
MASK = ".mask.png"
MOST_PIXELS = 150_000_000  # 450 MB as RGB; more is refused before it is unpacked
_THUMBNAIL = 320
_ORIENTATION = 0x0112
# The eight slowest waves of an orthonormal cosine transform (DCT-II) over 32 places.
_WAVES: NDArray[np.float64] = np.cos(np.pi / 64 * np.outer(np.arange(8), 2 * np.arange(32) + 1)) / 4


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What was read off one file. Sizes in pixels, upright; `fault` where it cannot be read.

    fingerprint: 64-bit perceptual hash, 0 where the file cannot be read. plain: next to no
    differences in it at all, so that its fingerprint means nothing.
    """

    sha256: str
    width: int = 0
    height: int = 0
    mode: str = ""
    turned: bool = False
    fingerprint: int = 0
    plain: bool = False
    fault: str = ""
    too_large: bool = False

    @property
    def readable(self) -> bool:
        """Could the whole picture be read?"""
        return not self.fault and not self.too_large


class Inspected(msgspec.Struct, frozen=True):
    """A file's facts and its thumbnail as JPEG, empty where there is none."""

    facts: Facts
    thumbnail: bytes


def inspect(file: Path) -> Inspected:
    """Read `file` once. Raises OSError only where the file itself cannot be opened."""
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        with warnings.catch_warnings(), _own_limit():
            warnings.simplefilter("ignore")  # of odd metadata
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    facts = Facts(sha256=digest, width=width, height=height, too_large=True)
                    return Inspected(facts, b"")
                turned = image.getexif().get(_ORIENTATION, 1) != 1
                mode = image.mode
                upright = as_rgb(ImageOps.exif_transpose(image))
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, MemoryError) as error:
        reason = str(error) or type(error).__name__
        return Inspected(Facts(sha256=digest, fault=_without_addresses(reason)), b"")
    mark, plain = fingerprint(upright)
    facts = Facts(
        sha256=digest, width=upright.width, height=upright.height, mode=mode, turned=turned,
        fingerprint=mark, plain=plain,
    )  # fmt: skip
    return Inspected(facts, _thumbnail(upright))


def as_rgb(image: Image.Image) -> Image.Image:
    """Any mode as 8-bit RGB: deep grey is scaled, not clipped; clear places become white."""
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, np.float64)
        # 16-bit files come as mode I too; their values tell which depth they have.
        top = 255.0 if values.max(initial=0) <= 255 else 65535.0
        grey = (values.clip(0, top) * (255 / top)).round().astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, clear).convert("RGB")
    return image.convert("RGB")


def fingerprint(image: Image.Image) -> tuple[int, bool]:
    """The 64-bit pHash of a picture, and whether it is too plain for one.

    Signs of the 8 x 8 lowest frequencies against their median (Zauner 2010, section 3.2.1).
    """
    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.BOX), np.float64)
    low: NDArray[np.float64] = (_WAVES @ grey @ _WAVES.T).ravel()
    low[0] = 0  # the mean brightness says nothing of what is shown
    bits = low > np.median(low)
    mark = int.from_bytes(np.packbits(bits).tobytes(), "big")
    return mark, bool(np.abs(low).max() < 8)


@contextmanager
def _own_limit() -> Iterator[None]:
    """Let Pillow read the header of any size: we refuse by MOST_PIXELS, and say how large it is."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BOX)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def _without_addresses(reason: str) -> str:
    """Pillow names the buffer it read from; nobody is helped by its address in memory."""
    return reason.split(" <", 1)[0].split(" in <", 1)[0]
