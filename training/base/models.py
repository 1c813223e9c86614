"""Build the pipeline's parts from a recipe: text encoder, UNet, scheduler, autoencoder."""

import torch
from diffusers import PNDMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig


def build_text_encoder(config: BaseConfig, tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """A small CLIP text model that reads Portuguese; (B, T) ids to (B, T, text_width)."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=config.text_width,
            intermediate_size=config.text_width * 4,
            num_hidden_layers=config.text_layers,
            num_attention_heads=4,
            max_position_embeddings=config.max_tokens,
            projection_dim=config.text_width,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def build_unet(config: BaseConfig) -> UNet2DConditionModel:
    """SD's UNet, narrower; (B, C, h, w) noisy latents to v-predictions of the same shape."""
    kinds = ["CrossAttn{0}Block2D" if here else "{0}Block2D" for here in config.unet_attention]
    return UNet2DConditionModel(
        sample_size=config.grid,
        in_channels=config.latent_channels,
        out_channels=config.latent_channels,
        layers_per_block=config.unet_layers,
        block_out_channels=config.unet_channels,
        down_block_types=tuple(kind.format("Down") for kind in kinds),
        up_block_types=tuple(kind.format("Up") for kind in reversed(kinds)),
        cross_attention_dim=config.text_width,
        # diffusers reads this as the number of heads (its issue 2011), as SD 1.x configs do.
        attention_head_dim=config.attention_heads,
        norm_num_groups=16,
        # The whole sentence also goes where the timestep goes, into every block: cross-attention
        # alone was slow to learn what a short training must learn first, what to paint.
        addition_embed_type="text",
        addition_embed_type_num_heads=config.attention_heads,
    )


def build_scheduler(config: BaseConfig) -> PNDMScheduler:
    """SD 1.x's noise schedule (scaled linear from 0.00085), here with v-prediction."""
    return PNDMScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=config.beta_end,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        skip_prk_steps=True,
        steps_offset=1,
        # Sampling begins at the noisiest timestep, whatever the number of steps.
        timestep_spacing="trailing",
    )


def build_autoencoder(config: BaseConfig) -> PatchAutoencoder:
    """The patch autoencoder at the recipe's sizes."""
    model: PatchAutoencoder = PatchAutoencoder(
        patch_size=config.patch_size,
        latent_channels=config.latent_channels,
        block_out_channels=config.decoder_widths,
        blocks=config.decoder_blocks,
        scaling_factor=config.latent_scale,
        sample_size=config.size,
    )
    return model


def alphas_cumprod(scheduler: PNDMScheduler) -> torch.Tensor:
    """Cumulative signal share per timestep, (1000,) fp32."""
    values: torch.Tensor = scheduler.alphas_cumprod
    return values.float()
