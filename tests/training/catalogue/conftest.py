"""A small archive as a museum's folder lies: pictures of several subjects and their catalogue."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.training.catalogue.archive import line
from training.scenes.painter import paint_small
from training.scenes.scene import compose


@pytest.fixture(scope="session")
def scenes() -> list[Image.Image]:
    """Sixteen painted scenes that differ, 256 px."""
    mains = ("boi", "umbu", "ema", "galpao", "prenda", "cavalo", "capivara", "araucaria")
    return [
        Image.fromarray(paint_small(compose(40 + n, main=mains[n % 8], company=0), 256))
        for n in range(16)
    ]


Lines = list[dict[str, str]]


@pytest.fixture
def archive(tmp_path: Path, scenes: list[Image.Image]) -> Callable[[], tuple[Path, Lines]]:
    """A folder of sixteen sound pictures in subfolders, and the lines of its catalogue."""

    def make() -> tuple[Path, Lines]:
        folder = tmp_path / "acervo"
        lines = []
        for number, scene in enumerate(scenes):
            name = f"caixa-{number % 3}/foto {number:02d}.{'jpg' if number % 2 else 'png'}"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            scene.resize((640 + 16 * number, 600)).save(folder / name)
            lines.append(line(name, subject=f"tombo {number // 2}"))
        return folder, lines

    return make
