"""What the student learns from: leaps between a trajectory's borders, and the v behind each."""

from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline

from training.base.fewstep import build_few_step_scheduler
from training.base.fewstep_config import FewStepConfig
from training.base.trajectories import captions, read_sentences, read_states


class Leaps:
    """From each border of the trajectories to the next: batches by (seed, step) alone."""

    def __init__(
        self, config: FewStepConfig, pipeline: StableDiffusionPipeline, folder: Path
    ) -> None:
        self.config = config
        self.states = torch.from_numpy(read_states(config, folder))
        self.context = read_sentences(pipeline, captions(config)).cpu()
        self.scheduler = build_few_step_scheduler(pipeline.scheduler)
        self.scheduler.set_timesteps(config.evaluations)
        self.timesteps = self.scheduler.timesteps.cpu()
        known = self.scheduler.alphas_cumprod[self.timesteps]
        # Signal share at each border; the last leap ends in finished latents.
        self.signal = torch.cat([known, torch.ones(1)])

    def at(self, step: int) -> tuple[torch.Tensor, ...]:
        """States (B, C, h, w), timesteps (B,), context (B, T, D) and the wanted v of `step`."""
        size, leaps = self.config.batch, self.config.evaluations
        rng = torch.Generator().manual_seed(self.config.seed * 1_000_003 + step)
        rows = torch.randint(len(self.states), (size,), generator=rng)
        # All leaps alike often, also where a batch is no multiple of them.
        leap = (torch.arange(size) + int(torch.randint(leaps, (1,), generator=rng))) % leaps
        begin, end = self.states[rows, leap].float(), self.states[rows, leap + 1].float()
        wanted = wanted_v(begin, end, self.signal[leap], self.signal[leap + 1])
        return begin, self.timesteps[leap], self.context[rows], wanted


def wanted_v(
    begin: torch.Tensor, end: torch.Tensor, signal: torch.Tensor, later: torch.Tensor
) -> torch.Tensor:
    """The v at states `begin` (B, C, h, w) whose one DDIM step gives `end`.

    Signal shares (B,). With angles (cos, sin) = (sqrt(signal), sqrt(1 - signal)), a DDIM step
    turns x by the difference d: x_s = cos(d) x_t - sin(d) v (Salimans & Ho 2022, appendix D).
    """
    a_t, s_t, a_s, s_s = (
        part.sqrt().view(-1, 1, 1, 1) for part in (signal, 1 - signal, later, 1 - later)
    )
    return ((a_s * a_t + s_s * s_t) * begin - end) / (s_t * a_s - a_t * s_s)
