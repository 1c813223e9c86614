"""The embedded base as a StableDiffusionPipeline: assemble it, sample it, write and read it."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import (
    DPMSolverMultistepScheduler,
    PNDMScheduler,
    SchedulerMixin,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from diffusers.utils import logging
from numpy.typing import NDArray
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.guidance import GUIDANCE
from training.texts import TrainingError


def assemble(
    text: CLIPTextModel,
    unet: UNet2DConditionModel,
    vae: PatchAutoencoder,
    tokenizer: CLIPTokenizer,
    scheduler: PNDMScheduler,
) -> StableDiffusionPipeline:
    """diffusers' own pipeline over our parts; PNDM as in the paper."""
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def load_pipeline(folder: Path) -> StableDiffusionPipeline:
    """Read a diffusers folder in fp32. Raises TrainingError where there is none."""
    if not (folder / "model_index.json").is_file():
        raise TrainingError("base_missing", folder=folder)
    # Its warnings here are that our autoencoder is not AutoencoderKL, which is meant.
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    pipeline = StableDiffusionPipeline.from_pretrained(
        folder, torch_dtype=torch.float32, safety_checker=None, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def sample(
    pipeline: StableDiffusionPipeline,
    prompts: list[str],
    seeds: list[int],
    *,
    steps: int = 20,
    guidance: float = GUIDANCE,
) -> NDArray[np.uint8]:
    """Paint `prompts` with one seed each by DPM++ 2M; (N, H, W, 3) uint8."""
    return paint_with(_dpm(pipeline), pipeline, prompts, seeds, steps=steps, guidance=guidance)


def sample_latents(
    pipeline: StableDiffusionPipeline,
    prompts: list[str] | dict[str, torch.Tensor],
    seeds: list[int],
    *,
    steps: int = 20,
    guidance: float = GUIDANCE,
) -> NDArray[np.float32]:
    """As `sample`, up to the scaled latents (N, C, h, w).

    A dict of prompts holds the text encoder's answers, named as the pipeline's arguments.
    """
    scheduler = _dpm(pipeline)
    latents = _run(scheduler, pipeline, prompts, seeds, steps, guidance, output="latent")
    found: NDArray[np.float32] = latents.float().cpu().numpy()
    return found


def paint_with(
    scheduler: SchedulerMixin,
    pipeline: StableDiffusionPipeline,
    prompts: list[str],
    seeds: list[int],
    *,
    steps: int,
    guidance: float,
) -> NDArray[np.uint8]:
    """Paint `prompts` with one seed each by `scheduler`; (N, H, W, 3) uint8."""
    pictures = _run(scheduler, pipeline, prompts, seeds, steps, guidance, output="np")
    rounded: NDArray[np.uint8] = (pictures * 255).round().astype(np.uint8)
    return rounded


def _dpm(pipeline: StableDiffusionPipeline) -> DPMSolverMultistepScheduler:
    # Trailing steps begin at the noisiest timestep, where the starting noise belongs
    # (Lin et al. 2024, section 3.3); begun later, pure noise is taken for a grey sky.
    return DPMSolverMultistepScheduler.from_config(
        pipeline.scheduler.config, timestep_spacing="trailing"
    )


def _run(
    scheduler: SchedulerMixin,
    pipeline: StableDiffusionPipeline,
    prompts: list[str] | dict[str, torch.Tensor],
    seeds: list[int],
    steps: int,
    guidance: float,
    *,
    output: str,
) -> Any:
    said = prompts if isinstance(prompts, dict) else {"prompt": prompts}
    before, pipeline.scheduler = pipeline.scheduler, scheduler
    try:
        generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        with torch.inference_mode():
            return pipeline(
                **said,
                num_inference_steps=steps,
                guidance_scale=guidance,
                generator=generators,
                output_type=output,
            ).images
    finally:
        pipeline.scheduler = before


def contact_sheet(pictures: NDArray[np.uint8], columns: int, enlarge: int = 1) -> NDArray[np.uint8]:
    """Pictures (N, H, W, 3) in rows of `columns`, each pixel repeated `enlarge` times."""
    rows = -(-len(pictures) // columns)
    height, width = pictures.shape[1:3]
    sheet = np.full((rows * height, columns * width, 3), 24, np.uint8)
    for index, picture in enumerate(pictures):
        y, x = divmod(index, columns)
        sheet[y * height : (y + 1) * height, x * width : (x + 1) * width] = picture
    return sheet.repeat(enlarge, axis=0).repeat(enlarge, axis=1)
