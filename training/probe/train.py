"""Train the probe on painted, labelled scenes alone; resumes to the step."""

import math
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.base.corpus import paint_corpus, read_labels, read_pictures
from training.checkpoint import load_checkpoint, save_checkpoint
from training.interrupt import stop_wish
from training.precision import autocast
from training.probe.augment import augment
from training.probe.figures import figures
from training.probe.model import WIDTHS, ConceptProbe
from training.probe.pictures import SIDE, reduced
from training.probe.publish import publish
from training.progress import progress
from training.recipe import same_recipe
from training.scenes.labels import AXES, slices, targets
from training.scenes.repertoire import WHOLE

_PAINTED = 256  # px, as the base paints: the probe sees both reduced in the same way


class ProbeRecipe(msgspec.Struct, frozen=True, kw_only=True):
    """Scenes to paint, the last `held_out` of them to measure on; epochs over the others."""

    scenes: int = 24_000
    held_out: int = 1_500
    first_seed: int = 5_000_000
    epochs: int = 10
    batch: int = 32
    learning_rate: float = 2.5e-3
    weight_decay: float = 1e-2
    seed: int = 3
    widths: tuple[int, ...] = WIDTHS
    workers: int = 2

    def __post_init__(self) -> None:
        if not 0 < self.held_out <= self.scenes - self.batch:
            raise ValueError(f"{self.scenes} scenes leave no batch beside {self.held_out} held out")

    @property
    def epoch_steps(self) -> int:
        """Whole batches in one pass over the scenes that are not held out."""
        return (self.scenes - self.held_out) // self.batch

    @property
    def steps(self) -> int:
        """Optimizer steps in all."""
        return self.epochs * self.epoch_steps


class Scenes:
    """The painted corpus in memory; pictures (N, 128, 128, 3) uint8, the held-out ones last."""

    def __init__(self, recipe: ProbeRecipe, folder: Path) -> None:
        self.recipe = recipe
        shards = read_pictures(folder, _PAINTED)
        self.pictures = np.concatenate([reduced(shard, SIDE) for shard in shards])
        self.targets = targets(read_labels(folder))

    def at(self, step: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """Augmented pictures (B, 3, 128, 128) in 0..1 and targets; depend on (seed, step) alone."""
        recipe = self.recipe
        epoch, place = divmod(step, recipe.epoch_steps)
        order = np.random.default_rng((recipe.seed, epoch)).permutation(
            recipe.scenes - recipe.held_out
        )
        rows = order[place * recipe.batch : (place + 1) * recipe.batch]
        rng = torch.Generator().manual_seed(recipe.seed * 1_000_003 + step)
        wanted = {name: torch.from_numpy(values[rows]) for name, values in self.targets.items()}
        return augment(as_input(self.pictures[rows]), rng), wanted

    def held_out(self) -> tuple[NDArray[np.uint8], dict[str, NDArray[np.float32]]]:
        """Pictures and targets that no batch holds."""
        last = slice(self.recipe.scenes - self.recipe.held_out, None)
        return self.pictures[last], {name: rows[last] for name, rows in self.targets.items()}


def as_input(pictures: NDArray[np.uint8]) -> torch.Tensor:
    """(N, 128, 128, 3) uint8 to (N, 3, 128, 128) fp32 in 0..1.

    Laid out anew: torch 2.13 spoils the heap when it goes back through a channels-last view.
    """
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous().float() / 255


def loss_of(logits: torch.Tensor, wanted: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross-entropy in nats a picture: of every label, yes or no, and of each axis; summed."""
    found = slices()
    total = functional.binary_cross_entropy_with_logits(
        logits[:, found["labels"]], wanted["labels"], reduction="sum"
    ) / len(logits)
    for axis in AXES:
        total = total + functional.cross_entropy(logits[:, found[axis]], wanted[axis].long())
    return total


def learning_rate(recipe: ProbeRecipe, step: int) -> float:
    """Linear warm-up over a twentieth of the steps, then half a cosine down to zero."""
    up = min(1.0, 20 * (step + 1) / recipe.steps)
    return recipe.learning_rate * up * 0.5 * (1 + math.cos(math.pi * step / recipe.steps))


def train_probe(
    recipe: ProbeRecipe, out: Path, work: Path, *, until: int | None = None
) -> dict[str, float | str] | int:
    """Paint scenes of all concepts in `work`, train, measure on held-out ones, publish to `out`.

    Returns the held-out figures, or the step where it stopped, at `until` or asked by a signal.
    The same call goes on from there. Raises TrainingError where `work` was begun otherwise.
    """
    work.mkdir(parents=True, exist_ok=True)
    same_recipe(recipe, work)
    corpus = work / "corpus"
    paint_corpus(
        corpus,
        scenes=recipe.scenes,
        size=_PAINTED,
        first_seed=recipe.first_seed,
        captions=1,
        workers=recipe.workers,
        repertoire=WHOLE,
    )
    scenes = Scenes(recipe, corpus)
    torch.manual_seed(recipe.seed)
    model = ConceptProbe(recipe.widths)
    step = _fit(model, scenes, work / "checkpoints", min(until or recipe.steps, recipe.steps))
    if step < recipe.steps:
        return step
    model.eval()
    pictures, wanted = scenes.held_out()
    return publish(model, out, lambda file: figures(logits_of(file, pictures), wanted), recipe)


def _fit(model: ConceptProbe, scenes: Scenes, checkpoints: Path, until: int) -> int:
    recipe = scenes.recipe
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    step = _resume(model, optimizer, checkpoints)
    model.train()
    losses: list[float] = []

    def save() -> None:
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        save_checkpoint(checkpoints, step, state)

    with stop_wish() as wish, progress() as bar:
        task = bar.add_task("probe", total=until, completed=step)
        while step < until and not wish:
            pictures, wanted = scenes.at(step)
            with autocast(pictures.device):
                answer = model(pictures)[0]
            loss = loss_of(answer.float(), wanted)
            loss.backward()
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(recipe, step)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            losses = [*losses[-99:], float(loss.detach())]
            bar.update(task, completed=step, description=f"probe {np.mean(losses):.3f}")
            if step % recipe.epoch_steps == 0:
                save()
        save()
    return step


def _resume(model: ConceptProbe, optimizer: torch.optim.Optimizer, checkpoints: Path) -> int:
    state = load_checkpoint(checkpoints)
    if state is None:
        return 0
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def logits_of(file: Path, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the exported probe answers to pictures (N, 128, 128, 3): (N, ANSWERS)."""
    session = onnxruntime.InferenceSession(
        file.read_bytes(), providers=["CPUExecutionProvider"]
    )
    parts = [
        session.run(["logits"], {"pictures": as_input(pictures[start : start + 100]).numpy()})[0]
        for start in range(0, len(pictures), 100)
    ]
    return np.concatenate(parts)
