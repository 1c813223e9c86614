"""Train text encoder and UNet of the embedded base from scratch; resumes to the step."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from diffusers import UNet2DConditionModel
from diffusers.training_utils import EMAModel
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.layout import LayoutHead
from training.base.models import (
    alphas_cumprod,
    build_scheduler,
    build_text_encoder,
    build_unet,
)
from training.base.sight import SIGHTS, SightHead
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.diffusion import min_snr_weights, noisy_and_target, weighted_loss
from training.interrupt import stop_wish
from training.precision import quick
from training.progress import progress

# Of the logits of timesteps: four fifths of the bell lie between 300 and 830 of 1000.
_MIDDLE, _WIDTH = 0.3, 0.9

Watcher = Callable[[int, CLIPTextModel, UNet2DConditionModel], dict[str, float]]


class Both(torch.nn.Module):
    """Text encoder, UNet and its heads in one module: one optimizer and one EMA hold all."""

    def __init__(self, text: CLIPTextModel, unet: UNet2DConditionModel, seen: int) -> None:
        super().__init__()
        self.text = text
        self.unet = unet
        self.layout = LayoutHead(unet)
        self.sight = SightHead(unet, seen)

    def forward(self, noisy: torch.Tensor, steps: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """(B, C, h, w), (B,), (B, T) to the UNet's prediction (B, C, h, w)."""
        hidden = self.text(ids)[0]
        predicted: torch.Tensor = self.unet(noisy, steps, hidden).sample
        return predicted


class Batches:
    """Batches that depend on (seed, step) alone, so that a resumed run sees the same ones."""

    def __init__(self, config: BaseConfig, run: Path, tokenizer: CLIPTokenizer) -> None:
        self.config = config
        self.latents = torch.from_numpy(np.load(run / "latents.npy"))
        # The autoencoder's own factor, not the recipe's: a run may begin from published weights.
        self.scale = PatchAutoencoder.load_config(run / "vae-linear")["scaling_factor"]
        self.tokens = torch.from_numpy(np.load(run / "tokens.npy").astype(np.int64))
        self.layouts = torch.from_numpy(np.load(run / "layout.npy"))
        self.seen = torch.from_numpy(np.load(run / SIGHTS, mmap_mode="c"))
        empty = tokenizer([""], padding="max_length", max_length=config.max_tokens)
        self.empty = torch.tensor(empty.input_ids[0])

    def at(self, step: int) -> tuple[torch.Tensor, ...]:
        """Latents, noise (B, C, h, w), timesteps (B,), ids (B, T), layouts (B, 3, 5) and sights
        (B, S, 8, 8) of `step`.
        """
        size = self.config.batch
        rng = torch.Generator().manual_seed(self.config.seed * 1_000_003 + step)
        rows = torch.randint(len(self.latents), (size,), generator=rng)
        which = torch.randint(self.tokens.shape[1], (size,), generator=rng)
        ids = self.tokens[rows, which].clone()
        ids[torch.rand(size, generator=rng) < self.config.caption_dropout] = self.empty
        latents = self.latents[rows].float() * self.scale
        noise = torch.randn(latents.shape, generator=rng)
        steps = timesteps(size, self.config.timestep_focus, rng)
        return latents, noise, steps, ids, self.layouts[rows], self.seen[rows].float()


def timesteps(size: int, focus: float, rng: torch.Generator) -> torch.Tensor:
    """Timesteps (size,): a share `focus` from a logit-normal distribution, the others evenly.

    In the middle it is decided what stands where and how it is shaped; at the ends there is little
    to learn (Esser et al. 2024, arXiv 2403.03206, section 3.1). Stratified: less noise in the loss.
    """
    middle = round(focus * size)
    spread = [
        (torch.arange(count) + torch.rand(count, generator=rng)) / max(count, 1)
        for count in (middle, size - middle)
    ]
    bell = torch.sigmoid(_MIDDLE + _WIDTH * torch.special.ndtri(spread[0]))
    return (torch.cat([bell, spread[1]]) * 1000).long().clamp(max=999)


def learning_rate(config: BaseConfig, step: int) -> float:
    """Warm-up, plateau, linear cool-down to zero over the last `cooldown_steps`."""
    up = min(1.0, (step + 1) / max(1, config.warmup_steps))
    down = min(1.0, (config.steps - step) / max(1, config.cooldown_steps))
    return config.learning_rate * min(up, down)


def train_diffusion(config: BaseConfig, run: Path, *, until: int, watch: Watcher) -> int:
    """Train to step `until` (at most config.steps) and return the step reached.

    `watch(step, text, unet)` is called with the EMA weights in place every `sample_every` steps
    and at the end; what it returns is logged.
    """
    torch.manual_seed(config.seed)
    accelerator = Accelerator(mixed_precision="bf16" if torch.cuda.is_available() else "no")
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    batches = Batches(config, run, tokenizer)
    text = CLIPTextModel.from_pretrained(run / "text-encoder")
    both = Both(text, _first_unet(config, run), batches.seen.shape[1])
    both.train()
    optimizer = torch.optim.AdamW(
        both.parameters(),
        lr=config.learning_rate,
        weight_decay=config.weight_decay,
        betas=(0.9, 0.999),
        fused=True,
    )
    ema = EMAModel(
        both.parameters(), decay=config.ema_decay, use_ema_warmup=True, power=0.75, foreach=True
    )
    start = _resume(run, both, optimizer, ema)
    both, optimizer = accelerator.prepare(both, optimizer)
    plain: Both = accelerator.unwrap_model(both)
    alone = accelerator.num_processes == 1
    predict = quick(plain, accelerator.device, config.precision) if alone else both
    ema.to(accelerator.device)
    signal_table = alphas_cumprod(build_scheduler(config)).to(accelerator.device)
    until = min(until, config.steps)
    curve = run / "curve.jsonl"

    def save(step: int) -> None:
        state = {"model": plain.state_dict(), "optimizer": optimizer.state_dict()}
        save_checkpoint(run / "checkpoints", step, {**state, "ema": ema.state_dict()})

    def look(step: int) -> None:
        ema.store(plain.parameters())
        ema.copy_to(plain.parameters())
        plain.eval()
        note(curve, {"step": step, **watch(step, plain.text, plain.unet)})
        plain.train()
        ema.restore(plain.parameters())

    step, since = start, time.monotonic()
    losses: list[float] = []
    heads: list[tuple[float, float]] = []
    with stop_wish() as wish, progress() as bar:
        task = bar.add_task("base", total=until, completed=start)
        while step < until and not wish:
            latents, noise, steps, ids, layouts, seen = (
                x.to(accelerator.device) for x in batches.at(step)
            )
            signal = signal_table[steps]
            noisy, target = noisy_and_target(latents, noise, signal, "v_prediction")
            with accelerator.autocast():
                predicted = predict(noisy, steps, ids)
                where, what = plain.layout.loss(layouts), plain.sight.loss(seen)
            weights = min_snr_weights(signal, config.min_snr_gamma, "v_prediction")
            loss = weighted_loss(predicted, target, weights).mean()
            beside = config.layout_weight * where + config.sight_weight * what
            accelerator.backward(loss + beside)
            accelerator.clip_grad_norm_(both.parameters(), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(config, step)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            ema.step(both.parameters())
            step += 1
            losses.append(float(loss.detach()))
            heads.append((float(where.detach()), float(what.detach())))
            bar.update(task, completed=step, description=f"base {np.mean(losses[-100:]):.4f}")
            if step % 100 == 0:
                rate = 100 * config.batch / (time.monotonic() - since)
                since = time.monotonic()
                row = {"step": step, "loss": float(np.mean(losses[-100:])), "samples_per_s": rate}
                layout, sight = np.mean(heads[-100:], axis=0)
                note(curve, {**row, "layout": float(layout), "sight": float(sight)})
            if step % config.save_every == 0:
                save(step)
            if step % config.sample_every == 0:
                look(step)
        save(step)
    return step


def load_ema(config: BaseConfig, run: Path) -> tuple[CLIPTextModel, UNet2DConditionModel, int]:
    """The EMA weights of the newest checkpoint, and its step."""
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    state = load_checkpoint(run / "checkpoints")
    if state is None:
        raise FileNotFoundError(run / "checkpoints")
    text, unet = build_text_encoder(config, tokenizer), build_unet(config)
    # The heads, which come after them in `Both`, are of use in training only.
    learnt = [*text.parameters(), *unet.parameters()]
    for parameter, value in zip(learnt, state["ema"]["shadow_params"][: len(learnt)], strict=True):
        parameter.data.copy_(value)
    text.eval()
    unet.eval()
    return text, unet, int(state["step"])


def _first_unet(config: BaseConfig, run: Path) -> UNet2DConditionModel:
    """A fresh UNet, or the published one that `begin_from` laid into the run."""
    if (run / "unet" / "config.json").is_file():
        return UNet2DConditionModel.from_pretrained(run / "unet", torch_dtype=torch.float32)
    return build_unet(config)


def _resume(run: Path, both: Both, optimizer: torch.optim.Optimizer, ema: EMAModel) -> int:
    state = load_checkpoint(run / "checkpoints")
    if state is None:
        return 0
    both.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    ema.load_state_dict(state["ema"])
    return int(state["step"])
