"""Is it learning, over-fitting, forgetting? The same pictures, noise and timesteps every time.

Held-out loss against the loss of as many pictures learnt from shows over-fitting; how far the
answers to the prior's prompts have moved from the base's shows forgetting.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.tune import order
from training.tune.batches import sizes_for
from training.tune.cache import Cache, latents_of, texts_of
from training.tune.config import TuneConfig
from training.tune.dataset import Example
from training.tune.learner import Learner
from training.tune.losses import noised, picture_losses
from training.tune.parts import Parts

TIMESTEPS = tuple(range(62, 1000, 125))  # eight, the middles of equal parts
_SEED = 97

Pair = tuple[torch.Tensor, torch.Tensor]  # latents (C, h, w) and what `Net` takes as text


class Watch:
    """Losses of a run at fixed points: means over pictures and the eight timesteps."""

    def __init__(
        self,
        config: TuneConfig,
        parts: Parts,
        cache: Cache,
        taught: Sequence[Example],
        held_out: Sequence[Example],
    ) -> None:
        self.config = config
        self.parts = parts
        self.cache = cache
        few = config.watch_pictures
        held = self._pairs(evenly(held_out, few))
        self.sets = {"train": self._pairs(evenly(taught, len(held) or few)), "held_out": held}
        prompts = list(config.prior_prompts) or [""]
        texts = self._texts(prompts)
        among = held or self.sets["train"]
        self.drift = [
            (latents, texts[prompts[n % len(prompts)]]) for n, (latents, _) in enumerate(among)
        ]

    def measure(self, learner: Learner, kept: Path) -> dict[str, float]:
        """Losses by set, and "drift": mean squared distance from the base's answers.

        kept: file of the base's answers; made at the first call, before anything is learnt.
        """
        found = {}
        with torch.no_grad(), learner.averaged():
            for name, pairs in self.sets.items():
                losses = [self._loss(learner, *pair) for pair in pairs]
                if losses:
                    found[name] = sum(losses) / len(losses)
            answers = {str(n): self._answer(learner, *pair)[0] for n, pair in enumerate(self.drift)}
        if not kept.is_file():
            draft = kept.with_suffix(".draft")
            save_file(answers, draft)
            draft.replace(kept)
        before = load_file(kept)
        apart = torch.stack([(answers[key] - before[key]).pow(2).mean() for key in answers])
        return {**found, "drift": float(apart.mean())}

    def _loss(self, learner: Learner, latents: torch.Tensor, text: torch.Tensor) -> float:
        answer, target, signal = self._answer(learner, latents, text)
        losses = picture_losses(answer, target, signal, gamma=0.0, prediction=learner.prediction)
        return float(losses.mean())

    def _answer(
        self, learner: Learner, latents: torch.Tensor, text: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The answers at the eight timesteps, the targets and the signal's shares, on the CPU."""
        device = learner.accelerator.device
        count = len(TIMESTEPS)
        noise = torch.stack([order.noise(_SEED, 0, place, latents.shape) for place in range(count)])
        steps = torch.tensor(TIMESTEPS, device=device)
        noisy, target, signal = noised(
            latents.to(device).expand(noise.shape), noise.to(device), steps, learner.table,
            learner.prediction,
        )  # fmt: skip
        with learner.passes():
            answer: torch.Tensor = learner.net(
                noisy, steps, text.to(device).expand(count, *text.shape)
            )
        return answer.float().cpu(), target.cpu(), signal.cpu()

    def _pairs(self, examples: Sequence[Example]) -> list[Pair]:
        sizes = sizes_for(self.config, self.parts, examples)
        found = latents_of(self.parts, self.cache, examples, sizes, mirror=False)
        texts = self._texts([e.caption for e in examples])
        return [(one[0]["mean"], texts[e.caption]) for one, e in zip(found, examples, strict=True)]

    def _texts(self, captions: Sequence[str]) -> dict[str, torch.Tensor]:
        if self.config.text_encoder:
            return dict(zip(captions, self.parts.tokens(list(captions)), strict=True))
        return texts_of(self.parts, self.cache, captions)


def evenly(among: Sequence[Example], count: int) -> list[Example]:
    """At most `count` of `among`, evenly apart."""
    if len(among) <= count:
        return list(among)
    return [among[round(n * (len(among) - 1) / max(1, count - 1))] for n in range(count)]
