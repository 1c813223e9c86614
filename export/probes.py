"""Inputs to judge with: prompts through the real text encoder, latents from real sampling."""

from dataclasses import dataclass
from typing import Any, Final

import torch
from diffusers import StableDiffusionPipeline

from export import schedule
from export.profiles import ProfileSpec
from export.tokenizer import reference_ids

PROMPTS: Final = {
    "pt": (
        "um gaúcho toma chimarrão ao lado do fogo de chão",
        "araucária na coxilha ao pôr do sol",
        "cavalo crioulo corre no pampa ao meio-dia",
        "ruínas de São Miguel sob um céu estrelado",
        "quero-quero no campo ao amanhecer",
        "uma casa de pedra na serra com neblina",
    ),
    "en": (
        "a gaucho drinking mate by an open fire",
        "an araucaria tree on a hill at sunset",
        "a crioulo horse running across the pampa at noon",
        "the ruins of São Miguel under a starry sky",
        "a southern lapwing in a field at dawn",
        "a stone house in foggy highlands",
    ),
}
_SEED: Final = 1835


@dataclass(frozen=True)
class Probes:
    """`ids` (P, T); `context` (P, T, D); `inputs` and `timesteps` of each step, (P, C, h, w);
    `latents`: the finished ones, (P, C, h, w), as the scheduler leaves them (still scaled)."""

    prompts: tuple[str, ...]
    ids: torch.Tensor
    context: torch.Tensor
    inputs: tuple[torch.Tensor, ...]
    timesteps: tuple[float, ...]
    latents: torch.Tensor


@torch.inference_mode()
def sample(pipe: StableDiffusionPipeline, spec: ProfileSpec, prompts: tuple[str, ...]) -> Probes:
    """Sample every prompt once with guidance and keep what the UNet met on the way."""
    ids = torch.tensor([reference_ids(pipe.tokenizer, text) for text in ("", *prompts)])
    context = pipe.text_encoder(ids).last_hidden_state
    both = torch.cat([context[:1].expand(len(prompts), -1, -1), context[1:]])
    unet = pipe.unet.config
    size = unet.sample_size
    height, width = (size, size) if isinstance(size, int) else size
    start = torch.randn(
        len(prompts), unet.in_channels, height, width,
        generator=torch.Generator().manual_seed(_SEED),
    )  # fmt: skip
    timesteps: list[float] = []

    def predict(_step: int, latents: torch.Tensor, timestep: Any) -> torch.Tensor:
        timesteps.append(float(timestep))
        out = pipe.unet(torch.cat([latents, latents]), timestep, both).sample
        without, with_prompt = out.chunk(2)
        guided: torch.Tensor = without + spec.guidance_scale * (with_prompt - without)
        return guided

    scheduler = spec.make_scheduler(pipe.scheduler)
    seen = schedule.trajectory(scheduler, spec.steps, start, predict)
    return Probes(
        prompts=prompts,
        ids=ids[1:],
        context=context[1:],
        inputs=tuple(seen[:-1]),
        timesteps=tuple(timesteps),
        latents=seen[-1],
    )
