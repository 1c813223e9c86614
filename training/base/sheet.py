"""Contact sheets of what the base paints: every concept, and sentences under their pictures."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console
from rich.progress import track

from training.base.asks import Ask, concept_asks, pair_asks
from training.base.guidance import GUIDANCE
from training.base.pipeline import contact_sheet, sample
from training.places import ASSETS
from training.scenes.concepts import CONCEPTS, CORPUS

DARK, LIGHT = (24, 22, 20), (240, 232, 214)
_EACH = 4  # seeds 0 to 3 of a concept, whatever they give
_SENTENCES = 40
_BATCH = 16
_PAGES = 2
_LINE = 20  # px
_MOST_BYTES = 3_000_000  # of all pages

Pictures = NDArray[np.uint8]


def write_sheets(
    pipeline: StableDiffusionPipeline, out: Path, guidance: float = GUIDANCE
) -> list[Path]:
    """conceitos-1.jpg, conceitos-2.jpg and frases.jpg in `out`, 3 MB in all; returns the files."""
    concepts = concept_asks(_EACH)
    sentences = pair_asks()[:_SENTENCES]
    pictures = _painted(pipeline, concepts + sentences, guidance)
    own, composed = pictures[: len(concepts)], pictures[len(concepts) :]
    pages = {}
    share = -(-len(CORPUS) // _PAGES)
    for page in range(_PAGES):
        names = CORPUS[page * share : (page + 1) * share]
        block = own[page * share * _EACH : (page + 1) * share * _EACH]
        pages[out / f"conceitos-{page + 1}.jpg"] = concept_page(names, block)
    texts = [ask.prompt for ask in sentences]
    pages[out / "frases.jpg"] = sentence_page(texts, composed)
    out.mkdir(parents=True, exist_ok=True)
    for quality in range(88, 28, -8):
        for file, sheet in pages.items():
            sheet.save(file, quality=quality, optimize=True)
        if sum(file.stat().st_size for file in pages) <= _MOST_BYTES:
            break
    return list(pages)


def write_overview(pipeline: StableDiffusionPipeline, file: Path, guidance: float) -> None:
    """One picture of each concept at half its size; the seeds count up, whatever they give.

    From one seed all would stand under the same sky.
    """
    asks = [Ask(ask.prompt, number, ask.wanted) for number, ask in enumerate(concept_asks(1))]
    pictures = _painted(pipeline, asks, guidance)
    half = [_resized(picture, len(picture) // 2) for picture in pictures]
    sheet = contact_sheet(np.stack([np.asarray(picture) for picture in half]), 10)
    Image.fromarray(sheet).save(file, quality=82, optimize=True)


def concept_page(
    names: Sequence[str], pictures: Pictures, *, side: int = 160, across: int = 2
) -> Image.Image:
    """Each concept's canonical name over its pictures; `pictures` has equally many for each."""
    each = len(pictures) // len(names)
    high = side + 24
    rows = -(-len(names) // across)
    sheet = Image.new("RGB", (across * each * side, rows * high), DARK)
    pen, letters = ImageDraw.Draw(sheet), face(15)
    for index, name in enumerate(names):
        y, x = divmod(index, across)
        left, top = x * each * side, y * high
        pen.text((left + 6, top + 4), CONCEPTS[name].names[0], fill=LIGHT, font=letters)
        for variant in range(each):
            picture = _resized(pictures[index * each + variant], side)
            sheet.paste(picture, (left + variant * side, top + 24))
    return sheet


def sentence_page(
    texts: Sequence[str], pictures: Pictures, *, side: int = 256, across: int = 5
) -> Image.Image:
    """Each picture with its sentence below, in lines as many as the longest needs."""
    letters = face(15)
    wrapped = [wrap(text, letters, side - 16) for text in texts]
    high = side + 12 + _LINE * max(len(lines) for lines in wrapped)
    sheet = Image.new("RGB", (across * side, -(-len(texts) // across) * high), DARK)
    pen = ImageDraw.Draw(sheet)
    for index, (lines, picture) in enumerate(zip(wrapped, pictures, strict=True)):
        y, x = divmod(index, across)
        left, top = x * side, y * high
        sheet.paste(_resized(picture, side), (left, top))
        for number, line in enumerate(lines):
            at = (left + 8, top + side + 4 + number * _LINE)
            pen.text(at, line, fill=LIGHT, font=letters)
    return sheet


def wrap(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines of whole words, none wider than `width` px unless a single word is."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _painted(pipeline: StableDiffusionPipeline, asks: Sequence[Ask], guidance: float) -> Pictures:
    batches = [asks[start : start + _BATCH] for start in range(0, len(asks), _BATCH)]
    painted = []
    for some in track(batches, description="folha", console=Console(stderr=True)):
        prompts, seeds = [ask.prompt for ask in some], [ask.seed for ask in some]
        painted.append(sample(pipeline, prompts, seeds, guidance=guidance))
    return np.concatenate(painted)


def _resized(picture: Pictures, side: int) -> Image.Image:
    image = Image.fromarray(picture)
    if len(picture) == side:
        return image
    return image.resize((side, side), Image.Resampling.LANCZOS)


def face(size: int) -> ImageFont.FreeTypeFont:
    """The screens' own typeface, in pixels."""
    return ImageFont.truetype(str(ASSETS / "fonts" / "Cabin-Medium.otf"), size)
