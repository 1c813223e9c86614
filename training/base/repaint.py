"""Pairs for the decoder: pictures whose details the UNet has painted anew.

A picture's latents are noised up to somewhere in the middle and sampled from there on: what stands
where is kept, how it is drawn is the UNet's (Meng et al. 2022, "SDEdit", arXiv 2108.01073). So the
decoder learns, from the picture itself, what lines belong where the UNet has none that agree.
"""

from collections.abc import Iterator

import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

from training.base.trajectories import read_sentences
from training.precision import quick
from training.progress import progress

_STEPS = 20
# Steps left to take, of 20: from timesteps 200 (hardly more than lines) to 600 (parts too).
_LEAST, _MOST = 4, 12
_AT_A_TIME = 16


@torch.inference_mode()
def repaint(
    pipeline: StableDiffusionPipeline,
    latents: torch.Tensor,
    captions: list[str],
    *,
    guidance: float,
    seed: int,
) -> torch.Tensor:
    """Scaled latents (N, C, h, w) of pictures with these captions, repainted; as many."""
    said = read_sentences(pipeline, captions)
    unsaid = read_sentences(pipeline, [""])
    parts = []
    with progress() as bar:
        for rows in bar.track(list(_batches(len(latents))), description="repaint"):
            rng = torch.Generator().manual_seed(seed * 1_000_003 + rows.start)
            left = int(torch.randint(_LEAST, _MOST + 1, (), generator=rng))
            noise = torch.randn(latents[rows].shape, generator=rng)
            parts.append(
                _from(pipeline, latents[rows], noise, left, said[rows], unsaid, guidance).cpu()
            )
    return torch.cat(parts)


def _from(
    pipeline: StableDiffusionPipeline,
    latents: torch.Tensor,
    noise: torch.Tensor,
    left: int,
    said: torch.Tensor,
    unsaid: torch.Tensor,
    guidance: float,
) -> torch.Tensor:
    """Noise `latents` (B, C, h, w) to where `left` steps are to be taken, and take them."""
    scheduler = DPMSolverMultistepScheduler.from_config(
        pipeline.scheduler.config, timestep_spacing="trailing"
    )
    scheduler.set_timesteps(_STEPS)
    scheduler.set_begin_index(_STEPS - left)
    timesteps = scheduler.timesteps[_STEPS - left :]
    device = pipeline.device
    state: torch.Tensor = scheduler.add_noise(latents.to(device), noise.to(device), timesteps[:1])
    context = torch.cat([unsaid.expand(len(latents), -1, -1), said])
    predict = quick(pipeline.unet, device)
    for timestep in timesteps:
        answer = predict(torch.cat([state, state]), timestep, context).sample.float()
        without, given = answer.chunk(2)
        state = scheduler.step(without + guidance * (given - without), timestep, state).prev_sample
    return state


def _batches(count: int) -> Iterator[slice]:
    for start in range(0, count, _AT_A_TIME):
        yield slice(start, min(start + _AT_A_TIME, count))
