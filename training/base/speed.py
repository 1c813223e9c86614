"""What the short number format gains in training: steps in fp32 and in bf16, in turns."""

import time
from statistics import median

import msgspec
import torch

from training.base.config import BaseConfig
from training.base.diffuse import Both
from training.base.models import build_text_encoder, build_unet
from training.base.pipeline import load_pipeline
from training.places import BASE
from training.precision import Precision, quick
from training.progress import progress

_FORMATS: tuple[Precision, ...] = ("fp32", "bf16")
_SEEN = 112  # as many numbers a place as the probe has; the head is there, its teacher is not


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """Samples a second, medians over the turns. ratio: bf16's over fp32's."""

    batch: int
    turns: int
    threads: int
    fp32: float
    bf16: float
    ratio: float


class _Side:
    """The base's own net and optimizer, and one batch of random numbers, in one format."""

    def __init__(self, config: BaseConfig, wanted: Precision) -> None:
        torch.manual_seed(config.seed)
        tokenizer = load_pipeline(BASE).tokenizer
        unet = build_unet(config)
        self.both = Both(build_text_encoder(config, tokenizer), unet, _SEEN)
        self.both.train()
        self.predict = quick(self.both, torch.device("cpu"), wanted)
        self.optimizer = torch.optim.AdamW(self.both.parameters(), fused=True)
        places = (config.batch, config.latent_channels, config.grid, config.grid)
        self.noisy, self.target = torch.randn(places), torch.randn(places)
        self.steps = torch.randint(0, 1000, (config.batch,))
        self.ids = torch.randint(0, len(tokenizer), (config.batch, config.max_tokens))

    def step(self) -> None:
        """One training step: both passes, clipping, AdamW."""
        predicted = self.predict(self.noisy, self.steps, self.ids)
        (predicted.float() - self.target).pow(2).mean().backward()
        torch.nn.utils.clip_grad_norm_(self.both.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)


def speed(config: BaseConfig, *, turns: int, steps: int) -> Speed:
    """Time `steps` training steps of each format, `turns` times in turns, on this processor."""
    sides = {name: _Side(config, name) for name in _FORMATS}
    taken: dict[str, list[float]] = {name: [] for name in _FORMATS}
    with progress() as bar:
        for _ in bar.track(range(turns), description="speed"):
            for name, side in sides.items():
                side.step()  # what the other left in the caches
                began = time.monotonic()
                for _ in range(steps):
                    side.step()
                taken[name].append((time.monotonic() - began) / steps)
    rates = {name: config.batch / median(seconds) for name, seconds in taken.items()}
    return Speed(
        batch=config.batch, turns=turns, threads=torch.get_num_threads(), fp32=rates["fp32"],
        bf16=rates["bf16"], ratio=rates["bf16"] / rates["fp32"],
    )  # fmt: skip
