"""Our painter beside its peers on the same weights, sampler, steps and guidance: time and memory.

Every side is a process of its own, started anew each turn, and the sides alternate: a busy or warm
machine meets all alike. All is timed from outside, as the one who waits for a picture sees it.
"""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from export import build, flavours, peers, probes, trial
from export.errors import PeerFailed
from export.order import Order
from export.parity import Scene
from export.profiles import ProfileSpec

Side = Literal["ours", "diffusers", "compile", "optimum"]
SIDES: Final[tuple[Side, ...]] = ("ours", "diffusers", "compile", "optimum")

# Paints the scene of a seed and returns when it is there.
Paint = Callable[[int], object]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One process. first_s: from its start to its first picture; picture_s: each after that.

    peak_mb: the most memory it held, in 10^6 bytes.
    """

    side: Side
    first_s: float
    picture_s: tuple[float, ...]
    peak_mb: float


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What `heritage-export bench --json` prints; a ratio is ours over the peer's, by medians."""

    settings: dict[str, object]
    ratio: dict[str, float]
    rows: tuple[Row, ...]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`pictures` are painted by each process after its first; `home` keeps what is exported."""

    base: Path
    home: Path
    spec: ProfileSpec
    turns: int
    pictures: int
    sides: tuple[Side, ...] = SIDES


def bench(asked: Asked, stage: Callable[[str], None]) -> Bench:
    """Export where that was not yet done, then measure. `stage` is told each side.

    Raises ExportFault.
    """
    asked.home.mkdir(parents=True, exist_ok=True)
    bundle = _bundle(asked)
    order: list[Side] = list(asked.sides)
    # One start each that does not count: files come into memory, compilers and tuners keep what
    # they found.
    whole = [(turn, side) for turn in range(-1, asked.turns) for side in order]
    rows = []
    for turn, side in whole:
        stage(side)
        row = _measure(asked, bundle, side)
        if turn >= 0:
            rows.append(row)
    return Bench(
        settings={
            "base": asked.base.name, "scheduler": asked.spec.scheduler, "steps": asked.spec.steps,
            "guidance": asked.spec.guidance_scale, "turns": asked.turns,
            "pictures": asked.pictures,
        },
        ratio=ratios(rows),
        rows=tuple(rows),
    )  # fmt: skip


def ratios(rows: list[Row]) -> dict[str, float]:
    """Ours over each peer's: `picture_vs_…`, `first_picture_vs_…`, `memory_vs_…`."""
    found = {}
    for side in SIDES[1:]:
        theirs, ours = ([row for row in rows if row.side == one] for one in (side, "ours"))
        if not theirs or not ours:
            continue
        for name, of in _MEASURES.items():
            found[f"{name}_vs_{side}"] = round(of(ours) / of(theirs), 4)
    return found


_MEASURES: Final[dict[str, Callable[[list[Row]], float]]] = {
    "picture": lambda rows: median(one for row in rows for one in row.picture_s),
    "first_picture": lambda rows: median(row.first_s for row in rows),
    "memory": lambda rows: median(row.peak_mb for row in rows),
}


def _bundle(asked: Asked) -> build.Built:
    """The base alone, with the one profile, under a key that nobody keeps."""
    order = Order(
        base=asked.base, out=asked.home / "bundle", name="bench", profiles=(asked.spec,),
        default_profile=asked.spec.name, seeds=1, work=asked.home / "stages", replace=True,
        prompt_language="pt", licence="-",
    )  # fmt: skip
    return build.build(order, Ed25519PrivateKey.generate())


def _measure(asked: Asked, bundle: build.Built, side: Side) -> Row:
    with _side(asked, bundle, side) as (began, pid, paint):
        paint(0)
        first = time.perf_counter() - began
        each = tuple(_timed(paint, seed) for seed in range(1, asked.pictures + 1))
        peak = peers.peak_bytes(pid) / 1e6
    return Row(side=side, first_s=first, picture_s=each, peak_mb=peak)


def _timed(paint: Paint, seed: int) -> float:
    began = time.perf_counter()
    paint(seed)
    return time.perf_counter() - began


@contextlib.contextmanager
def _side(asked: Asked, bundle: build.Built, side: Side) -> Iterator[tuple[float, int, Paint]]:
    prompt = probes.PROMPTS["pt"][0]
    if side != "ours":
        with _peer(asked, side, prompt) as found:
            yield found
        return
    kept = asked.home / "tuning"
    with trial.running(bundle.folder, bundle.manifest, flavours.CPU, kept) as painter:
        yield (
            painter.began,
            painter.pid,
            lambda seed: painter.paint(Scene(profile=asked.spec, prompt=prompt, seed=seed)),
        )


@contextlib.contextmanager
def _peer(asked: Asked, side: Side, prompt: str) -> Iterator[tuple[float, int, Paint]]:
    settings = {
        "side": side, "base": str(asked.base), "home": str(asked.home), "prompt": prompt,
        "scheduler": asked.spec.scheduler, "options": dict(asked.spec.options),
        "steps": asked.spec.steps, "guidance": asked.spec.guidance_scale,
    }  # fmt: skip
    command = [sys.executable, "-m", "export.peers", json.dumps(settings)]
    began = time.perf_counter()
    with (asked.home / f"{side}.log").open("wb") as log:
        # Our own interpreter, our own module.
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
    try:
        yield began, process.pid, lambda seed: _ask(process, side, asked.home, seed)
    finally:
        process.kill()
        process.communicate()


def _ask(process: subprocess.Popen[bytes], side: Side, home: Path, seed: int) -> Any:
    asked, answers = process.stdin, process.stdout
    if asked is None or answers is None:
        raise PeerFailed(side=side, reason="no pipe")
    with contextlib.suppress(BrokenPipeError):
        asked.write(f"{seed}\n".encode())
        asked.flush()
    # What the libraries print to the same stream is not an answer.
    for line in answers:
        if line.startswith(peers.ANSWER):
            return line
    said = (home / f"{side}.log").read_text(encoding="utf-8", errors="replace").strip()
    raise PeerFailed(side=side, reason=said.splitlines()[-1] if said else process.wait())
