"""Train the autoencoder's residual decoder: from latents back to pictures without patch edges."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.training_utils import EMAModel
from torch.nn import functional

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.corpus import read_pictures
from training.base.critic import Critic, critic_loss, decoder_losses
from training.base.prepare import as_tensor
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.interrupt import stop_wish
from training.precision import autocast
from training.progress import progress

_SAVE_EVERY = 250
_CRITIC_RATE = 4e-4
_HELD_OUT = 100  # pictures at the end, at most a quarter of all


def train_decoder(config: BaseConfig, run: Path, *, until: int) -> int:
    """Train to step `until` (at most config.decoder_steps); returns the step reached.

    The latents get a little noise, because what the UNet paints is never exactly an encoding.
    The linear part stays fixed: latents and previews keep their meaning.
    """
    until = min(until, config.decoder_steps)
    lesson = Lesson(config, PatchAutoencoder.from_pretrained(run / "vae-linear"))
    step = lesson.resume(load_checkpoint(run / "decoder"))
    if step >= until:
        return step
    pictures = _pictures(config, run)
    with stop_wish() as wish, progress() as bar:
        task = bar.add_task("decoder", total=until, completed=step)
        while step < until and not wish:
            loss = lesson.step(step, *_batch(config, lesson.model, pictures, step))
            step += 1
            bar.update(task, completed=step, description=f"decoder {loss:.4f}")
            if step % _SAVE_EVERY == 0 or step == until or wish:
                save_checkpoint(run / "decoder", step, lesson.state())
                quality = psnr(load_decoder(run), pictures[-_held_out(pictures) :])
                note(run / "decoder.jsonl", {"step": step, "psnr_db": quality, **lesson.last})
    return step


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
        rate = config.decoder_learning_rate
        self.optimizer = torch.optim.AdamW(
            self.learnt, lr=rate, weight_decay=1e-4, betas=(0.5, 0.99), fused=True
        )
        # The critic forgets fast (as GANs' usually do): what it judges changes all the time.
        self.critic_optimizer = torch.optim.AdamW(
            self.critic.parameters(), lr=_CRITIC_RATE, weight_decay=0.0, betas=(0.0, 0.9),
            fused=True,
        )  # fmt: skip
        self.ema = EMAModel(self.learnt, decay=0.998, use_ema_warmup=True, power=0.75)
        self.last: dict[str, float] = {}

    def step(self, step: int, target: torch.Tensor, latents: torch.Tensor) -> float:
        """One step on squares (B, 3, S, S) and their latents; the loss without the critic."""
        config = self.config
        judged = config.decoder_critic > 0 and step >= config.decoder_critic_from
        scale = _decay(step, config.decoder_steps)
        with autocast(target.device):
            decoded = self.model.decode(latents, return_dict=False)[0].float()
            loss = total = picture_loss(decoded, target)
            if judged:
                fooled, apart = decoder_losses(self.critic, target, decoded)
                total = loss + config.decoder_critic * fooled + config.decoder_features * apart
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.learnt, 1.0)
        _set_rate(self.optimizer, config.decoder_learning_rate * scale)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.ema.step(self.learnt)
        self.last = {"loss": float(loss.detach())}
        if config.decoder_critic > 0:
            self.critic_optimizer.zero_grad(set_to_none=True)
            with autocast(target.device):
                verdict = critic_loss(self.critic, target, decoded)
            verdict.backward()
            self.critic_optimizer.step()
            self.critic_optimizer.zero_grad(set_to_none=True)
            self.last |= {"critic": float(verdict.detach())}
        if judged:
            self.last |= {"fooled": float(fooled.detach()), "apart": float(apart.detach())}
        return self.last["loss"]

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
        self.optimizer.load_state_dict(state["optimizer"])
        self.critic.load_state_dict(state["critic"])
        self.critic_optimizer.load_state_dict(state["critic_optimizer"])
        self.ema.load_state_dict(state["ema"])
        return int(state["step"])


def picture_loss(painted: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """L1 of pixels plus L1 of horizontal and vertical differences, which keeps outlines sharp."""
    loss = functional.l1_loss(painted, target)
    for axis in (2, 3):
        loss = loss + functional.l1_loss(painted.diff(dim=axis), target.diff(dim=axis))
    return loss


@torch.no_grad()
def psnr(model: PatchAutoencoder, pictures: np.ndarray) -> float:
    """Reconstruction PSNR in dB over `pictures` (N, H, W, 3) uint8."""
    target = as_tensor(pictures)
    painted = model.forward(target).clamp(-1, 1)
    return float(10 * torch.log10(4.0 / (painted - target).pow(2).mean()))


def load_decoder(run: Path) -> PatchAutoencoder:
    """The autoencoder with the run's newest decoder weights."""
    model: PatchAutoencoder = PatchAutoencoder.from_pretrained(run / "vae-linear")
    state = load_checkpoint(run / "decoder")
    if state is not None:
        model.load_state_dict(state["averaged"])
    model.eval()
    return model


def _pictures(config: BaseConfig, run: Path) -> np.ndarray:
    shards = []
    for shard in read_pictures(run / "corpus", config.size):
        shards.append(shard)
        if sum(len(s) for s in shards) >= config.decoder_scenes:
            break
    return np.concatenate(shards)


@torch.no_grad()
def _batch(
    config: BaseConfig, model: PatchAutoencoder, pictures: np.ndarray, step: int
) -> tuple[torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng((config.seed, step))
    rows = rng.integers(0, len(pictures) - _held_out(pictures), config.decoder_batch)
    side, patch = config.decoder_crop * config.patch_size, config.patch_size
    top, left = rng.integers(0, config.grid - config.decoder_crop + 1, 2) * patch
    target = as_tensor(pictures[rows, top : top + side, left : left + side])
    target = target.to(model.device).contiguous()
    if rng.random() < 0.5:
        target = target.flip(3).contiguous()
    latents = model.encoder(target)
    noise = torch.from_numpy(rng.standard_normal(latents.shape, np.float32))
    strength = torch.from_numpy(rng.random((len(rows), 1, 1, 1), np.float32))
    far = (config.decoder_latent_noise * strength * noise).to(model.device)
    return target, latents + far


def _held_out(pictures: np.ndarray) -> int:
    return min(_HELD_OUT, len(pictures) // 4)


def _decay(step: int, steps: int) -> float:
    warm = min(1.0, (step + 1) / 200)
    return warm * 0.5 * (1 + float(np.cos(np.pi * step / steps)))


def _set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
