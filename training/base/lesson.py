"""One step of the autoencoder's training, and all that a resumed training needs.

Where the encoder has a residual, it learns with the decoder until there is a UNet that knows its
latents. They would grow without end to drown the noise that is laid over them; so each component
is held to the mean and the width that the principal components gave it.
"""

import copy
from typing import Any

import torch
from diffusers.training_utils import EMAModel
from torch import nn
from torch.nn import functional

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.critic import Critic, critic_loss, decoder_losses
from training.base.graphed import Graphed, adamw, load_optimizer, set_rate
from training.precision import autocast

_CRITIC_RATE = 4e-4


class Lesson:
    """The autoencoder, its critic, their optimizers, and its averaged weights.

    known: pictures (N, 3, H, W) in -1..1 whose latents say how wide each component is; where it is
    None, the encoder and with it the linear decoder stay as they are.
    """

    def __init__(
        self, config: BaseConfig, model: PatchAutoencoder, known: torch.Tensor | None
    ) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.model = model.to("cuda" if torch.cuda.is_available() else "cpu")
        self.known = None if known is None else known.to(model.device)
        if self.known is None:
            for part in (model.encoder, model.linear_decoder):
                part.requires_grad_(False)
        else:
            self.mean, self.width = spread(model.encoder, self.known)
        self.critic = Critic().to(model.device)
        self.learnt = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = adamw(
            self.learnt, config.decoder_learning_rate, model.device, weight_decay=1e-2,
            betas=(0.9, 0.99),
        )  # fmt: skip
        # The critic forgets fast (as GANs' usually do): what it judges changes all the time.
        self.critic_optimizer = torch.optim.AdamW(
            self.critic.parameters(), lr=_CRITIC_RATE, weight_decay=0.0, betas=(0.0, 0.9),
            fused=True,
        )  # fmt: skip
        self.ema = EMAModel(
            self.learnt, decay=0.998, use_ema_warmup=True, power=0.75, foreach=True
        )
        self._alone = Graphed(self._without_critic, self.model.device)
        self._last: dict[str, torch.Tensor] = {}

    def _encode(self, pictures: torch.Tensor) -> torch.Tensor:
        """Latents of (B, 3, S, S), each component as wide as it was at first if it may learn."""
        if self.known is None:
            with torch.no_grad():
                return self.model.encoder(pictures).float()
        with autocast(pictures.device):
            latents = self.model.encoder(pictures).float()
        power, mean = torch.var_mean(latents, (0, 2, 3), keepdim=True)
        even = (latents - mean) * torch.rsqrt(power + 1e-6)
        return even * self.width.view(1, -1, 1, 1) + self.mean.view(1, -1, 1, 1)

    def step(
        self,
        rate: float,
        target: torch.Tensor,
        noise: torch.Tensor,
        repainted: torch.Tensor | None = None,
        *,
        judged: bool = True,
    ) -> None:
        """One step on squares (B, 3, S, S), with noise for their latents (B, C, s, s).

        repainted: latents in place of the first squares' own. judged: whether the critic's verdict
        counts yet; where the recipe has a critic, it learns in any case.
        """
        set_rate(self.optimizer, rate)
        if self.config.decoder_critic > 0:
            self._with_critic(target, noise, repainted, judged)
        elif repainted is None:
            self._last = {"loss": self._alone(target, noise).clone()}
        else:
            self._last = {"loss": self._without_critic(target, noise, repainted)}
        self.ema.step(self.learnt)

    def _without_critic(
        self, target: torch.Tensor, noise: torch.Tensor, repainted: torch.Tensor | None = None
    ) -> torch.Tensor:
        self.optimizer.zero_grad(set_to_none=True)
        with autocast(target.device):
            loss = picture_loss(self._decode(self._latents(target, noise, repainted)), target)
        self._descend(loss)
        return loss.detach()

    def _with_critic(
        self,
        target: torch.Tensor,
        noise: torch.Tensor,
        repainted: torch.Tensor | None,
        judged: bool,
    ) -> None:
        self.optimizer.zero_grad(set_to_none=True)
        with autocast(target.device):
            decoded = self._decode(self._latents(target, noise, repainted))
            loss = total = picture_loss(decoded, target)
            parts = {"loss": loss}
            if judged:
                fooled, apart = decoder_losses(self.critic, target, decoded)
                total = total + self.config.decoder_critic * fooled
                total = total + self.config.decoder_features * apart
                parts |= {"fooled": fooled, "apart": apart}
        self._descend(total)
        parts["critic"] = self._teach_critic(target, decoded)
        self._last = {name: part.detach() for name, part in parts.items()}

    def _descend(self, loss: torch.Tensor) -> None:
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimizer.step()

    def _latents(
        self, target: torch.Tensor, noise: torch.Tensor, repainted: torch.Tensor | None
    ) -> torch.Tensor:
        latents = self._encode(target) + noise
        return latents if repainted is None else torch.cat([repainted, latents[len(repainted) :]])

    def last(self) -> dict[str, float]:
        """The losses of the last step; on a GPU this waits for it."""
        return {name: float(part) for name, part in self._last.items()}

    def state(self) -> dict[str, object]:
        """All that resuming needs; "averaged" are the weights to paint with."""
        raw = copy.deepcopy(self.model.state_dict())
        self.ema.copy_to(self.learnt)
        if self.known is not None:
            # What a batch did to its own latents while learning, the weights now do to all.
            mean, width = spread(self.model.encoder, self.known)
            gain = self.width / width
            self.model.encoder.rescale(mean - self.mean / gain, gain)
        averaged = copy.deepcopy(self.model.state_dict())
        self.model.load_state_dict(raw)
        return {
            "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
            "critic": self.critic.state_dict(), "ema": self.ema.state_dict(),
            "critic_optimizer": self.critic_optimizer.state_dict(), "averaged": averaged,
        }  # fmt: skip

    def resume(self, state: dict[str, Any] | None) -> int:
        """Go on from `state`, if there is one; the step it was saved at."""
        if state is None:
            return 0
        self.model.load_state_dict(state["model"])
        load_optimizer(self.optimizer, state["optimizer"])
        self.critic.load_state_dict(state["critic"])
        self.critic_optimizer.load_state_dict(state["critic_optimizer"])
        self.ema.load_state_dict(state["ema"])
        return int(state["step"])

    def _decode(self, latents: torch.Tensor) -> torch.Tensor:
        picture: torch.Tensor = self.model.decode(latents, return_dict=False)[0]
        return picture.float()

    def _teach_critic(self, target: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
        # The decoder's backward pass left gradients here too.
        self.critic_optimizer.zero_grad(set_to_none=True)
        with autocast(target.device):
            loss = critic_loss(self.critic, target, decoded)
        loss.backward()
        self.critic_optimizer.step()
        self.critic_optimizer.zero_grad(set_to_none=True)
        return loss


@torch.no_grad()
def spread(encoder: nn.Module, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation (C,) of the latents of pictures (N, 3, H, W)."""
    latents = torch.cat([encoder(some) for some in pictures.split(64)])
    by_component = latents.transpose(0, 1).flatten(1)
    return by_component.mean(1), by_component.std(1)


def picture_loss(painted: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """L1 of pixels plus L1 of horizontal and vertical differences, which keeps outlines sharp."""
    loss = functional.l1_loss(painted, target)
    for axis in (2, 3):
        loss = loss + functional.l1_loss(painted.diff(dim=axis), target.diff(dim=axis))
    return loss
