"""Our step beside a plain loop's, in turns: time and the most memory that each takes.

Each turn is a process of its own, so that neither inherits the other's memory; the turns alternate,
so that a busy or warm machine meets both alike.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Literal

import msgspec
import numpy as np
import torch

from training.bases.randomly import random_base
from training.places import BASE
from training.progress import progress
from training.scenes.dataset import paint_dataset
from training.texts import TrainingError
from training.tune.config import TuneConfig
from training.tune.dataset import picture, read_dataset
from training.tune.folder import Folder
from training.tune.likes import Like
from training.tune.manifest import device_name
from training.tune.parts import Parts, default_device, dtype_for

Side = Literal["ours", "plain"]
_WARM = 2  # steps before the clock starts


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One process: median seconds a step; peak in bytes beyond the libraries; device."""

    side: Side
    seconds: float
    peak: int
    device: str
    dtype: str


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """Ours over the plain loop's of the same turn; median of the turns."""

    step_time: float
    peak_memory: float


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What `heritage-train bench --json` prints."""

    like: Like
    settings: dict[str, object]
    ratio: Ratio
    rows: tuple[Turn, ...]


def bench(
    like: Like, home: Path, *, turns: int, steps: int, batch: int, checkpointing: bool
) -> Bench:
    """Measure `turns` turns of each side over `steps` steps."""
    settings = prepared(like, home, batch=batch, steps=steps)
    settings["recipe"] = {"checkpointing": checkpointing}
    rows = []
    with progress() as bar:
        for _ in bar.track(range(turns), description="bench"):
            rows += [turn("ours", settings, home), turn("plain", settings, home)]
    ours = [row for row in rows if row.side == "ours"]
    plain = [row for row in rows if row.side == "plain"]
    return Bench(
        like=like,
        settings={
            **settings, **{name: Path(str(settings[name])).name for name in ("base", "dataset")}
        },
        ratio=Ratio(
            # Turn by turn: a machine that changes its speed meets both sides of a turn alike.
            step_time=median(o.seconds / p.seconds for o, p in zip(ours, plain, strict=True)),
            peak_memory=median(o.peak / p.peak for o, p in zip(ours, plain, strict=True)),
        ),
        rows=tuple(rows),
    )


def prepared(like: Like, home: Path, *, batch: int, steps: int) -> dict[str, object]:
    """What every turn of a measurement is told; base and pictures lie in `home` from then on."""
    home.mkdir(parents=True, exist_ok=True)
    count = max(8, batch)
    # By their number: with fewer than a batch the plain loop would do less than ours.
    dataset = home / f"pictures-{count}"
    if not dataset.is_dir():
        paint_dataset("cavalo", dataset, count=count, size=512, first_seed=70)
    base = str(_base(like, home))
    return {"base": base, "dataset": str(dataset), "batch": batch, "steps": steps, "recipe": {}}


def _base(like: Like, home: Path) -> Path:
    if like == "pampa-mini":
        return BASE
    folder = home / "sd15"
    if not folder.is_dir():
        random_base(folder, like="sd15")
    return folder


def turn(side: Side, settings: dict[str, object], home: Path) -> Turn:
    """One process of `side`. Raises TrainingError with its last words where it fails."""
    command = [sys.executable, "-m", "training.tune.bench", side, json.dumps(settings), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise TrainingError("bench_failed", side=side, reason=done.stderr.strip()[-400:])
    return msgspec.json.decode(done.stdout.strip().splitlines()[-1], type=Turn)


def _recipe(settings: dict[str, Any], output: Path) -> TuneConfig:
    plain = TuneConfig(
        base=Path(settings["base"]), dataset=Path(settings["dataset"]), output=output,
        trigger_word="cavalo", rights_summary="", licence="", rank=16, alpha=16,
        steps=settings["steps"], batch=settings["batch"], min_snr_gamma=0.0, buckets=False,
        mirror=False, caption_dropout=0.0, watch_every=0, sample_every=0, schedule="constant",
        warmup_steps=0,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **settings["recipe"])


def _measure(side: Side, settings: dict[str, Any], home: Path) -> Turn:
    from training.tune.loop import Run
    from training.tune.plain import PlainLoop

    device = default_device()
    libraries = _held_from_now(device)
    with tempfile.TemporaryDirectory() as name:
        recipe = _recipe(settings, Path(name))
        dtype = dtype_for(recipe.precision, device)
        if side == "ours":
            run = Run(recipe, Folder(recipe.output), cache=home / "cache")
            advance: Callable[[int], object] = run.advance
        else:
            examples = read_dataset(recipe.dataset, None)[: recipe.batch]
            size = Parts(recipe.base, device, dtype).side
            pictures = np.stack([picture(example, (size, size)) for example in examples])
            plain = PlainLoop(recipe, dtype, pictures, [e.caption for e in examples])
            advance = lambda _: plain.advance()  # noqa: E731
        seconds = [_timed(advance, step, device) for step in range(_WARM + recipe.steps)]
    return Turn(
        side=side, seconds=median(seconds[_WARM:]), peak=_peak(device) - libraries,
        device=device_name(device), dtype=str(dtype).removeprefix("torch."),
    )  # fmt: skip


def _timed(advance: Callable[[int], object], step: int, device: torch.device) -> float:
    began = time.monotonic()
    advance(step)
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.monotonic() - began


def _held_from_now(device: torch.device) -> int:
    """Bytes held now, by the libraries alone; what `_peak` says counts from here on."""
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
        return int(torch.cuda.memory_allocated())
    # Importing holds more for a moment than a small run ever does: let the kernel forget that peak.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _peak(device: torch.device) -> int:
    """The most bytes held since: of the device, or of this process on a processor."""
    return int(torch.cuda.max_memory_allocated()) if device.type == "cuda" else _status("VmHWM")


def _status(name: str) -> int:
    """A line of /proc/self/status in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith(f"{name}:"))
    return int(found.split()[1]) * 1024


if __name__ == "__main__":
    answer = _measure(sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3]))  # type: ignore[arg-type]
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
