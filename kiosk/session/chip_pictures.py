"""The small pictures on the chips, as files: one folder for each bundle that painted some."""

import io
import logging
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PIL import Image

from kiosk import files, paths
from kiosk.prompts import lexicon

SIDE: Final = 128
"""Pixels."""

# Subjects fill the middle of a picture: the outer tenth is sky and grass, too much for a stamp.
_CLOSE: Final = 0.8
# Bundles whose pictures are kept; going back to one of them costs no painting.
_KEPT: Final = 4
_FLAT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}")
_log = logging.getLogger(__name__)


class ChipPictures:
    """The pictures of one bundle. `bundle` is its name, release and digest, as one word."""

    def __init__(self, bundle: str) -> None:
        if not _FLAT.fullmatch(bundle):
            raise ValueError(f"bundle {bundle!r}")
        self.bundle = bundle
        self._folder = paths.cache_dir() / "chips" / bundle

    def present(self) -> Mapping[str, Path]:
        """By chip, the pictures that can be read. One that cannot is removed, to be painted anew.

        Raises OSError.
        """
        found = {chip.id: self._file(chip.id) for chip in lexicon.chips()}
        return {name: file for name, file in found.items() if _whole(file)}

    def missing(self, present: Mapping[str, Path]) -> tuple[lexicon.Chip, ...]:
        """The chips that visitors are offered and that have no picture, in screen order."""
        return tuple(
            chip for chip in lexicon.chips() if chip.embedded and chip.id not in present
        )

    def keep(self, chip: lexicon.Chip, png: bytes) -> Path:
        """Write a painted scene as the picture of `chip`, SIDE pixels wide.

        Raises OSError, also where the picture cannot be read.
        """
        data = io.BytesIO()
        with Image.open(io.BytesIO(png)) as scene:
            whole = scene.convert("RGB")
        shown = _close(whole) if chip.category == "who" else whole
        shown.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(data, "PNG")
        file = self._file(chip.id)
        files.write_atomically(file, data.getvalue())
        return file

    def prune(self) -> None:
        """Remove the folders of bundles that were not painted with for longest. Raises OSError."""
        above = self._folder.parent
        if above.is_dir():
            folders = sorted(above.iterdir(), key=lambda folder: folder.stat().st_mtime)
            for old in folders[: -_KEPT or None]:
                if old != self._folder:
                    shutil.rmtree(old)

    def _file(self, chip: str) -> Path:
        return self._folder / f"{chip}.png"


def _whole(file: Path) -> bool:
    try:
        with Image.open(file) as image:
            image.load()
    except FileNotFoundError:
        return False
    except (OSError, SyntaxError) as broken:
        _log.warning("chip picture %s: %s; it will be painted again", file.name, broken)
        file.unlink(missing_ok=True)
        return False
    return True


def _close(scene: Image.Image) -> Image.Image:
    """The middle of a scene, and down to its ground."""
    width, height = scene.size
    side = (1 - _CLOSE) / 2
    return scene.crop(
        (round(width * side), round(height * 2 * side * 0.9), round(width * (1 - side)),
         round(height * (1 - 0.2 * side)))
    )  # fmt: skip
