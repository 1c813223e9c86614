"""AdamW, whole or in 8 bits, and how its rate goes over a run."""

import math
from typing import Any

import torch

from training.tune.config import TuneConfig


def build_optimizer(config: TuneConfig, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
    """The recipe's optimizer over fp32 weights.

    In 8 bits (Dettmers et al. 2022, arXiv 2110.02861) the state of tensors with 4,096 numbers or
    more takes a quarter; those of a LoRA are mostly smaller.
    """
    if config.optimizer == "adamw8bit":
        import bitsandbytes

        made: torch.optim.Optimizer = bitsandbytes.optim.AdamW8bit(
            groups, weight_decay=config.weight_decay
        )
        return made
    return torch.optim.AdamW(groups, weight_decay=config.weight_decay, fused=True)


def rate(config: TuneConfig, step: int) -> float:
    """Share of the recipe's rate at `step` (from 0): warm-up, then down to `final_rate`."""
    up = min(1.0, (step + 1) / max(1, config.warmup_steps))
    done = step / config.steps
    falling = {
        "constant": 1.0,
        "linear": 1 - done,
        "cosine": 0.5 * (1 + math.cos(math.pi * done)),
    }[config.schedule]
    left = 1.0 if config.schedule == "constant" else config.final_rate
    return up * (left + (1 - left) * falling)
