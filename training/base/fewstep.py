"""Paint in few steps without guidance: a base and the low-rank weights that were distilled for it.

The weights are added as the kiosk adds them: in fp32, then rounded to fp16. A concept's adapter,
where one is loaded, counts beneath them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from numpy.typing import NDArray

from training.adapter import FEW_STEP_NAME, FewStep, hash_base, read_few_step
from training.base.pipeline import paint_with
from training.texts import TrainingError

Factors = Mapping[str, tuple[torch.Tensor, torch.Tensor]]


def build_few_step_scheduler(base: Any) -> DDIMScheduler:
    """DDIM (arXiv 2010.02502) with the base scheduler's noise; begins at the noisiest timestep."""
    return DDIMScheduler.from_config(
        base.config, timestep_spacing="trailing", clip_sample=False, set_alpha_to_one=True
    )


class FewStepSampler:
    """A pipeline and its few-step weights, which are in place only while it paints."""

    def __init__(self, pipeline: StableDiffusionPipeline, weights: FewStep) -> None:
        self.pipeline = pipeline
        self.metadata = weights.metadata
        self._factors = weights.factors()
        self._evaluations = len(weights.metadata.timesteps.split())

    def sample(self, prompts: list[str], seeds: list[int]) -> NDArray[np.uint8]:
        """Paint `prompts` with one seed each, conditional only; (N, H, W, 3) uint8."""
        with applied(self.pipeline.unet, self._factors):
            return paint_with(
                build_few_step_scheduler(self.pipeline.scheduler), self.pipeline, prompts, seeds,
                steps=self._evaluations, guidance=1.0,
            )  # fmt: skip


def load_few_step(folder: Path, pipeline: StableDiffusionPipeline) -> FewStepSampler:
    """The sampler for `pipeline`, which was read from `folder`, by the weights lying there.

    Raises TrainingError where there are none, or none for this base.
    """
    path = folder / FEW_STEP_NAME
    if not path.is_file():
        raise TrainingError("few_step_missing", folder=folder)
    weights = read_few_step(path)
    if weights.metadata.base_model_hash != hash_base(folder):
        raise TrainingError("few_step_other_base", file=path)
    return FewStepSampler(pipeline, weights)


@contextmanager
def applied(unet: torch.nn.Module, factors: Factors) -> Iterator[None]:
    """The UNet's weights with `factors` added for the block; afterwards as they were, bit by bit.

    Raises TrainingError for a layer that the UNet does not have or that has another shape.
    """
    plain: list[tuple[torch.Tensor, torch.Tensor]] = []
    try:
        with torch.no_grad():
            for layer, (a, b) in factors.items():
                weight = _weight(unet, layer, (b.shape[0], a.shape[1]))
                plain.append((weight, weight.clone()))
                total = weight.float() + (b @ a).to(weight.device).view_as(weight)
                weight.copy_(total.half().to(weight.dtype))
        yield
    finally:
        with torch.no_grad():
            for weight, value in plain:
                weight.copy_(value)


def _weight(unet: torch.nn.Module, layer: str, shape: tuple[int, int]) -> torch.Tensor:
    try:
        module = unet.get_submodule(layer)
    except AttributeError as error:
        raise TrainingError("adapter_unreadable", file=FEW_STEP_NAME, reason=error) from error
    # Where PEFT has put an adapter on the layer, the base's own weight lies inside.
    weight: torch.Tensor = getattr(module, "base_layer", module).get_parameter("weight").data
    if tuple(weight.flatten(1).shape) != shape:
        reason = f"{layer}: {shape}, {tuple(weight.shape)}"
        raise TrainingError("adapter_unreadable", file=FEW_STEP_NAME, reason=reason)
    return weight
