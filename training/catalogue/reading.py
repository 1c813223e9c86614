"""Read what lies in the sources: picture files, their facts and thumbnails, each file once."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from training.catalogue.photographs import MASK, SUFFIXES, Facts, Inspected, inspect
from training.files import sha256_of, write_atomically
from training.probe.predict import Probe
from training.probe.predict import read_pictures as read_small
from training.progress import progress
from training.texts import say

_FACTS = "facts.jsonl"
_THUMBNAILS = "thumbnails"


def thumbnail(out: Path, sha256: str) -> Path:
    """Where a picture's thumbnail lies."""
    return out / _THUMBNAILS / f"{sha256}.jpg"


def pictures_in(sources: Path) -> list[str]:
    """Names of all picture files below `sources`, relative to it; links to elsewhere are none."""
    return sorted(
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*")
        if path.suffix.lower() in SUFFIXES and not path.name.endswith(MASK) and path.is_file()
        and path.resolve().is_relative_to(sources)
    )  # fmt: skip


def read_facts(sources: Path, names: Sequence[str], out: Path) -> dict[str, Facts]:
    """Facts by file name. What a file holds is read once, then known by its hash in `out`."""
    (out / _THUMBNAILS).mkdir(parents=True, exist_ok=True)
    cache = out / _FACTS
    known = _cached(cache)
    names = list(dict.fromkeys(names))
    facts: dict[str, Facts] = {}
    todo: list[str] = []
    with progress() as bar:
        task = bar.add_task("sha256", total=len(names))
        for name in names:
            digest = sha256_of(sources / name)
            if digest in known and thumbnail(out, digest).is_file():
                facts[name] = known[digest]
            else:
                todo.append(name)
            bar.advance(task)
        task = bar.add_task(say("report_pictures"), total=len(todo))
        for name, seen in zip(todo, _inspect_all([sources / name for name in todo]), strict=True):
            facts[name] = known[seen.facts.sha256] = seen.facts
            # An empty thumbnail too: it says that there is none to be had.
            write_atomically(thumbnail(out, seen.facts.sha256), seen.thumbnail)
            bar.advance(task)
    lines = b"".join(msgspec.json.encode(known[key]) + b"\n" for key in sorted(known))
    write_atomically(cache, lines)
    return facts


def _inspect_all(files: Sequence[Path]) -> Iterable[Inspected]:
    workers = min(os.cpu_count() or 1, len(files) // 64)
    if workers < 2:
        yield from map(inspect, files)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(inspect, files, chunksize=16)


def _cached(cache: Path) -> dict[str, Facts]:
    if not cache.is_file():
        return {}
    found = (msgspec.json.decode(line, type=Facts) for line in cache.read_bytes().splitlines())
    return {facts.sha256: facts for facts in found}


def embeddings(files: Sequence[Path], which: Sequence[int]) -> NDArray[np.float32] | None:
    """The probe's embeddings of the files `which` (by index), rows of length 1, others zero.

    None where none is asked for.
    """
    if not which:
        return None
    probe = Probe()
    seen = np.concatenate([probe.look(read_small(files[index])[1]).embeddings for index in which])
    vectors = np.zeros((len(files), seen.shape[1]), np.float32)
    vectors[list(which)] = seen
    return vectors
