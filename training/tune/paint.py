"""Pictures during a run and before it: diffusers' own pipeline over the parts at hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from numpy.typing import NDArray
from PIL import Image
from transformers import CLIPTextModel

from training.base.pipeline import sample_latents
from training.files import sha256_of
from training.progress import progress
from training.tune.cache import Cache, texts_of
from training.tune.config import TuneConfig
from training.tune.dataset import Example
from training.tune.parts import Parts

_AT_A_TIME = 4


def paint(
    parts: Parts,
    unet: UNet2DConditionModel,
    text: CLIPTextModel | dict[str, torch.Tensor],
    prompts: Sequence[str],
    seeds: Sequence[int],
    *,
    steps: int,
    guidance: float,
) -> NDArray[np.uint8]:
    """Paint `prompts` with one seed each; (N, H, W, 3) uint8.

    text: the text encoder, or its answers (T, width) by prompt, "" among them.
    """
    encoder = None if isinstance(text, dict) else text
    pipeline = StableDiffusionPipeline(
        vae=None, text_encoder=encoder, tokenizer=parts.tokenizer, unet=unet,
        scheduler=parts.scheduler, safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    )  # fmt: skip
    pipeline.set_progress_bar_config(disable=True)
    pipeline.vae_scale_factor = parts.patch
    found = []
    for start in range(0, len(prompts), _AT_A_TIME):
        some = list(prompts[start : start + _AT_A_TIME])
        found.append(
            sample_latents(
                pipeline, _said(parts, text, some), list(seeds[start : start + len(some)]),
                steps=steps, guidance=guidance,
            )
        )  # fmt: skip
    return decode(parts, np.concatenate(found))


@torch.no_grad()
def decode(parts: Parts, latents: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Scaled latents (N, C, h, w) to pictures (N, H, W, 3)."""
    with parts.vae() as vae:
        one_by_one = [
            vae.decode(torch.from_numpy(one[None]).to(parts.device) / parts.scaling_factor)[0].cpu()
            for one in latents
        ]
    pixels = torch.cat(one_by_one).permute(0, 2, 3, 1).float().clamp(-1, 1)
    found: NDArray[np.uint8] = ((pixels + 1) * 127.5).round().byte().numpy()
    return found


def class_pictures(config: TuneConfig, parts: Parts, cache: Cache) -> list[Example]:
    """The base's own pictures of `prior_prompts`, painted once into the run's folder."""
    if config.prior != "class-pictures":
        return []
    folder = config.output / "class-pictures"
    folder.mkdir(parents=True, exist_ok=True)
    prompts = [
        config.prior_prompts[n % len(config.prior_prompts)] for n in range(config.prior_pictures)
    ]
    files = [folder / f"{n:05d}.png" for n in range(len(prompts))]
    todo = [n for n, file in enumerate(files) if not file.is_file()]
    if todo:
        unet = parts.unet()
        texts = texts_of(parts, cache, sorted({"", *prompts}))
        with progress() as bar:
            task = bar.add_task("prior", total=len(todo))
            for start in range(0, len(todo), _AT_A_TIME):
                some = todo[start : start + _AT_A_TIME]
                pictures = paint(
                    parts, unet, texts, [prompts[n] for n in some], some,
                    steps=config.sample_steps, guidance=config.sample_guidance,
                )  # fmt: skip
                for n, picture in zip(some, pictures, strict=True):
                    write_picture(files[n], picture)
                bar.advance(task, len(some))
        del unet
        parts.free()
    return [
        Example(
            file=file, caption=prompt, sha256=sha256_of(file), width=parts.side, height=parts.side
        )
        for file, prompt in zip(files, prompts, strict=True)
    ]


def write_picture(file: Path, picture: NDArray[np.uint8]) -> None:
    """Write one picture (H, W, 3) as PNG, whole or not at all."""
    draft = file.with_suffix(".draft.png")
    Image.fromarray(picture).save(draft)
    draft.replace(file)


def _said(
    parts: Parts, text: CLIPTextModel | dict[str, torch.Tensor], prompts: list[str]
) -> dict[str, Any] | list[str]:
    if not isinstance(text, dict):
        return prompts
    return {
        "prompt_embeds": torch.stack([text[p] for p in prompts]).to(parts.device),
        "negative_prompt_embeds": torch.stack([text[""]] * len(prompts)).to(parts.device),
    }
