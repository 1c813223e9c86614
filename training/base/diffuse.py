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
from training.base.beside import Arrays, painting_beside
from training.base.config import BaseConfig
from training.base.graphed import Graphed, adamw, load_optimizer, set_rate
from training.base.layout import LayoutHead
from training.base.models import (
    alphas_cumprod,
    build_scheduler,
    build_unet,
)
from training.base.sight import SIGHTS, SightHead
from training.base.weights import load_decoder
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.diffusion import min_snr_weights, noisy_and_target, weighted_loss
from training.interrupt import stop_wish
from training.precision import quick
from training.progress import progress

# Of the logits of timesteps: four fifths of the bell lie between 300 and 830 of 1000.
_MIDDLE, _WIDTH = 0.3, 0.9
_NOTED_EVERY = 100

Watcher = Callable[[int, CLIPTextModel, UNet2DConditionModel], dict[str, float]]


class Both(torch.nn.Module):
    """Text encoder, UNet and its heads in one module: one optimizer and one EMA hold all.

    seen: channels of the probe's features, 0 where they are not to be learnt from.
    """

    def __init__(self, text: CLIPTextModel, unet: UNet2DConditionModel, seen: int) -> None:
        super().__init__()
        self.text = text
        self.unet = unet
        self.layout = LayoutHead(unet)
        self.sight = SightHead(unet, seen) if seen else None

    def forward(self, noisy: torch.Tensor, steps: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """(B, C, h, w), (B,), (B, T) to the UNet's prediction (B, C, h, w)."""
        hidden = self.text(ids)[0]
        predicted: torch.Tensor = self.unet(noisy, steps, hidden).sample
        return predicted


class Batches:
    """Batches that depend on (seed, step) alone, so that a resumed run sees the same ones; unless
    scenes are painted beside. All of it lies on `device`.
    """

    def __init__(
        self, config: BaseConfig, run: Path, tokenizer: CLIPTokenizer, device: torch.device
    ) -> None:
        self.config = config
        self.device = device
        self.latents = torch.from_numpy(np.load(run / "latents.npy")).to(device)
        # The autoencoder's own factor, not the recipe's: a run may begin from published weights.
        self.scale = PatchAutoencoder.load_config(run / "vae-linear")["scaling_factor"]
        self.tokens = torch.from_numpy(np.load(run / "tokens.npy").astype(np.int64)).to(device)
        self.layouts = torch.from_numpy(np.load(run / "layout.npy")).to(device)
        self.seen: torch.Tensor | None = None
        if config.sight_weight > 0:
            self.seen = torch.from_numpy(np.load(run / SIGHTS, mmap_mode="c")).to(device)
        empty = tokenizer([""], padding="max_length", max_length=config.max_tokens)
        self.empty = torch.tensor(empty.input_ids[0], device=device)

    def join(self, arrays: Arrays | None) -> None:
        """Draw from these latents, tokens and layouts too from now on, if there are any."""
        if arrays is None:
            return
        latents, ids, layouts = (torch.from_numpy(array).to(self.device) for array in arrays)
        self.latents = torch.cat([self.latents, latents])
        self.tokens = torch.cat([self.tokens, ids.long()])
        self.layouts = torch.cat([self.layouts, layouts])

    def at(self, step: int) -> tuple[torch.Tensor, ...]:
        """Latents, noise (B, C, h, w), timesteps (B,), ids (B, T), layouts (B, 3, 5) and, where
        they are to be learnt from, sights (B, S, 8, 8) of `step`.
        """
        size, device = self.config.batch, self.device
        rng = torch.Generator(device).manual_seed(self.config.seed * 1_000_003 + step)
        rows = torch.randint(len(self.latents), (size,), generator=rng, device=device)
        which = torch.randint(self.tokens.shape[1], (size,), generator=rng, device=device)
        ids = self.tokens[rows, which].clone()
        unsaid = torch.rand(size, generator=rng, device=device) < self.config.caption_dropout
        ids[unsaid] = self.empty
        latents = self.latents[rows].float() * self.scale
        noise = torch.randn(latents.shape, generator=rng, device=device)
        steps = timesteps(size, self.config.timestep_focus, rng)
        batch = (latents, noise, steps, ids, self.layouts[rows])
        return batch if self.seen is None else (*batch, self.seen[rows].float())


def timesteps(size: int, focus: float, rng: torch.Generator) -> torch.Tensor:
    """Timesteps (size,): a share `focus` from a logit-normal distribution, the others evenly.

    In the middle it is decided what stands where and how it is shaped; at the ends there is little
    to learn (Esser et al. 2024, arXiv 2403.03206, section 3.1). Stratified: less noise in the loss.
    """
    middle = round(focus * size)
    spread = [
        (
            torch.arange(count, device=rng.device)
            + torch.rand(count, generator=rng, device=rng.device)
        ) / max(count, 1)
        for count in (middle, size - middle)
    ]
    bell = torch.sigmoid(_MIDDLE + _WIDTH * torch.special.ndtri(spread[0]))
    return (torch.cat([bell, spread[1]]) * 1000).long().clamp(max=999)


def learning_rate(config: BaseConfig, step: int) -> float:
    """Warm-up, plateau, linear cool-down to zero over the last `cooldown_steps`."""
    up = min(1.0, (step + 1) / max(1, config.warmup_steps))
    down = min(1.0, (config.steps - step) / max(1, config.cooldown_steps))
    return config.learning_rate * min(up, down)


class Account:
    """Notes the mean losses of every 100 steps in the curve.

    On a GPU a number that is read waits for all work before it: read seldom, and together.
    """

    def __init__(self, curve: Path, batch: int) -> None:
        self.curve, self.batch = curve, batch
        self.loss = float("nan")
        self._since = time.monotonic()
        self._losses: list[torch.Tensor] = []

    def add(self, step: int, losses: torch.Tensor, scenes: int) -> bool:
        """Take the three losses of the step that led to `step`; True where a row was noted."""
        self._losses.append(losses.clone())
        if step % _NOTED_EVERY:
            return False
        self.loss, where, what = torch.stack(self._losses).mean(0).tolist()
        rate = len(self._losses) * self.batch / (time.monotonic() - self._since)
        note(self.curve, {
            "step": step, "loss": self.loss, "samples_per_s": rate, "layout": where,
            "sight": what, "scenes": scenes,
        })  # fmt: skip
        self._since = time.monotonic()
        self._losses.clear()
        return True


def train_diffusion(config: BaseConfig, run: Path, *, until: int, watch: Watcher) -> int:
    """Train to step `until` (at most config.steps) and return the step reached.

    `watch(step, text, unet)` is called with the EMA weights in place every `sample_every` steps
    and at the end; what it returns is logged.
    """
    torch.manual_seed(config.seed)
    accelerator = Accelerator(mixed_precision="bf16" if torch.cuda.is_available() else "no")
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    batches = Batches(config, run, tokenizer, accelerator.device)
    text = CLIPTextModel.from_pretrained(run / "text-encoder")
    seen_channels = 0 if batches.seen is None else batches.seen.shape[1]
    both = Both(text, _first_unet(config, run), seen_channels)
    both.to(accelerator.device).train()
    optimizer = adamw(
        list(both.parameters()), config.learning_rate, accelerator.device,
        weight_decay=config.weight_decay, betas=(0.9, 0.999),
    )  # fmt: skip
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

    def learn_step(
        latents: torch.Tensor, noise: torch.Tensor, steps: torch.Tensor, ids: torch.Tensor,
        layouts: torch.Tensor, *seen: torch.Tensor,
    ) -> torch.Tensor:  # fmt: skip
        optimizer.zero_grad(set_to_none=True)
        signal = signal_table[steps]
        noisy, target = noisy_and_target(latents, noise, signal, "v_prediction")
        with accelerator.autocast():
            predicted = predict(noisy, steps, ids)
            where = plain.layout.loss(layouts)
            what = plain.sight.loss(seen[0]) if plain.sight else torch.zeros_like(where)
        weights = min_snr_weights(signal, config.min_snr_gamma, "v_prediction")
        loss = weighted_loss(predicted, target, weights).mean()
        accelerator.backward(loss + config.layout_weight * where + config.sight_weight * what)
        accelerator.clip_grad_norm_(both.parameters(), 1.0)
        optimizer.step()
        return torch.stack([loss, where, what]).detach()

    # Several processes exchange gradients within a step; that is not recorded.
    learn = Graphed(learn_step, accelerator.device) if alone else learn_step

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

    step = start
    account = Account(run / "curve.jsonl", config.batch)
    encoder = load_decoder(run).to(accelerator.device)
    with (
        stop_wish() as wish,
        progress() as bar,
        painting_beside(config, run, encoder) as painting,
    ):
        task = bar.add_task("base", total=until, completed=start)
        while step < until and not wish:
            batches.join(painting.arrived())
            set_rate(optimizer, learning_rate(config, step))
            losses = learn(*batches.at(step))
            ema.step(both.parameters())
            step += 1
            bar.update(task, completed=step)
            if account.add(step, losses, len(batches.latents)):
                bar.update(task, description=f"base {account.loss:.4f}")
            if step % config.save_every == 0:
                save(step)
            if step % config.sample_every == 0:
                look(step)
        save(step)
    return step


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
    load_optimizer(optimizer, state["optimizer"])
    ema.load_state_dict(state["ema"])
    return int(state["step"])
