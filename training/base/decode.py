"""Train the autoencoder's residual decoder: from latents back to pictures without patch edges."""

import json
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress
from torch.nn import functional

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.corpus import read_pictures
from training.base.prepare import as_tensor
from training.checkpoint import load_checkpoint, save_checkpoint
from training.interrupt import stop_wish

_SAVE_EVERY = 250
_HELD_OUT = 100  # pictures at the end, at most a quarter of all


def train_decoder(config: BaseConfig, run: Path, *, until: int) -> int:
    """Train to step `until` (at most config.decoder_steps); returns the step reached.

    The latents get a little noise, because what the UNet paints is never exactly an encoding.
    The linear part stays fixed: latents and previews keep their meaning.
    """
    model = PatchAutoencoder.from_pretrained(run / "vae-linear")
    model.encoder.requires_grad_(False)
    model.linear_decoder.requires_grad_(False)
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=config.decoder_learning_rate, weight_decay=1e-4)
    state = load_checkpoint(run / "decoder")
    step = 0
    if state is not None:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step = int(state["step"])
    pictures = _pictures(config, run)
    until = min(until, config.decoder_steps)
    with stop_wish() as wish, Progress() as bar:
        task = bar.add_task("decoder", total=until, completed=step)
        while step < until and not wish:
            target, latents = _batch(config, model, pictures, step)
            loss = picture_loss(model.decode(latents, return_dict=False)[0], target)
            loss.backward()
            for group in optimizer.param_groups:
                group["lr"] = config.decoder_learning_rate * _decay(step, config.decoder_steps)
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            bar.update(task, completed=step, description=f"decoder {float(loss.detach()):.4f}")
            if step % _SAVE_EVERY == 0 or step == until or wish:
                state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
                save_checkpoint(run / "decoder", step, state)
                _log(run, step, psnr(model, pictures[-_held_out(pictures) :]))
    return step


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
        model.load_state_dict(state["model"])
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
    target = as_tensor(pictures[rows, top : top + side, left : left + side]).contiguous()
    if rng.random() < 0.5:
        target = target.flip(3).contiguous()
    latents = model.encoder(target)
    noise = torch.from_numpy(rng.standard_normal(latents.shape, np.float32))
    strength = torch.from_numpy(rng.random((len(rows), 1, 1, 1), np.float32))
    return target, latents + config.decoder_latent_noise * strength * noise


def _held_out(pictures: np.ndarray) -> int:
    return min(_HELD_OUT, len(pictures) // 4)


def _decay(step: int, steps: int) -> float:
    warm = min(1.0, (step + 1) / 200)
    return warm * 0.5 * (1 + float(np.cos(np.pi * step / steps)))


def _log(run: Path, step: int, quality: float) -> None:
    with (run / "decoder.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"step": step, "psnr_db": quality}) + "\n")
