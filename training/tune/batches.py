"""What goes through the UNet at a time: the step's pictures, in parts of equal size."""

from collections.abc import Iterator, Sequence

import msgspec
import torch

from training.tune import order
from training.tune.buckets import Size, fitting, sizes
from training.tune.cache import Cache, Tensors, latents_of, texts_of
from training.tune.config import TuneConfig
from training.tune.dataset import Example
from training.tune.parts import Parts


class Micro(msgspec.Struct, frozen=True, kw_only=True):
    """Up to `micro_batch` pictures. Latents and noise (B, C, h, w), timesteps (B,).

    text: token ids (B, T) where the text encoder learns, else its answers (B, T, width).
    masks (B, 1, h, w) or None. share: what each picture's loss counts for in the step's. prior:
    preserves what the base could; `base_answers` then says that the target is the base's answer.
    """

    latents: torch.Tensor
    noise: torch.Tensor
    timesteps: torch.Tensor
    text: torch.Tensor
    masks: torch.Tensor | None
    share: float
    names: tuple[str, ...]
    prior: bool = False
    base_answers: bool = False

    def on(self, device: torch.device) -> "Micro":
        """The same on `device`."""
        moved = {
            name: value.to(device, non_blocking=True)
            for name, value in msgspec.structs.asdict(self).items()
            if isinstance(value, torch.Tensor)
        }
        return msgspec.structs.replace(self, **moved)


class _Sample(msgspec.Struct, frozen=True):
    tensors: Tensors
    caption: str
    index: int
    name: str


class Material:
    """Latents and texts of the pictures to learn from and of the class pictures, in memory."""

    def __init__(
        self,
        config: TuneConfig,
        parts: Parts,
        cache: Cache,
        examples: Sequence[Example],
        class_pictures: Sequence[Example] = (),
    ) -> None:
        self.config = config
        self.parts = parts
        self.examples = list(examples)
        fitted = sizes_for(config, parts, self.examples)
        self._latents = latents_of(parts, cache, self.examples, fitted, mirror=config.mirror)
        square = sizes_for(config, parts, class_pictures)
        self._classes = latents_of(parts, cache, class_pictures, square, mirror=False)
        self._class_captions = [e.caption for e in class_pictures]
        captions = {e.caption for e in self.examples}
        captions |= {"", *config.prior_prompts, *self._class_captions}
        self._texts = self._read_texts(cache, sorted(captions))
        self.order = order.Order(config.seed, fitted, config.batch)

    def micros(self, step: int, process: int = 0, processes: int = 1) -> list[Micro]:
        """What `process` of `processes` takes of step `step` (from 0): a function of the seed."""
        config = self.config
        drawn = order.timesteps(config.seed, step, config.batch)
        instance = [
            self._instance(step, index, row) for index, row in enumerate(self.order.rows(step))
        ]
        found = list(self._parted(step, instance[process::processes], drawn, 1 / config.batch))
        if config.prior == "none":
            return found
        drawn = order.timesteps(config.seed, ~step & 0x7FFFFFFF, config.prior_batch)
        share = config.prior_weight / config.prior_batch
        prior = self._prior(step, instance)[process::processes]
        return [*found, *self._parted(step, prior, drawn, share, prior=True)]

    def text_for(self, captions: Sequence[str]) -> torch.Tensor:
        """Token ids or the text encoder's answers, as in `Micro`."""
        return torch.stack([self._texts[caption] for caption in captions])

    def _read_texts(self, cache: Cache, captions: list[str]) -> dict[str, torch.Tensor]:
        if self.config.text_encoder:
            return dict(zip(captions, self.parts.tokens(captions), strict=True))
        return texts_of(self.parts, cache, captions)

    def _instance(self, step: int, index: int, row: int) -> _Sample:
        config, example = self.config, self.examples[row]
        sides = self._latents[row]
        dropped, side = order.choice(config.seed, step, index, len(sides))
        caption = "" if dropped < config.caption_dropout else example.caption
        return _Sample(sides[side], caption, index, example.file.name)

    def _prior(self, step: int, instance: Sequence[_Sample]) -> list[_Sample]:
        config = self.config
        first, count = config.batch, config.prior_batch
        if config.prior == "class-pictures":
            rows = order.prior_rows(config.seed, step, count, len(self._classes))
            return [
                _Sample(self._classes[row][0], self._class_captions[row], first + n, f"prior {row}")
                for n, row in enumerate(rows)
            ]
        rows = order.prior_rows(config.seed, step, count, len(config.prior_prompts))
        return [
            _Sample(
                instance[n % len(instance)].tensors, config.prior_prompts[row], first + n,
                instance[n % len(instance)].name,
            )
            for n, row in enumerate(rows)
        ]  # fmt: skip

    def _parted(
        self,
        step: int,
        samples: Sequence[_Sample],
        timesteps: torch.Tensor,
        share: float,
        *,
        prior: bool = False,
    ) -> Iterator[Micro]:
        for start in range(0, len(samples), self.config.micro):
            some = samples[start : start + self.config.micro]
            first = self.config.batch if prior else 0
            yield Micro(
                latents=torch.stack([self._drawn(step, one) for one in some]),
                noise=torch.stack([self._noise(step, one) for one in some]),
                timesteps=torch.stack([timesteps[one.index - first] for one in some]),
                text=self.text_for([one.caption for one in some]),
                masks=self._masks(some),
                share=share,
                names=tuple(one.name for one in some),
                prior=prior,
                base_answers=prior and self.config.prior == "adapter-off",
            )

    def _noise(self, step: int, one: _Sample) -> torch.Tensor:
        shape = one.tensors["mean"].shape
        return order.noise(self.config.seed, step, one.index, shape, self.config.noise_offset)

    def _drawn(self, step: int, one: _Sample) -> torch.Tensor:
        mean = one.tensors["mean"]
        if "std" not in one.tensors:
            return mean
        return mean + one.tensors["std"] * order.spread(
            self.config.seed, step, one.index, mean.shape
        )

    def _masks(self, some: Sequence[_Sample]) -> torch.Tensor | None:
        if not self.config.masks or not any("mask" in one.tensors for one in some):
            return None
        floor = self.config.mask_floor
        return torch.stack(
            [
                floor + (1 - floor) * one.tensors["mask"][None]
                if "mask" in one.tensors
                else torch.ones_like(one.tensors["mean"][:1])
                for one in some
            ]
        )


def sizes_for(config: TuneConfig, parts: Parts, examples: Sequence[Example]) -> list[Size]:
    """The size that each picture is trained at with this base and recipe."""
    side = config.resolution or parts.side
    among = sizes(side, parts.step, square=not config.buckets)
    return [fitting(example.width, example.height, among) for example in examples]
