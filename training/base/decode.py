"""Train the autoencoder's residual decoder: from latents back to pictures with clean lines.

First on encoded pictures, with a little noise, because what the UNet paints is never exactly an
encoding. Once there is a trained UNet, in a second course also on pictures that it has repainted in
part (repaint.py). The linear part stays fixed: latents and previews keep their meaning.
"""

from pathlib import Path

import numpy as np
import torch
from transformers import CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.corpus import read_pictures
from training.base.lesson import Lesson
from training.base.models import build_scheduler
from training.base.pipeline import assemble
from training.base.prepare import as_tensor
from training.base.repaint import repaint
from training.base.weights import COURSES, load_decoder, load_ema
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.interrupt import stop_wish
from training.progress import progress

_SAVE_EVERY = 250
_HELD_OUT = 100  # pictures at the end, at most a quarter of all
_TOLD_EVERY = 10  # steps
_AT_ONCE = 50


def train_decoder(config: BaseConfig, run: Path, *, until: int) -> int:
    """Train on encoded pictures to step `until` (decoder_steps at most); the step reached."""
    lesson = Lesson(config, PatchAutoencoder.from_pretrained(run / "vae-linear"))
    return _train(config, run, "decoder", lesson, min(until, config.decoder_steps))


def finish_decoder(config: BaseConfig, run: Path, *, until: int) -> int:
    """Go on from there with what the UNet repainted, to step `until` (finish_steps at most)."""
    lesson = Lesson(config, load_decoder(run, courses=COURSES[:1]))
    return _train(config, run, "finish", lesson, min(until, config.finish_steps))


def _train(config: BaseConfig, run: Path, course: str, lesson: Lesson, until: int) -> int:
    step = lesson.resume(load_checkpoint(run / course))
    if step >= until:
        return step
    steps = config.decoder_steps if course == "decoder" else config.finish_steps
    pictures = _pictures(config, run)
    squares = Squares(config, pictures, lesson.model.device)
    if course == "finish":
        squares.repainted = _repainted(config, run, pictures)
    with stop_wish() as wish, progress() as bar:
        task = bar.add_task(course, total=until, completed=step)
        while step < until and not wish:
            target, noise, repainted = squares.at(step)
            judged = config.decoder_critic > 0 and step >= config.decoder_critic_from
            rate = config.decoder_learning_rate * _decay(step, steps)
            lesson.step(rate, target, noise, repainted, judged=judged)
            step += 1
            bar.update(task, completed=step)
            if step % _TOLD_EVERY == 0:
                bar.update(task, description=f"{course} {lesson.last()['loss']:.4f}")
            if step % _SAVE_EVERY == 0 or step == until or wish:
                save_checkpoint(run / course, step, lesson.state())
                learnt = load_decoder(run).to(lesson.model.device)
                quality = psnr(learnt, pictures[-_held_out(pictures) :])
                row = {"step": step, "psnr_db": quality, **lesson.last()}
                note(run / "decoder.jsonl", {"course": course, **row})
    return step


@torch.no_grad()
def psnr(model: PatchAutoencoder, pictures: np.ndarray) -> float:
    """Reconstruction PSNR in dB over `pictures` (N, H, W, 3) uint8."""
    errors = []
    for start in range(0, len(pictures), _AT_ONCE):
        target = as_tensor(pictures[start : start + _AT_ONCE]).to(model.device)
        errors.append((model.forward(target).clamp(-1, 1) - target).pow(2).mean((1, 2, 3)))
    return float(10 * torch.log10(4.0 / torch.cat(errors).mean()))


def _pictures(config: BaseConfig, run: Path) -> np.ndarray:
    shards = []
    for shard in read_pictures(run / "corpus", config.size):
        shards.append(shard)
        if sum(len(s) for s in shards) >= config.decoder_scenes:
            break
    return np.concatenate(shards)


class Squares:
    """Squares of pictures and the noise for their latents, by (seed, step); half of the latents as
    repainted, where there are such.
    """

    def __init__(self, config: BaseConfig, pictures: np.ndarray, device: torch.device) -> None:
        self.config = config
        self.device = device
        self.pictures = torch.from_numpy(pictures)
        if device.type == "cuda":
            self.pictures = self.pictures.to(device)
        self.known = len(pictures) - _held_out(pictures)
        self.repainted: torch.Tensor | None = None

    def at(self, step: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """Squares (B, 3, S, S) in -1..1, noise of their latents' shape, and the latents of the
        first squares as repainted.
        """
        config = self.config
        rng = np.random.default_rng((config.seed, step))
        rows = rng.integers(0, self.known, config.decoder_batch)
        patch, crop = config.patch_size, config.decoder_crop
        y, x = rng.integers(0, config.grid - crop + 1, 2)
        again = 0 if self.repainted is None else len(rows) // 2
        if self.repainted is not None:
            rows[:again] = rng.integers(0, len(self.repainted), again)
        down = slice(y * patch, (y + crop) * patch)
        across = slice(x * patch, (x + crop) * patch)
        chosen = self.pictures[torch.from_numpy(rows).to(self.pictures.device), down, across]
        target = as_tensor(chosen).to(self.device)
        if rng.random() < 0.5 and self.repainted is None:
            target = target.flip(3)
        shape = (len(rows), config.latent_channels, crop, crop)
        noise = torch.from_numpy(rng.standard_normal(shape, np.float32))
        strength = torch.from_numpy(rng.random((len(rows), 1, 1, 1), np.float32))
        noise = (config.decoder_latent_noise * strength * noise).to(self.device)
        if self.repainted is None:
            return target.contiguous(), noise, None
        part = self.repainted[rows[:again], :, y : y + crop, x : x + crop]
        return target.contiguous(), noise, part.to(self.device)


def _repainted(config: BaseConfig, run: Path, pictures: np.ndarray) -> torch.Tensor:
    """Latents (N, C, h, w), unscaled, of the first `finish_samples` pictures, as the trained UNet
    repaints them; none of those held out.
    """
    file = run / "repainted.npy"
    if not file.is_file():
        text, unet, _ = load_ema(config, run)
        tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
        vae = load_decoder(run, courses=())
        pipeline = assemble(text, unet, vae, tokenizer, build_scheduler(config))
        pipeline.to("cuda" if torch.cuda.is_available() else "cpu")
        count = min(config.finish_samples, len(pictures) - _held_out(pictures))
        scale = vae.config.scaling_factor
        latents = torch.from_numpy(np.load(run / "latents.npy", mmap_mode="r")[:count].copy())
        tokens = np.load(run / "tokens.npy")[:count, 0]
        captions = tokenizer.batch_decode(tokens, skip_special_tokens=True)
        found = repaint(
            pipeline, latents.float() * scale, captions, guidance=config.sample_guidance,
            seed=config.seed,
        )  # fmt: skip
        draft = file.with_suffix(".draft.npy")
        np.save(draft, (found / scale).numpy())
        draft.replace(file)
    return torch.from_numpy(np.load(file))


def _held_out(pictures: np.ndarray) -> int:
    return min(_HELD_OUT, len(pictures) // 4)


def _decay(step: int, steps: int) -> float:
    warm = min(1.0, (step + 1) / 200)
    return warm * 0.5 * (1 + float(np.cos(np.pi * step / steps)))
