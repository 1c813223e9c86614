"""The teacher's own paths: states of guided sampling where the student's steps begin and end.

The teacher samples as the profile `completo` does (DPM++ 2M, trailing, guidance), a solver of the
probability-flow ODE: from one noise and one sentence there is one path, and a student can learn
to take it in fewer steps (Luhman & Luhman 2021, arXiv 2101.02388).
"""

from pathlib import Path

import numpy as np
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from numpy.typing import NDArray
from rich.progress import track

from training.base.fewstep_config import FewStepConfig
from training.interrupt import stop_wish
from training.precision import quick
from training.scenes.captions import caption
from training.scenes.scene import compose

SHARD = 250


def captions(config: FewStepConfig) -> list[str]:
    """One caption for each trajectory, as visitors say them."""
    seeds = range(config.first_seed, config.first_seed + config.trajectories)
    return [caption(compose(seed), np.random.default_rng((seed, 1))) for seed in seeds]


@torch.no_grad()
def read_sentences(pipeline: StableDiffusionPipeline, sentences: list[str]) -> torch.Tensor:
    """Hidden states (N, T, D) of sentences, as the UNet reads them; one may train with them."""
    tokenizer = pipeline.tokenizer
    ids = tokenizer(
        sentences, padding="max_length", truncation=True, max_length=tokenizer.model_max_length,
        return_tensors="pt",
    ).input_ids  # fmt: skip
    parts = [pipeline.text_encoder(some.to(pipeline.device))[0] for some in ids.split(100)]
    return torch.cat(parts)


def walk(config: FewStepConfig, pipeline: StableDiffusionPipeline, folder: Path) -> bool:
    """Walk all trajectories into shards of `folder`, keeping those there; False if stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    shards = range(-(-config.trajectories // SHARD))
    todo = [shard for shard in shards if not _path(folder, shard).exists()]
    if not todo:
        return True
    said = read_sentences(pipeline, captions(config))
    unsaid = read_sentences(pipeline, [""])
    with stop_wish() as wish:
        for shard in track(todo, description="trajectories"):
            if wish:
                return False
            rows = range(shard * SHARD, min((shard + 1) * SHARD, config.trajectories))
            parts = [
                states(config, pipeline, list(some), said[some[0] : some[-1] + 1], unsaid)
                for some in _batches(rows, config.teacher_batch)
            ]
            draft = _path(folder, shard).with_suffix(".draft.npy")
            np.save(draft, np.concatenate(parts))
            draft.replace(_path(folder, shard))
    return True


def read_states(config: FewStepConfig, folder: Path) -> NDArray[np.float16]:
    """All borders (N, evaluations + 1, C, h, w), pure noise first and finished latents last."""
    files = sorted(folder.glob("states-*[0-9].npy"))
    return np.concatenate([np.load(file) for file in files])[: config.trajectories]


@torch.inference_mode()
def states(
    config: FewStepConfig,
    pipeline: StableDiffusionPipeline,
    rows: list[int],
    said: torch.Tensor,
    unsaid: torch.Tensor,
) -> NDArray[np.float16]:
    """Borders (B, evaluations + 1, C, h, w) of trajectories `rows`, whose sentences are `said`."""
    scheduler = DPMSolverMultistepScheduler.from_config(
        pipeline.scheduler.config, timestep_spacing="trailing"
    )
    scheduler.set_timesteps(config.teacher_steps)
    unet = pipeline.unet
    predict = quick(unet, pipeline.device)
    size = unet.config.sample_size
    latents = torch.stack([
        torch.randn(
            unet.config.in_channels, size, size,
            generator=torch.Generator().manual_seed(config.first_seed + row),
        )
        for row in rows
    ]).to(pipeline.device)  # fmt: skip
    context = torch.cat([unsaid.expand(len(rows), -1, -1), said])
    stride = config.teacher_steps // config.evaluations
    borders = []
    for k, timestep in enumerate(scheduler.timesteps):
        if k % stride == 0:
            borders.append(latents)
        answer = predict(torch.cat([latents, latents]), timestep, context).sample.float()
        without, given = answer.chunk(2)
        guided = without + config.guidance * (given - without)
        latents = scheduler.step(guided, timestep, latents).prev_sample
    stacked: NDArray[np.float16] = torch.stack([*borders, latents], dim=1).half().cpu().numpy()
    return stacked


def _batches(rows: range, size: int) -> list[range]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _path(folder: Path, shard: int) -> Path:
    return folder / f"states-{shard:04d}.npy"
