"""Paint the corpus to disk once: pictures as uint8, captions as JSON lines; resumable by shard."""

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from training.files import write_atomically
from training.scenes.captions import caption
from training.scenes.painter import paint_small
from training.scenes.repertoire import CORPUS_REPERTOIRE, Repertoire
from training.scenes.scene import compose, record

SHARD = 200

Label = dict[str, Any]


class Job(msgspec.Struct, frozen=True):
    """One shard to paint: `count` scenes from `seed` on, each with so many `captions`."""

    folder: Path
    shard: int
    count: int
    size: int
    seed: int
    captions: int
    repertoire: Repertoire


def jobs(
    folder: Path,
    *,
    scenes: int,
    size: int,
    first_seed: int,
    captions: int,
    first_shard: int = 0,
    repertoire: Repertoire = CORPUS_REPERTOIRE,
) -> list[Job]:
    """Shards for `scenes` scenes; a scene's seed is its place in the whole corpus."""
    return [
        Job(
            folder=folder,
            shard=first_shard + n,
            count=min(SHARD, scenes - n * SHARD),
            size=size,
            seed=first_seed + (first_shard + n) * SHARD,
            captions=captions,
            repertoire=repertoire,
        )
        for n in range(-(-scenes // SHARD))
    ]


def paint_corpus(
    folder: Path,
    *,
    scenes: int,
    size: int,
    first_seed: int,
    captions: int,
    workers: int,
    repertoire: Repertoire = CORPUS_REPERTOIRE,
) -> None:
    """Paint `scenes` scenes in shards into `folder`; shards already there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    every = jobs(
        folder, scenes=scenes, size=size, first_seed=first_seed, captions=captions,
        repertoire=repertoire,
    )  # fmt: skip
    todo = [job for job in every if not _labels_path(folder, job.shard).exists()]
    if not todo:
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers) as pool:
        done = pool.imap_unordered(paint_shard, todo)
        for _ in track(done, total=len(todo), description="scenes"):
            pass


def paint_shard(job: Job) -> None:
    """Paint one shard and write its labels, unless it is there."""
    if _labels_path(job.folder, job.shard).exists():
        return
    pictures = np.empty((job.count, job.size, job.size, 3), np.uint8)
    lines = []
    for index in range(job.count):
        seed = job.seed + index
        scene = compose(seed, repertoire=job.repertoire)
        pictures[index] = paint_small(scene, job.size)
        rng = np.random.default_rng((seed, 1))
        texts = [caption(scene, rng) for _ in range(job.captions)]
        lines.append(json.dumps({**record(scene), "captions": texts}, ensure_ascii=False))
    write_atomically(_pictures_path(job.folder, job.shard), pictures.tobytes())
    write_atomically(_labels_path(job.folder, job.shard), ("\n".join(lines) + "\n").encode())


def read_labels(folder: Path, scenes: int | None = None) -> list[Label]:
    """Every scene's record with its captions, in order; of the first `scenes` alone, if told."""
    return [label for n in _shards(folder, scenes) for label in read_labels_of(folder, n)]


def read_labels_of(folder: Path, shard: int) -> list[Label]:
    """The records of one shard's scenes."""
    lines = _labels_path(folder, shard).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_pictures(
    folder: Path, size: int, scenes: int | None = None
) -> Iterator[NDArray[np.uint8]]:
    """The shards of pictures in order, each (n, size, size, 3), mapped and not read at once."""
    for shard in _shards(folder, scenes):
        yield read_pictures_of(folder, shard, size)


def read_pictures_of(folder: Path, shard: int, size: int) -> NDArray[np.uint8]:
    """One shard's pictures (n, size, size, 3), mapped."""
    return np.memmap(_pictures_path(folder, shard), np.uint8, "r").reshape(-1, size, size, 3)


def painted_scenes(folder: Path) -> int:
    """How many scenes lie in `folder`."""
    return sum(len(read_labels_of(folder, shard)) for shard in _shards(folder, None))


def _shards(folder: Path, scenes: int | None) -> list[int]:
    found = sorted(int(file.stem.removeprefix("labels-")) for file in folder.glob("labels-*.jsonl"))
    return found if scenes is None else [n for n in found if n < -(-scenes // SHARD)]


def _pictures_path(folder: Path, shard: int) -> Path:
    return folder / f"pictures-{shard:04d}.u8"


def _labels_path(folder: Path, shard: int) -> Path:
    return folder / f"labels-{shard:04d}.jsonl"
