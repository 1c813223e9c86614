"""Measure a base: does it obey the sentence, vary, keep to itself; all by the probe's eyes."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray

from training.adapter import FEW_STEP_NAME, hash_base
from training.base import asks as ask
from training.base.bench import Bench, Painted, Painter, Result
from training.base.card import MADE, read_made
from training.base.config import BaseConfig
from training.base.copies import copies, details, training_pictures
from training.base.diversity import painted_like, ratios
from training.base.fewstep import load_few_step
from training.base.guidance import GUIDANCE
from training.base.pipeline import load_pipeline, sample
from training.base.scores import axis_hits, found, mean_share, shares, top_hits
from training.base.verdict import Evaluation, Rapido, bars
from training.files import sha256_of
from training.probe.predict import Probe

_TIMED = 5


class Effort(msgspec.Struct, frozen=True):
    """How many seeds of each; originals: training pictures that are looked through for copies."""

    seeds: int = 16
    axis_seeds: int = 4
    setting_seeds: int = 32
    originals: int = 2_000


QUICK = Effort(seeds=4, axis_seeds=1, setting_seeds=8, originals=200)

Score = Callable[[Painted, Sequence[ask.Ask]], Result]


def evaluate(
    folder: Path,
    probe: Probe,
    *,
    run: Path | None = None,
    effort: Effort | None = None,
    steps: int = 20,
    guidance: float = GUIDANCE,
) -> Evaluation:
    """Measure the base in `folder`. With `run`, parts already measured there are not painted again.

    Raises TrainingError where there is no base, or few-step weights that are another's.
    """
    effort = effort or Effort()
    pipeline = load_pipeline(folder)
    base = hash_base(folder)
    corpus = (read_made(folder).config if (folder / MADE).is_file() else BaseConfig()).first_seed
    conditions = {
        "base": base, "probe": probe.card.sha256, "steps": steps, "guidance": guidance,
        "effort": msgspec.to_builtins(effort), "corpus": corpus,
    }  # fmt: skip
    paint = partial(sample, pipeline, steps=steps, guidance=guidance)
    bench = Bench(probe, run, conditions)
    plan = _plan(effort, bench, _side(pipeline), corpus)
    few = (folder / FEW_STEP_NAME).is_file()
    pictures = sum(len(asks) for asks, _ in plan.values()) + few * len(plan["concepts"][0])
    bench.expect(pictures)
    with bench.bar:
        results = {
            name: bench.part(name, asks, paint, score) for name, (asks, score) in plan.items()
        }
        rapido = _rapido(folder, pipeline, bench, paint, plan["concepts"][0]) if few else None
    ratio = results["diversity"].shares.values()
    figures = {
        "concept_top1": mean_share(results["concepts"].shares),
        "attire_hit": mean_share(results["attire"].shares),
        "pair_both": mean_share(results["pairs"].shares),
        "sky_top1": mean_share(results["skies"].shares),
        "look_top1": mean_share(results["looks"].shares),
        "counts_right": mean_share(results["counts"].shares),
        "diversity": float(np.mean(list(ratio))),
        "diversity_worst": min(ratio),
        "copies": results["concepts"].figures["copies"],
        "kept_out_found": mean_share(results["kept_out"].shares),
    }
    return Evaluation(
        base=base,
        probe=probe.card.sha256,
        seeds=effort.seeds,
        pictures=pictures,
        steps=steps,
        guidance=guidance,
        **figures,
        rapido=rapido,
        seconds_per_picture=results["concepts"].figures["seconds_per_picture"],
        details={name: result.shares for name, result in results.items()},
        bars=bars(figures),
    )


def _plan(
    effort: Effort, bench: Bench, size: int, corpus: int
) -> dict[str, tuple[list[ask.Ask], Score]]:
    """What is asked in each part, and how its pictures are scored."""
    probe = bench.probe

    def seen(hits: Callable[[Painted, Sequence[ask.Ask]], np.ndarray]) -> Score:
        return lambda painted, asks: Result(
            shares(hits(painted, asks), [one.wanted for one in asks])
        )

    def axis(name: str) -> Score:
        return seen(
            lambda painted, asks: axis_hits(
                painted.seen.axes[name], probe.axes[name], [one.wanted for one in asks]
            )
        )

    def label(painted: Painted, asks: Sequence[ask.Ask]) -> np.ndarray:
        return found(painted.seen.labels, probe.labels, [(one.wanted,) for one in asks])

    def both(painted: Painted, asks: Sequence[ask.Ask]) -> np.ndarray:
        concepts = {pair.id: pair.concepts for pair in ask.read_pairs()}
        return found(painted.seen.labels, probe.labels, [concepts[one.wanted] for one in asks])

    return {
        "concepts": (
            ask.concept_asks(effort.seeds),
            lambda painted, asks: _concepts(
                painted, asks, probe, _originals(bench, corpus, effort.originals, size)
            ),
        ),
        "pairs": (ask.pair_asks(), seen(both)),
        "skies": (ask.sky_asks(effort.axis_seeds), axis("sky")),
        "looks": (ask.look_asks(effort.axis_seeds), axis("look")),
        "counts": (ask.count_asks(effort.axis_seeds), axis("count")),
        "attire": (ask.attire_asks(effort.seeds), seen(label)),
        "kept_out": (ask.kept_out_asks(effort.seeds), seen(label)),
        "diversity": (
            ask.setting_asks(effort.setting_seeds),
            lambda painted, _: _diversity(painted, effort.setting_seeds, probe, size),
        ),
    }


def _concepts(
    painted: Painted, asks: Sequence[ask.Ask], probe: Probe, originals: NDArray[np.float32]
) -> Result:
    wanted = [one.wanted for one in asks]
    return Result(
        shares(top_hits(painted.seen.labels, probe.labels, wanted), wanted),
        {
            "copies": float(copies(painted.details, originals).mean()),
            "seconds_per_picture": painted.seconds / len(asks),
        },
    )


def _originals(bench: Bench, first_seed: int, count: int, size: int) -> NDArray[np.float32]:
    """The training pictures' details; drawn in batches, 2,000 pictures would fill 400 MB."""
    task = bench.bar.add_task("originals", total=count)
    parts = []
    for pictures in training_pictures(first_seed, count, size):
        parts.append(details(pictures))
        bench.bar.advance(task, len(pictures))
    return np.concatenate(parts)


def _diversity(painted: Painted, seeds: int, probe: Probe, size: int) -> Result:
    own = [probe.look(painted_like(setting, seeds, size)).embeddings for setting in ask.SETTINGS]
    return Result(ratios(painted.seen.embeddings, own, ask.SETTINGS))


def _rapido(
    folder: Path,
    pipeline: StableDiffusionPipeline,
    bench: Bench,
    completo: Painter,
    asks: Sequence[ask.Ask],
) -> Rapido:
    weights = sha256_of(folder / FEW_STEP_NAME)
    bench.conditions = {**bench.conditions, "few_step": weights}
    few = load_few_step(folder, pipeline).sample

    def score(painted: Painted, asks: Sequence[ask.Ask]) -> Result:
        wanted = [one.wanted for one in asks]
        return Result(
            shares(top_hits(painted.seen.labels, bench.probe.labels, wanted), wanted),
            {"seconds": _seconds(few), "completo_seconds": _seconds(completo)},
        )

    result = bench.part("rapido", asks, few, score)
    return Rapido(concept_top1=mean_share(result.shares), **result.figures)


def _seconds(paint: Painter) -> float:
    """Median time of a picture painted alone, as the kiosk paints."""
    taken = []
    for seed in range(_TIMED):
        began = time.perf_counter()
        paint([ask.SETTINGS[0].prompt], [seed])
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


def _side(pipeline: StableDiffusionPipeline) -> int:
    side: int = pipeline.unet.config.sample_size * pipeline.vae_scale_factor
    return side
