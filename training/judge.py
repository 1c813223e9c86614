"""Does a pipeline paint what it was asked? The probe's answer over seeds and concepts."""

from collections.abc import Sequence

import msgspec
import numpy as np
from diffusers import StableDiffusionPipeline

from training.base.guidance import GUIDANCE
from training.base.pipeline import sample
from training.base.scores import rivals
from training.probe.predict import Probe
from training.scenes.captions import canonical_caption
from training.scenes.concepts import CONCEPTS
from training.texts import TrainingError


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Share of pictures, per concept, whose most likely concept is the asked one."""

    seeds: int
    shares: dict[str, float]

    @property
    def overall(self) -> float:
        """Mean over the concepts."""
        return float(np.mean(list(self.shares.values())))


def agreement(
    pipeline: StableDiffusionPipeline,
    concepts: Sequence[str],
    probe: Probe,
    *,
    seeds: int = 16,
    first_seed: int = 0,
    guidance: float = GUIDANCE,
    steps: int = 20,
) -> Agreement:
    """Paint every concept's canonical caption with `seeds` seeds and ask the probe.

    A subject has to be the likeliest of all subjects, a landscape of all landscapes.
    Raises TrainingError for a concept that nobody drew.
    """
    for concept in concepts:
        if concept not in CONCEPTS:
            raise TrainingError("concept_unknown", name=concept, known=", ".join(CONCEPTS))
    shares = {}
    for concept in concepts:
        prompts = [canonical_caption(concept)] * seeds
        numbers = list(range(first_seed, first_seed + seeds))
        pictures = sample(pipeline, prompts, numbers, steps=steps, guidance=guidance)
        top = probe.top(pictures, rivals(concept))
        shares[concept] = float(np.mean([name == concept for name in top]))
    return Agreement(seeds=seeds, shares=shares)
