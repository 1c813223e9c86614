"""Helpers: lines of a catalogue, the catalogue as a file, pictures like no other."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from training.catalogue.rows import COLUMNS

FREE = "https://creativecommons.org/licenses/by/4.0/"
ASK = "http://rightsstatements.org/vocab/InC/1.0/"

def line(file: str, **cells: str) -> dict[str, str]:
    """A catalogue line that has nothing wrong with it, but for `cells`."""
    return {
        "file": file, "rights": FREE, "may_train": "sim", "kind": "species",
        "subject": file.split("/")[-1], "caption": f"um bicho do campo, foto de {file[:-4]}",
        "caption_origin": "acervo", **cells,
    }  # fmt: skip


def write_catalogue(folder: Path, lines: list[dict[str, str]], *, delimiter: str = ",") -> Path:
    """catalogo.csv of these lines, as a spreadsheet writes it."""
    file = folder / "catalogo.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        table = csv.DictWriter(text, COLUMNS, restval="", delimiter=delimiter)
        table.writeheader()
        table.writerows(lines)
    return file


def noise(seed: int, side: int = 64) -> Image.Image:
    """A picture like no other."""
    values = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(values).resize((side, side), Image.Resampling.BICUBIC)
