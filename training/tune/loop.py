"""A fine-tuning run from recipe to adapter; stopped or killed, the same command goes on from the
last checkpoint, to the same weights bit for bit.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import torch
from accelerate import Accelerator
from accelerate.utils import reduce
from torch.utils.tensorboard import SummaryWriter

from training.bases.lock import check
from training.checkpoint import load_checkpoint, save_checkpoint
from training.interrupt import StopWish, stop_wish
from training.progress import progress
from training.recipe import same_recipe
from training.tune.batches import Material
from training.tune.cache import Cache, texts_of
from training.tune.config import TuneConfig
from training.tune.dataset import Example, read_dataset
from training.tune.folder import Folder, append, disk_errors, forget_after, rows
from training.tune.learner import Learner
from training.tune.manifest import (
    PROVEN,
    describe,
    plain,
    read_manifest,
    weights_digest,
    write_manifest,
)
from training.tune.paint import class_pictures, paint, write_picture
from training.tune.parts import Parts, default_device, dtype_for
from training.tune.patience import best_row, exhausted
from training.tune.report import write_report
from training.tune.result import place_of, write_result
from training.tune.subset import varied
from training.tune.watch import Watch


class Run:
    """Everything a run works with, made from its recipe alone."""

    def __init__(self, config: TuneConfig, folder: Folder, cache: Path | None = None) -> None:
        check(config.base, required=False)
        self.config = config
        self.folder = folder
        dtype = dtype_for(config.precision, default_device())
        # Only fp16 needs its losses scaled; bf16 passes are our own affair (attach.py, learner.py).
        self.accelerator = Accelerator(mixed_precision="fp16" if dtype == torch.float16 else "no")
        device = self.accelerator.device
        self.parts = Parts(config.base, device, dtype, keep=not config.offload)
        self.examples: list[Example] = read_dataset(config.dataset, config.trigger_word)
        if config.subset:
            self.examples = varied(self.examples, config.subset)
        self.cache = Cache(cache or folder.cache)
        taught = [e for e in self.examples if not e.held_out]
        held_out = [e for e in self.examples if e.held_out]
        # What one process has painted and encoded, the others find on the disk.
        with self.accelerator.main_process_first():
            classes = class_pictures(config, self.parts, self.cache)
            self.material = Material(config, self.parts, self.cache, taught, classes)
            self.watch = Watch(config, self.parts, self.cache, taught, held_out)
        self.learner = Learner(config, self.parts, self.accelerator)
        self.parts.free()
        self.watched: list[dict[str, Any]] = []

    def advance(self, step: int) -> dict[str, float]:
        """Take step `step` (from 0); its losses."""
        process = self.accelerator.process_index
        return self.learner.step(
            step, self.material.micros(step, process, self.accelerator.num_processes)
        )

    def over(self, wish: StopWish) -> bool:
        """Shall the run end here, by a signal or for want of progress? All processes agree."""
        over = bool(wish) or exhausted(self.watched, self.config.patience)
        if self.accelerator.num_processes == 1:
            return over
        votes = torch.tensor([float(over)], device=self.accelerator.device)
        return bool(reduce(votes, "sum").item() > 0)

    @property
    def checkpoint_bytes(self) -> int:
        """About what one checkpoint takes: weights, two moments, average."""
        numbers = sum(p.numel() for p in self.learner.learnt.values())
        return numbers * 4 * (4 if self.config.ema_decay else 3)


def tune(config: TuneConfig, *, until: int | None = None) -> Path | None:
    """Run, or go on with, a recipe; what it made, or None where it was stopped before its end.

    Raises TrainingError in the reader's words, also for a full or read-only disk.
    """
    folder = Folder(config.output)
    with disk_errors(config.output):
        folder.open(0)
        same_recipe(_place_free(config), config.output)
        run = Run(config, folder)
        folder.open(run.checkpoint_bytes)
        with stop_wish() as wish:
            step = _train(run, min(until or config.steps, config.steps), wish)
        finished = step >= config.steps or exhausted(run.watched, config.patience)
        if not run.accelerator.is_main_process:
            return place_of(config, config.output) if finished else None
        write_report(folder, config)
        if not finished:
            return None
        if config.patience and (folder.best / "state").exists():
            _take_best(run)
        return write_result(config, run.learner, run.examples, config.output)


def _train(run: Run, until: int, wish: StopWish) -> int:
    config = run.config
    step = _resume(run)
    main = run.accelerator.is_main_process
    if step == 0 and main:
        _begin(run)
    with progress() as bar, _board(run, step) as board:
        task = bar.add_task(config.method, total=until, completed=step)
        while step < until and not run.over(wish):
            began = time.monotonic()
            losses = run.advance(step)
            seconds = time.monotonic() - began
            step += 1
            bar.update(task, completed=step, description=f"{config.method} {losses['loss']:.4f}")
            if board is not None:
                _note(run, board, step, losses, seconds)
                _save_if(run, step, _due(step, config.save_every))
        if main:
            _save_if(run, step, step % config.save_every > 0)
    return step


@contextmanager
def _board(run: Run, step: int) -> Iterator[SummaryWriter | None]:
    """TensorBoard's log, on the process that writes; what lies beyond `step` is taken back."""
    if not run.accelerator.is_main_process:
        yield None
        return
    with SummaryWriter(str(run.folder.logs), purge_step=step) as board:
        yield board


def _note(
    run: Run, board: SummaryWriter, step: int, losses: dict[str, float], seconds: float
) -> None:
    """Write down one step, and measure and paint where it is time for it."""
    config, last = run.config, step == run.config.steps
    append(run.folder.steps, {"step": step, **losses, "seconds": round(seconds, 4)})
    for name, value in losses.items():
        board.add_scalar(f"train/{name}", value, step)
    if step == PROVEN:
        _prove(run)
    if _due(step, config.watch_every) or (last and config.watch_every):
        _look(run, step, board)
    if _due(step, config.sample_every) or (last and config.sample_every):
        _sample(run, step)


def _save_if(run: Run, step: int, due: bool) -> None:
    if due:
        save_checkpoint(run.folder.checkpoints, step, run.learner.state())
        write_report(run.folder, run.config)


def _begin(run: Run) -> None:
    write_manifest(run.folder, describe(run.config, run.learner, run.examples))
    if run.config.watch_every:
        _measure(run, 0)
    if run.config.sample_every:
        _sample(run, 0)


def _resume(run: Run) -> int:
    state = load_checkpoint(run.folder.checkpoints)
    step = 0 if state is None else int(state["step"])
    if state is not None:
        run.learner.resume(state)
    if run.accelerator.is_main_process:
        for file in (run.folder.steps, run.folder.watched):
            forget_after(file, step if state is not None else -1)
        run.watched = rows(run.folder.watched)
    run.accelerator.wait_for_everyone()
    return step


def _prove(run: Run) -> None:
    manifest = read_manifest(run.folder)
    if manifest is not None:
        proof = weights_digest(run.learner)
        write_manifest(run.folder, msgspec.structs.replace(manifest, proof=proof))


def _measure(run: Run, step: int) -> dict[str, float]:
    found = run.watch.measure(run.learner, run.folder.answers)
    run.watched.append({"step": step, **found})
    append(run.folder.watched, run.watched[-1])
    return found


def _look(run: Run, step: int, board: SummaryWriter) -> None:
    for name, value in _measure(run, step).items():
        board.add_scalar(f"watch/{name}", value, step)
    best = best_row(run.watched)
    if best is not None and best["step"] == step:
        save_checkpoint(run.folder.best / "state", step, {"learnt": _averaged(run.learner)})
        write_result(run.config, run.learner, run.examples, run.folder.best)


def _averaged(learner: Learner) -> dict[str, torch.Tensor]:
    with learner.averaged():
        return {name: p.detach().clone() for name, p in learner.learnt.items()}


def _take_best(run: Run) -> None:
    state = load_checkpoint(run.folder.best / "state")
    if state is not None:
        with torch.no_grad():
            for name, parameter in run.learner.learnt.items():
                parameter.copy_(state["learnt"][name])
        if run.learner.ema is not None:
            run.learner.ema.shadow_params = [p.clone() for p in run.learner.learnt.values()]


def _sample(run: Run, step: int) -> None:
    config, learner = run.config, run.learner
    prompts = list(config.sample_prompts)
    if not prompts:
        return
    run.folder.samples.mkdir(exist_ok=True)
    text = learner.net.text or texts_of(run.parts, run.cache, sorted({"", *prompts}))
    with learner.averaged():
        pictures = paint(
            run.parts, learner.net.unet, text, prompts, list(range(len(prompts))),
            steps=config.sample_steps, guidance=config.sample_guidance,
        )  # fmt: skip
    for number, picture in enumerate(pictures):
        write_picture(run.folder.samples / f"{step:06d}-{number:02d}.png", picture)


def _due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


def _place_free(config: TuneConfig) -> dict[str, Any]:
    """The recipe without its places: a run's folder may be moved with its sources."""
    return plain(msgspec.structs.replace(config, output=Path()))
