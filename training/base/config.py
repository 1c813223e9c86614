"""What the embedded base is made of and how it is trained; read from TOML, unknown keys refused."""

from pathlib import Path

from training.base.guidance import GUIDANCE
from training.precision import Precision
from training.settings import Settings, read_settings


class BaseConfig(Settings, frozen=True):
    """One training recipe. Sizes in pixels unless named otherwise."""

    name: str = "pampa-mini"
    seed: int = 20
    size: int = 256
    scenes: int = 40_000
    # So many more are painted while the UNet learns (beside.py): where a GPU does not want to wait.
    scenes_beside: int = 0
    # A stretch that goes on from published weights paints scenes that the one before did not.
    first_seed: int = 1_000_000
    decoder_scenes: int = 8_000
    captions_per_scene: int = 6
    workers: int = 2

    patch_size: int = 16
    # Twelve components show who stands where in what colours; the decoder supplies the lines.
    # 24 show the lines too, and the UNet then spends most of its learning on them (decision 0004).
    latent_channels: int = 12
    # The first components are far wider than noise: untamed, the noisiest timestep still shows the
    # sky's colour and the sentence has nothing to say. Hence three settings: components are divided
    # by eigenvalue^component_damping, all latents multiplied by latent_scale, and beta_end larger
    # than SD's 0.012, which leaves 6.9 % of the signal at the last timestep; 0.02 leaves 1.6 %.
    component_damping: float = 0.33
    latent_scale: float = 0.84
    beta_end: float = 0.02
    decoder_widths: tuple[int, ...] = (16, 32, 64, 96, 128)
    decoder_blocks: tuple[int, ...] = (2, 2, 1, 1)
    decoder_steps: int = 2_000
    decoder_batch: int = 8
    # Side of the squares it learns from, in patches: whole pictures would take three times as long.
    decoder_crop: int = 10
    decoder_learning_rate: float = 6e-4
    # As far off as the UNet's latents are: less, and their errors show as edges between patches.
    decoder_latent_noise: float = 0.2
    # Weights of a critic's verdict and of the features it sees (critic.py), from that step on.
    decoder_critic: float = 0.01
    decoder_features: float = 0.5
    decoder_critic_from: int = 400

    # Once the UNet is trained, the decoder goes on with so many pictures that it repainted in part.
    finish_steps: int = 1_500
    finish_samples: int = 600

    vocabulary: int = 2_500
    max_tokens: int = 40
    text_width: int = 192
    text_layers: int = 3
    text_steps: int = 800
    text_batch: int = 96
    unet_channels: tuple[int, ...] = (96, 128, 176)
    # Attention over all 256 places of the finest level costs a third of the speed.
    unet_attention: tuple[bool, ...] = (False, True, True)
    unet_layers: int = 1
    attention_heads: int = 4

    steps: int = 4_300
    batch: int = 32
    learning_rate: float = 8e-4
    warmup_steps: int = 200
    cooldown_steps: int = 1_500
    weight_decay: float = 0.01
    caption_dropout: float = 0.1
    # 0 weighs all timesteps alike. Min-SNR gives a v-prediction almost no weight at high noise,
    # where a short training must learn what the sentence asks for (decision 0004).
    min_snr_gamma: float = 0.0
    # Share of a batch's timesteps from the middle of the schedule; 0: all evenly.
    timestep_focus: float = 0.6
    # While it learns, the UNet also tells which concept stands where (layout.py); 0: not at all.
    layout_weight: float = 0.08
    # And its features are held to what the probe sees in the clean scene (sight.py); 0: not at all.
    sight_weight: float = 0.3
    ema_decay: float = 0.999
    save_every: int = 100
    sample_every: int = 500
    # "auto": bf16 where the processor multiplies it in hardware (1.8 times as fast).
    precision: Precision = "auto"
    sample_guidance: float = GUIDANCE

    def __post_init__(self) -> None:
        if self.size % self.patch_size:
            raise ValueError(f"size {self.size} is no multiple of patch_size {self.patch_size}")
        if len(self.unet_attention) != len(self.unet_channels):
            raise ValueError("unet_attention and unet_channels must be equally long")
        if len(self.decoder_blocks) != len(self.decoder_widths) - 1:
            raise ValueError("decoder_blocks must be one fewer than decoder_widths")
        if not 0 <= self.caption_dropout < 1:
            raise ValueError(f"caption_dropout {self.caption_dropout} is not in 0..1")
        if not 1 <= self.decoder_crop <= self.grid:
            raise ValueError(f"decoder_crop {self.decoder_crop} is not in 1..{self.grid}")
        if self.scenes_beside and self.sight_weight > 0:
            raise ValueError("scenes_beside have no sights: set sight_weight to 0")
        if self.cooldown_steps > self.steps:
            raise ValueError(f"cooldown_steps {self.cooldown_steps} exceed steps {self.steps}")

    @property
    def grid(self) -> int:
        """Height and width of the latents."""
        return self.size // self.patch_size


def read_base_config(path: Path) -> BaseConfig:
    """Read a recipe. Raises SettingsError in the reader's words."""
    return read_settings(path, BaseConfig)
