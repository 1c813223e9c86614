"""The LoRA run: dataset folder in, adapter file out; stops and resumes to the step."""

from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from diffusers import StableDiffusionPipeline

from training.adapter import AdapterMetadata, hash_base, write_adapter
from training.base.pipeline import load_pipeline, sample
from training.base.prepare import as_tensor
from training.checkpoint import load_checkpoint, save_checkpoint
from training.curve import note
from training.diffusion import min_snr_weights, noisy_and_target, weighted_loss
from training.interrupt import stop_wish
from training.lora.attach import attach, lora_weights, trainable
from training.lora.config import LoraConfig
from training.lora.dataset import digest, read_dataset
from training.progress import progress
from training.texts import TrainingError


class Material:
    """Latents and token ids of the dataset and of the class pictures, in memory."""

    def __init__(self, config: LoraConfig, pipeline: StableDiffusionPipeline) -> None:
        size = pipeline.vae.config.sample_size
        self.config = config
        self.examples = read_dataset(config.dataset, size, config.trigger_word)
        self.latents = encode(pipeline, np.stack([e.picture for e in self.examples]))
        self.flipped = encode(pipeline, np.stack([e.picture[:, ::-1] for e in self.examples]))
        self.ids = tokens(pipeline, [e.caption for e in self.examples])
        self.empty = tokens(pipeline, [""])[0]
        self.prior_latents, self.prior_ids = self._prior(pipeline)

    def at(self, step: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Latents, noise, timesteps and ids of micro-batch `step`: a function of (seed, step)."""
        config = self.config
        rng = torch.Generator().manual_seed(config.seed * 1_000_003 + step)
        size = config.batch
        rows = torch.randint(len(self.latents), (size,), generator=rng)
        flip = torch.rand(size, generator=rng) < 0.5
        latents = torch.where(flip.view(-1, 1, 1, 1), self.flipped[rows], self.latents[rows])
        ids = self.ids[rows].clone()
        ids[torch.rand(size, generator=rng) < config.caption_dropout] = self.empty
        if len(self.prior_latents):
            share = round(config.prior_share * size)
            prior = torch.randint(len(self.prior_latents), (share,), generator=rng)
            latents = torch.cat([latents[share:], self.prior_latents[prior]])
            ids = torch.cat([ids[share:], self.prior_ids[prior]])
        noise = torch.randn(latents.shape, generator=rng)
        spread = (torch.randperm(size, generator=rng) + torch.rand(size, generator=rng)) / size
        return latents, noise, (spread * 1000).long().clamp(max=999), ids

    def files_at(self, step: int) -> str:
        """The names of the pictures in micro-batch `step`, to name the guilty."""
        rng = torch.Generator().manual_seed(self.config.seed * 1_000_003 + step)
        rows = torch.randint(len(self.latents), (self.config.batch,), generator=rng)
        return ", ".join(sorted({self.examples[row].file.name for row in rows.tolist()}))

    def _prior(self, pipeline: StableDiffusionPipeline) -> tuple[torch.Tensor, torch.Tensor]:
        config = self.config
        count = config.prior_pictures
        if not count:
            return self.latents[:0], self.ids[:0]
        prompts = [config.prior_prompts[i % len(config.prior_prompts)] for i in range(count)]
        cache = config.output / "prior.npz"
        if not cache.is_file():
            pictures = np.concatenate(
                [
                    sample(pipeline, prompts[i : i + 16], list(range(i, min(i + 16, count))))
                    for i in range(0, count, 16)
                ]
            )
            config.output.mkdir(parents=True, exist_ok=True)
            draft = cache.with_suffix(".draft.npz")
            np.savez(draft, pictures=pictures)
            draft.replace(cache)
        pictures = np.load(cache)["pictures"]
        return encode(pipeline, pictures), tokens(pipeline, prompts)


@torch.no_grad()
def encode(pipeline: StableDiffusionPipeline, pictures: np.ndarray) -> torch.Tensor:
    """(N, H, W, 3) uint8 to scaled latents (N, C, h, w)."""
    dist = pipeline.vae.encode(as_tensor(pictures)).latent_dist
    latents: torch.Tensor = dist.mode() * pipeline.vae.config.scaling_factor
    return latents


def tokens(pipeline: StableDiffusionPipeline, captions: list[str]) -> torch.Tensor:
    """Token ids (N, T), padded and cut to the tokenizer's length."""
    ids: torch.Tensor = pipeline.tokenizer(
        captions, padding="max_length", truncation=True,
        max_length=pipeline.tokenizer.model_max_length, return_tensors="pt",
    ).input_ids  # fmt: skip
    return ids


def train_lora(config: LoraConfig, *, until: int | None = None) -> Path | None:
    """Run (or go on with) a LoRA training; the adapter's path, or None if stopped early."""
    accelerator = Accelerator(gradient_accumulation_steps=config.accumulation)
    torch.manual_seed(config.seed)
    pipeline = load_pipeline(config.base)
    material = Material(config, pipeline)
    attach(pipeline, config.rank, config.alpha)
    unet, text = pipeline.unet, pipeline.text_encoder
    groups = [
        {"params": trainable(unet), "lr": config.learning_rate},
        {"params": trainable(text), "lr": config.text_learning_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-4)
    learnt = [*groups[0]["params"], *groups[1]["params"]]  # type: ignore[misc]
    step = _resume(config, learnt, optimizer)
    unet, text, optimizer = accelerator.prepare(unet, text, optimizer)
    signal_table = pipeline.scheduler.alphas_cumprod.to(accelerator.device)
    prediction = pipeline.scheduler.config.prediction_type
    goal = min(config.steps, until or config.steps)
    rates = (config.learning_rate, config.text_learning_rate)
    with stop_wish() as wish, progress() as bar:
        task = bar.add_task("LoRA", total=goal, completed=step)
        while step < goal and not wish:
            for micro in range(config.accumulation):
                index = step * config.accumulation + micro
                latents, noise, steps, ids = (x.to(accelerator.device) for x in material.at(index))
                with accelerator.accumulate(unet, text), accelerator.autocast():
                    signal = signal_table[steps]
                    noisy, target = noisy_and_target(latents, noise, signal, prediction)
                    predicted = unet(noisy, steps, text(ids)[0]).sample
                    weights = min_snr_weights(signal, config.min_snr_gamma, prediction)
                    loss = weighted_loss(predicted, target, weights).mean()
                    if not torch.isfinite(loss):
                        files = material.files_at(index)
                        raise TrainingError("loss_not_finite", step=step, files=files)
                    accelerator.backward(loss)
                    if accelerator.sync_gradients:
                        accelerator.clip_grad_norm_(learnt, config.max_grad_norm)
                    for group, rate in zip(optimizer.param_groups, rates, strict=True):
                        group["lr"] = rate * _schedule(config, step)
                    optimizer.step()
                    optimizer.zero_grad(set_to_none=True)
            step += 1
            bar.update(task, completed=step, description=f"LoRA {float(loss.detach()):.4f}")
            if step % config.save_every == 0 or step == goal or wish:
                state = {"learnt": [p.detach().cpu() for p in learnt],
                         "optimizer": optimizer.state_dict()}  # fmt: skip
                save_checkpoint(config.output / "checkpoints", step, state)
                row = {"step": step, "loss": float(loss.detach())}
                note(config.output / "curve.jsonl", row)
    if step < config.steps:
        return None
    path = config.output / "adapter.safetensors"
    metadata = AdapterMetadata(
        base_model_hash=hash_base(config.base),
        rank=str(config.rank),
        alpha=str(config.alpha),
        trigger_word=config.trigger_word,
        manifest_digest=digest(material.examples),
        rights_summary=config.rights_summary,
        licence=config.licence,
        gate_verdict="not measured",
    )
    write_adapter(path, lora_weights(pipeline), metadata)
    return path


def _schedule(config: LoraConfig, step: int) -> float:
    """Warm-up, then half a cosine to a tenth of the rate."""
    up = min(1.0, (step + 1) / max(1, config.warmup_steps))
    return up * (0.1 + 0.9 * 0.5 * (1 + float(np.cos(np.pi * step / config.steps))))


def _resume(
    config: LoraConfig, learnt: list[torch.nn.Parameter], optimizer: torch.optim.Optimizer
) -> int:
    state = load_checkpoint(config.output / "checkpoints")
    if state is None:
        return 0
    for parameter, value in zip(learnt, state["learnt"], strict=True):
        parameter.data.copy_(value)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
