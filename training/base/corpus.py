"""Paint the corpus to disk once: pictures as uint8, captions as JSON lines; resumable by shard."""

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from training.files import write_atomically
from training.scenes.captions import caption
from training.scenes.painter import paint_small
from training.scenes.repertoire import CORPUS_REPERTOIRE, Repertoire
from training.scenes.scene import compose, record

SHARD = 1_000


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
    """Paint `scenes` scenes in shards of 1,000 into `folder`; shards already there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    todo = [
        (folder, shard, min(SHARD, scenes - shard * SHARD), size, first_seed, captions, repertoire)
        for shard in range(-(-scenes // SHARD))
        if not _labels_path(folder, shard).exists()
    ]
    if not todo:
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers) as pool:
        done = pool.imap_unordered(_paint_shard, todo)
        for _ in track(done, total=len(todo), description="scenes"):
            pass


def _paint_shard(job: tuple[Path, int, int, int, int, int, Repertoire]) -> None:
    folder, shard, count, size, first_seed, captions, repertoire = job
    pictures = np.empty((count, size, size, 3), np.uint8)
    lines = []
    for index in range(count):
        seed = first_seed + shard * SHARD + index
        scene = compose(seed, repertoire=repertoire)
        pictures[index] = paint_small(scene, size)
        rng = np.random.default_rng((seed, 1))
        texts = [caption(scene, rng) for _ in range(captions)]
        lines.append(json.dumps({**record(scene), "captions": texts}, ensure_ascii=False))
    write_atomically(_pictures_path(folder, shard), pictures.tobytes())
    write_atomically(_labels_path(folder, shard), ("\n".join(lines) + "\n").encode())


def read_labels(folder: Path) -> list[dict[str, object]]:
    """Every scene's record with its captions, in order."""
    return [
        json.loads(line)
        for file in sorted(folder.glob("labels-*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def read_pictures(folder: Path, size: int) -> Iterator[NDArray[np.uint8]]:
    """The shards of pictures in order, each (n, size, size, 3), mapped and not read at once."""
    for file in sorted(folder.glob("pictures-*.u8")):
        yield np.memmap(file, np.uint8, "r").reshape(-1, size, size, 3)


def _pictures_path(folder: Path, shard: int) -> Path:
    return folder / f"pictures-{shard:04d}.u8"


def _labels_path(folder: Path, shard: int) -> Path:
    return folder / f"labels-{shard:04d}.jsonl"
