"""Stable Diffusion 1.x: CLIP text encoder, UNet, AutoencoderKL and PNDM, in SD 1.5's or any width.

Settings are those of the v1 configuration in CompVis/stable-diffusion (v1-inference.yaml) and of
the diffusers folder of SD 1.5.
"""

from typing import Final

import msgspec
from diffusers import AutoencoderKL, PNDMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from training.bases.tokenizer import MAX_TOKENS, VOCABULARY

PREDICTION: Final = "epsilon"
# Widths must be multiples of it: the norms have 32 groups.
GROUPS: Final = 32


class Architecture(msgspec.Struct, frozen=True, kw_only=True):
    """The widths; everything else is the same in all of SD 1.x. size: picture side in pixels."""

    unet_channels: tuple[int, ...]
    autoencoder_channels: tuple[int, ...]
    text_width: int
    text_layers: int
    size: int = 512


SD15: Final = Architecture(
    unet_channels=(320, 640, 1280, 1280), autoencoder_channels=(128, 256, 512, 512),
    text_width=768, text_layers=12,
)  # fmt: skip
# As many blocks, and widths that change where SD 1.5's change.
TINY: Final = Architecture(
    unet_channels=(32, 64, 96, 96), autoencoder_channels=(32, 64, 96, 96),
    text_width=64, text_layers=2, size=64,
)  # fmt: skip


def build_text_encoder(shape: Architecture) -> CLIPTextModel:
    """CLIP's text model; (B, 77) ids to (B, 77, text_width)."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=VOCABULARY,
            max_position_embeddings=MAX_TOKENS,
            hidden_size=shape.text_width,
            intermediate_size=4 * shape.text_width,
            num_hidden_layers=shape.text_layers,
            # Heads are 64 wide in every CLIP (openai/CLIP model.py).
            num_attention_heads=shape.text_width // 64,
            projection_dim=shape.text_width,
            hidden_act="quick_gelu",
        )
    )


def build_unet(shape: Architecture) -> UNet2DConditionModel:
    """The UNet; (B, 4, h, w) noisy latents to the noise in them."""
    crossing = ["CrossAttn{}Block2D"] * 3
    return UNet2DConditionModel(
        sample_size=shape.size // 8,
        block_out_channels=shape.unet_channels,
        down_block_types=tuple(kind.format("Down") for kind in [*crossing, "{}Block2D"]),
        up_block_types=tuple(kind.format("Up") for kind in ["{}Block2D", *crossing]),
        cross_attention_dim=shape.text_width,
        # diffusers reads this as the number of heads (its issue 2011), as SD 1.x configs do.
        attention_head_dim=8,
        norm_num_groups=GROUPS,
    )


def build_autoencoder(shape: Architecture) -> AutoencoderKL:
    """The autoencoder with 4 channels at an eighth of the side."""
    stages = len(shape.autoencoder_channels)
    return AutoencoderKL(
        sample_size=shape.size,
        block_out_channels=shape.autoencoder_channels,
        down_block_types=("DownEncoderBlock2D",) * stages,
        up_block_types=("UpDecoderBlock2D",) * stages,
        layers_per_block=2,
        latent_channels=4,
        norm_num_groups=GROUPS,
        scaling_factor=0.18215,
    )


def build_scheduler() -> PNDMScheduler:
    """SD 1.x's noise schedule."""
    return PNDMScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type=PREDICTION,
        skip_prk_steps=True,
        set_alpha_to_one=False,
        steps_offset=1,
    )
