"""A gallery in a folder of its own, with a day that the test sets."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery

ROOMY = Limits(quota_bytes=10_000_000, floor_bytes=0, retention_days=90)


def png(shade: int = 90, side: int = 24) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (side, side), (shade % 256, shade // 256, 40)).save(data, "PNG")
    return data.getvalue()


class Museum:
    """Opens the gallery again and again. `day` is today."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures = folder / "pictures"
        self.day = date(2026, 12, 1)
        self._opened = ExitStack()

    def open(self, limits: Limits = ROOMY) -> Gallery:
        self._opened.close()
        gallery = Gallery(self.folder, limits, lambda: self.day)
        self._opened.callback(gallery.close)
        return gallery

    def close(self) -> None:
        self._opened.close()

    def names(self) -> set[str]:
        return {file.name for file in self.pictures.iterdir()}

    def says(self, text: str) -> list[str]:
        """The files in which `text` stands."""
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        return [file.name for file in files if text.encode() in file.read_bytes()]


@pytest.fixture
def museum(tmp_path: Path) -> Iterator[Museum]:
    made = Museum(tmp_path / "gallery")
    yield made
    made.close()


@pytest.fixture
def picture() -> Callable[..., bytes]:
    return png
