"""A contact sheet of the drawings, for the experts and communities who have to approve them."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rich.progress import track

from training.places import ASSETS
from training.scenes.concepts import CONCEPTS
from training.scenes.looks import LOOKS
from training.scenes.painter import paint
from training.scenes.scene import compose

_EACH = 4  # variants a concept, the looks in turn
_SIZE = 192
_ACROSS = 3  # concepts a row
_NAME = 22


def write_sheet(out: Path) -> None:
    """Every concept with the next four seeds, its canonical name above; one PNG."""
    high = _SIZE + _NAME
    rows = -(-len(CONCEPTS) // _ACROSS)
    sheet = Image.new("RGB", (_ACROSS * _EACH * _SIZE, rows * high), (24, 22, 20))
    pen = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(ASSETS / "fonts" / "Cabin-Medium.otf"), 15)
    for index, concept in enumerate(track(CONCEPTS.values(), description="folha")):
        y, x = divmod(index, _ACROSS)
        left, top = x * _EACH * _SIZE, y * high
        pen.text((left + 6, top + 4), concept.names[0], fill=(240, 232, 214), font=face)
        for variant in range(_EACH):
            look = (*LOOKS, "naif")[variant]
            scene = compose(_EACH * index + variant, main=concept.id, company=0, look=look)
            large = Image.fromarray(np.ascontiguousarray(paint(scene, 2 * _SIZE)))
            small = large.resize((_SIZE, _SIZE), Image.Resampling.BOX)
            sheet.paste(small, (left + variant * _SIZE, top + _NAME))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(out)
