"""Example archives: scenes as a museum's photographs lie in a folder, with what goes wrong there.

Mixed sizes and file kinds, some lying on their side, a copy under another name, one scanned twice,
rights missing, a permission that has run out. `catalogo.csv` describes them as staff would.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from training.catalogue.rows import COLUMNS, Kind
from training.catalogue.rows import NAME as CATALOGUE
from training.files import write_atomically
from training.scenes.captions import caption
from training.scenes.concepts import CONCEPTS
from training.scenes.painter import paint
from training.scenes.scene import Scene, box, compose
from training.texts import TrainingError

_FREE = "https://creativecommons.org/licenses/by/4.0/"
_PUBLIC = "https://creativecommons.org/publicdomain/mark/1.0/"
_SIDE = 640
# Width over height, as cameras and scanners give them; the last are cards and contact prints.
_SHAPES = (3 / 2, 4 / 3, 2 / 3, 3 / 4, 1.0, 1.0)
_KINDS = (".jpg", ".jpg", ".png", ".tif", ".jpg", ".jpg")
_ALIKE = 3  # views of one subject: the same seed's look, ground and sky, other poses
_SIDEWAYS = 6  # EXIF's orientation of a camera held upright


def paint_archive(
    concept: str, out: Path, *, kind: Kind, count: int, first_seed: int, mended: bool
) -> None:
    """Write `count` pictures and their catalogue into `out`.

    mended: as staff leave it once the report was read: what has no rights is not trained on.
    Raises TrainingError for a concept that the painter does not know.
    """
    if concept not in CONCEPTS:
        raise TrainingError("concept_unknown", name=concept, known=", ".join(CONCEPTS))
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        _photograph(concept, out, kind, number, first_seed + number) for number in range(count)
    ]
    lines += _copies(out, lines)
    for number, line in enumerate(lines):
        _spoil(line, number, mended=mended)
    write_atomically(out / CATALOGUE, _table(lines))


def _photograph(concept: str, out: Path, kind: Kind, number: int, seed: int) -> dict[str, str]:
    scene = compose(seed, main=concept, company=0, count=1)
    shape = _SHAPES[number % len(_SHAPES)]
    name = f"{concept}_{number:03d}{_KINDS[number % len(_KINDS)]}"
    image = Image.fromarray(_cut(paint(scene, _SIDE), scene, shape))
    _save(image, out / name, sideways=number % 11 == 5)
    return {
        "file": name,
        "accession": f"MP-{1900 + number}",
        "source": "scene painter",
        "rights": _PUBLIC if number % 4 else _FREE,
        "holder": "Museu do Pampa (exemplo)",
        "may_train": "sim",
        "may_publish": "sim",
        "sensitivity": "none",
        "kind": kind.value,
        "subject": f"{concept}-{number // _ALIKE:02d}",
        "caption": caption(scene, np.random.default_rng((seed, 1))),
        "caption_origin": "scene painter",
    }


def _cut(picture: NDArray[np.uint8], scene: Scene, shape: float) -> NDArray[np.uint8]:
    """The largest part of that shape that leaves the subject whole, as far as it can."""
    side = len(picture)
    width, height = (side, round(side / shape)) if shape >= 1 else (round(side * shape), side)
    x0, y0, x1, y1 = (round(side * edge) for edge in box(scene.placements[0]))
    left = min(max((x0 + x1 - width) // 2, 0), side - width)
    top = min(max((y0 + y1 - height) // 2, 0), side - height)
    return picture[top : top + height, left : left + width]


def _save(image: Image.Image, file: Path, *, sideways: bool) -> None:
    if file.suffix == ".jpg" and sideways:
        exif = Image.Exif()
        exif[0x0112] = _SIDEWAYS
        image.rotate(90, expand=True).save(file, quality=92, exif=exif)
    elif file.suffix == ".jpg":
        image.save(file, quality=92)
    else:
        image.save(file)


def _copies(out: Path, lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """A picture under a second name, and one scanned again a little darker."""
    first, second = lines[0], lines[1]
    twin = f"copia_de_{first['file']}"
    write_atomically(out / twin, (out / first["file"]).read_bytes())
    scan = f"digitalizacao_{Path(second['file']).stem}.png"
    with Image.open(out / second["file"]) as image:
        ImageEnhance.Brightness(image.convert("RGB")).enhance(0.9).save(out / scan)
    return [{**first, "file": twin}, {**second, "file": scan}]


def _spoil(line: dict[str, str], number: int, *, mended: bool) -> None:
    faults: Mapping[int, dict[str, str]] = {
        4: {"rights": "", "holder": ""},
        9: {"rights": "http://rightsstatements.org/vocab/CNE/1.0/"},
        13: {"expires": "2019-12-31"},
    }
    if number in faults:
        line.update(faults[number])
        if mended:
            line["may_train"] = "não"


def _table(lines: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(lines)
    return text.getvalue().encode("utf-8-sig")
