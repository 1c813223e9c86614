"""One step of the decoder's training, and all that a resumed training needs."""

from typing import Any

import torch
from diffusers.training_utils import EMAModel
from torch.nn import functional

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.critic import Critic, critic_loss, decoder_losses
from training.base.graphed import Graphed, adamw, load_optimizer, set_rate
from training.precision import autocast

_CRITIC_RATE = 4e-4


class Lesson:
    """The decoder, its critic, their optimizers, and the decoder's averaged weights."""

    def __init__(self, config: BaseConfig, model: PatchAutoencoder) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.model = model.to("cuda" if torch.cuda.is_available() else "cpu")
        for part in (model.encoder, model.linear_decoder):
            part.requires_grad_(False)
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
        with torch.no_grad():
            latents: torch.Tensor = self.model.encoder(target) + noise
        return latents if repainted is None else torch.cat([repainted, latents[len(repainted) :]])

    def last(self) -> dict[str, float]:
        """The losses of the last step; on a GPU this waits for it."""
        return {name: float(part) for name, part in self._last.items()}

    def state(self) -> dict[str, object]:
        """All that resuming needs; "averaged" are the weights to paint with."""
        self.ema.store(self.learnt)
        self.ema.copy_to(self.learnt)
        averaged = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.ema.restore(self.learnt)
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


def picture_loss(painted: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """L1 of pixels plus L1 of horizontal and vertical differences, which keeps outlines sharp."""
    loss = functional.l1_loss(painted, target)
    for axis in (2, 3):
        loss = loss + functional.l1_loss(painted.diff(dim=axis), target.diff(dim=axis))
    return loss
