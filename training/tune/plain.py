"""The peer that `heritage-train bench` measures against: a loop written straight on diffusers and
peft, as diffusers' own DreamBooth LoRA example goes about it. Nothing here is of use elsewhere.

Every part stays on the device in the number format of the run; each step encodes its pictures and
captions anew; attention is torch's own; AdamW over the adapter.
"""

from collections.abc import Sequence

import numpy as np
import torch
from accelerate import Accelerator
from diffusers import DDPMScheduler
from numpy.typing import NDArray
from peft import LoraConfig

from training.base.pipeline import load_pipeline
from training.tune.config import TuneConfig


class PlainLoop:
    """One batch of pictures (N, H, W, 3) uint8 and captions, again and again."""

    def __init__(
        self,
        config: TuneConfig,
        dtype: torch.dtype,
        pictures: NDArray[np.uint8],
        captions: Sequence[str],
    ) -> None:
        mixed = {torch.bfloat16: "bf16", torch.float16: "fp16"}.get(dtype, "no")
        self.accelerator = Accelerator(mixed_precision=mixed)
        self.config = config
        self.dtype = dtype
        pipeline = load_pipeline(config.base)
        self.vae, self.text, self.unet = pipeline.vae, pipeline.text_encoder, pipeline.unet
        self.scheduler = DDPMScheduler.from_config(pipeline.scheduler.config)
        for part in (self.vae, self.text, self.unet):
            part.requires_grad_(False)
            part.to(self.accelerator.device, dtype=dtype)
        self.unet.add_adapter(
            LoraConfig(
                r=config.rank, lora_alpha=config.alpha, init_lora_weights="gaussian",
                target_modules=["to_k", "to_q", "to_v", "to_out.0"],
            )
        )  # fmt: skip
        if config.checkpointing:
            self.unet.enable_gradient_checkpointing()
        learnt = [p for p in self.unet.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(learnt, lr=config.learning_rate)
        self.unet, self.optimizer = self.accelerator.prepare(self.unet, optimizer)
        self.learnt = learnt
        pixels = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1
        self.pixels = pixels.to(self.accelerator.device)
        self.ids = pipeline.tokenizer(
            list(captions), padding="max_length", truncation=True,
            max_length=pipeline.tokenizer.model_max_length, return_tensors="pt",
        ).input_ids.to(self.accelerator.device)  # fmt: skip

    def advance(self) -> float:
        """One step; its loss."""
        with self.accelerator.autocast():
            encoded = self.vae.encode(self.pixels.to(self.dtype)).latent_dist.sample()
            latents = encoded * self.vae.config.scaling_factor
            noise = torch.randn_like(latents)
            steps = torch.randint(0, 1000, (len(latents),), device=latents.device)
            noisy = self.scheduler.add_noise(latents, noise, steps)
            hidden = self.text(self.ids)[0]
            predicted = self.unet(noisy, steps, hidden).sample
            target = noise
            if self.scheduler.config.prediction_type == "v_prediction":
                target = self.scheduler.get_velocity(latents, noise, steps)
            loss = torch.nn.functional.mse_loss(predicted.float(), target.float())
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.learnt, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(loss.detach())
