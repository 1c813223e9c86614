"""Rank, scale, guidance and steps side by side: one adapter, a contact sheet and scores.

The adapter is trained once, at the highest rank; lower ones are cut from it (truncate.py).
"""

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.adapter import read_adapter
from training.base.diversity import distances
from training.base.pipeline import load_pipeline, sample
from training.base.sheet import DARK, LIGHT, face, wrap
from training.files import write_atomically
from training.probe.predict import Probe
from training.progress import progress
from training.scenes.concepts import CONCEPTS
from training.texts import TrainingError, say
from training.tune.dataset import Example
from training.tune.subset import embedded
from training.tune.truncate import truncate_file

SHEET, SCORES = "sweep.jpg", "sweep.json"
_LABEL, _HEAD = 150, 28  # px for words at the left and on top


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """What is tried with what; every combination. ranks: 0 is the base without its adapter."""

    ranks: tuple[int, ...]
    scales: tuple[float, ...] = (1.0,)
    guidances: tuple[float, ...] = (3.0,)
    steps: tuple[int, ...] = (20,)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One combination's scores over its pictures.

    concept: share in which the probe finds the concept first; None where it does not know it.
    likeness: mean cosine similarity with the nearest picture learnt from. nearest: the largest one:
    close to 1 hints at a copy. spread: mean distance among the pictures, 0 where all are alike.
    """

    rank: int = 0
    scale: float = 0.0
    guidance: float = 0.0
    steps: int = 0
    concept: float | None
    likeness: float
    nearest: float
    spread: float


def sweep(
    base: Path,
    adapter: Path,
    out: Path,
    grid: Grid,
    *,
    prompts: Sequence[str],
    seeds: int,
    taught: Sequence[Example],
    concept: str | None = None,
) -> list[Cell]:
    """Paint and score the grid into `out`; a row of the sheet is a combination."""
    highest = int(read_adapter(adapter).metadata.rank)
    wanted = max(grid.ranks)
    if wanted > highest:
        raise TrainingError("sweep_rank", file=adapter, rank=highest, wanted=wanted)
    probe = Probe()
    known = embedded(probe, taught)
    cells, rows = [], []
    with progress() as bar:
        total = len(grid.ranks) * len(grid.scales) * len(grid.guidances) * len(grid.steps)
        task = bar.add_task("sweep", total=total)
        for rank, scale, pipeline in _pipelines(base, adapter, grid):
            for guidance, steps in itertools.product(grid.guidances, grid.steps):
                pictures = _painted(pipeline, prompts, seeds, steps, guidance)
                rows.append(pictures)
                scores = _scores(probe, pictures, known, concept)
                cells.append(
                    msgspec.structs.replace(
                        scores, rank=rank, scale=scale, guidance=guidance, steps=steps
                    )
                )
                bar.advance(task)
    out.mkdir(parents=True, exist_ok=True)
    sweep_page(cells, rows, prompts).save(out / SHEET, quality=85)
    write_atomically(out / SCORES, msgspec.json.format(msgspec.json.encode(cells), indent=1))
    return cells


def sweep_page(
    cells: Sequence[Cell], rows: Sequence[NDArray[np.uint8]], prompts: Sequence[str]
) -> Image.Image:
    """A row of pictures a combination, said at its left; the prompts over their pictures."""
    letters, (count, side) = face(15), rows[0].shape[:2]
    each = count // len(prompts)
    sheet = Image.new("RGB", (_LABEL + count * side, _HEAD + len(rows) * side), DARK)
    pen = ImageDraw.Draw(sheet)
    for number, prompt in enumerate(prompts):
        at = (_LABEL + number * each * side + 6, 4)
        pen.text(at, wrap(prompt, letters, each * side - 12)[0], fill=LIGHT, font=letters)
    for number, (cell, pictures) in enumerate(zip(cells, rows, strict=True)):
        top = _HEAD + number * side
        said = say("sweep_row", **msgspec.structs.asdict(cell))
        pen.multiline_text((8, top + 8), said, fill=LIGHT, font=letters, spacing=6)
        for place, painted in enumerate(pictures):
            sheet.paste(Image.fromarray(painted), (_LABEL + place * side, top))
    return sheet


def _pipelines(
    base: Path, adapter: Path, grid: Grid
) -> Iterator[tuple[int, float, StableDiffusionPipeline]]:
    with tempfile.TemporaryDirectory() as name:
        for rank in grid.ranks:
            pipeline = load_pipeline(base)
            if rank == 0:
                # Without its adapter no scale makes a difference, but rows keep their places.
                yield from ((0, scale, pipeline) for scale in grid.scales)
                continue
            file = Path(name) / f"rank-{rank}.safetensors"
            truncate_file(adapter, file, rank)
            pipeline.load_lora_weights(name, weight_name=file.name, adapter_name="swept")
            for scale in grid.scales:
                pipeline.set_adapters(["swept"], [scale])
                yield rank, scale, pipeline


def _painted(
    pipeline: StableDiffusionPipeline,
    prompts: Sequence[str],
    seeds: int,
    steps: int,
    guidance: float,
) -> NDArray[np.uint8]:
    asked = [(prompt, seed) for prompt in prompts for seed in range(seeds)]
    found = [
        sample(pipeline, [p for p, _ in some], [s for _, s in some], steps=steps, guidance=guidance)
        for some in (asked[n : n + 8] for n in range(0, len(asked), 8))
    ]
    return np.concatenate(found)


def _scores(
    probe: Probe, pictures: NDArray[np.uint8], known: NDArray[np.float32], concept: str | None
) -> Cell:
    seen = probe.look(pictures).embeddings
    alike = (seen @ known.T).max(axis=1)
    apart = distances(seen, seen)[np.triu_indices(len(seen), 1)]
    share = None
    if concept is not None:
        # Every scene has a landscape: it is asked among subjects, unless it is one itself.
        among = [n for n in CONCEPTS if CONCEPTS[n].kind != "landscape" or n == concept]
        top = probe.top(pictures, among)
        share = float(np.mean([found == concept for found in top]))
    return Cell(
        concept=share,
        likeness=float(alike.mean()),
        nearest=float(alike.max()),
        spread=float(apart.mean()) if len(apart) else 0.0,
    )
