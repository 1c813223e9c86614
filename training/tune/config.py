"""What a fine-tuning run needs to know; read from TOML, unknown keys refused."""

from pathlib import Path
from typing import Literal

import msgspec

from training.base.guidance import GUIDANCE
from training.settings import Settings, read_settings
from training.texts import TrainingError, say

Method = Literal["lora", "dreambooth"]
Targets = Literal["attention", "transformer", "all"]
Prior = Literal["none", "adapter-off", "class-pictures"]
Schedule = Literal["constant", "linear", "cosine"]
Quantised = Literal["none", "nf4", "int8"]
Number = Literal["auto", "fp32", "bf16", "fp16"]

LORA_RATE_TOO_LOW = 1e-5


class TuneConfig(Settings, frozen=True):
    """One run's recipe. Paths are relative to the file they stand in; sizes in pixels.

    Two kinds of settings: what is learnt, and with how little memory. The second kind
    (`micro_batch`, `checkpointing`, `optimizer`, `precision`, `quantise`, `offload`, `compile`)
    leaves what is learnt as it is, up to rounding.
    """

    base: Path
    dataset: Path
    output: Path
    # DreamBooth's instance token: the word in the captions that stands for what is taught.
    trigger_word: str
    # What the adapter may be used for, as the gallery and the release will read it.
    rights_summary: str
    licence: str
    method: Method = "lora"
    seed: int = 11

    # Pictures: 0 takes the side that the base was trained at, and every picture of the dataset;
    # else `subset` pictures are learnt from, those most unlike one another.
    resolution: int = 0
    subset: int = 0
    buckets: bool = True
    mirror: bool = True
    # Where FILE.mask.png lies beside FILE: white places count whole, black ones this much.
    masks: bool = True
    mask_floor: float = 0.1
    caption_dropout: float = 0.05

    # LoRA. `ranks` and `alphas` set single modules: a regular expression of names to a number.
    rank: int = 16
    alpha: float = 16
    ranks: dict[str, int] = msgspec.field(default_factory=dict)
    alphas: dict[str, float] = msgspec.field(default_factory=dict)
    targets: Targets = "attention"
    dora: bool = False
    rslora: bool = False
    text_encoder: bool = False

    # Steps. `batch` pictures teach one step, however many go through the UNet at a time.
    steps: int = 1_000
    batch: int = 4
    learning_rate: float = 1e-4
    text_learning_rate: float = 1e-4
    schedule: Schedule = "cosine"
    final_rate: float = 0.1
    warmup_steps: int = 50
    weight_decay: float = 1e-2
    max_grad_norm: float = 1.0
    min_snr_gamma: float = 5.0
    noise_offset: float = 0.0
    ema_decay: float = 0.0

    # Prior preservation, so that the rest is not forgotten. "class-pictures": the base paints
    # `prior_prompts` itself first (DreamBooth, Ruiz et al. 2023, eq. 2). "adapter-off": the target
    # is what the UNet answers to them without its adapter, for the same noisy latents.
    prior: Prior = "none"
    prior_prompts: tuple[str, ...] = ()
    prior_pictures: int = 0
    prior_batch: int = 0
    prior_weight: float = 1.0

    # Memory.
    micro_batch: int = 0
    precision: Number = "auto"
    optimizer: Literal["adamw", "adamw8bit"] = "adamw"
    checkpointing: bool = False
    quantise: Quantised = "none"
    offload: bool = True
    compile: bool = False

    # Watching. Every so many steps; 0: never.
    save_every: int = 100
    watch_every: int = 100
    watch_pictures: int = 8
    patience: int = 0
    sample_every: int = 250
    sample_prompts: tuple[str, ...] = ()
    sample_guidance: float = GUIDANCE
    sample_steps: int = 20

    def __post_init__(self) -> None:
        _check_numbers(self)
        _check_prior(self)
        if self.method == "dreambooth":
            _check_dreambooth(self)

    @property
    def micro(self) -> int:
        """Pictures that go through the UNet at a time, at most."""
        return self.micro_batch or self.batch

    def warnings(self) -> list[str]:
        """What is allowed and yet probably a mistake."""
        low = self.method == "lora" and self.learning_rate < LORA_RATE_TOO_LOW
        return [say("rate_low", rate=self.learning_rate)] if low else []


def _check_numbers(config: TuneConfig) -> None:
    for name in ("rank", "alpha", "steps", "batch", "save_every"):
        if getattr(config, name) < 1:
            raise ValueError(f"{name} = {getattr(config, name)} must be at least 1")
    if config.subset < 0:
        raise ValueError(f"subset = {config.subset} must be at least 0")
    for name in ("caption_dropout", "ema_decay", "mask_floor", "final_rate"):
        if not 0 <= getattr(config, name) <= 1:
            raise ValueError(f"{name} = {getattr(config, name)} is not in 0..1")
    if not 0 <= config.micro_batch <= config.batch:
        raise ValueError(f"micro_batch = {config.micro_batch} is not in 0..{config.batch} (batch)")
    if config.patience and not config.watch_every:
        raise ValueError("patience needs watch_every")


def _check_prior(config: TuneConfig) -> None:
    if config.prior == "none":
        if config.prior_pictures or config.prior_prompts:
            raise ValueError("prior_prompts and prior_pictures need a prior")
        return
    if not config.prior_prompts:
        raise ValueError(f'prior = "{config.prior}" needs prior_prompts')
    if config.prior_batch < 1:
        raise ValueError(f"prior_batch = {config.prior_batch} must be at least 1 with a prior")
    if config.prior == "class-pictures" and config.prior_pictures < 1:
        raise ValueError('prior = "class-pictures" needs prior_pictures')


def _check_dreambooth(config: TuneConfig) -> None:
    if config.prior == "adapter-off":
        raise ValueError('dreambooth has no adapter to switch off: prior = "class-pictures"')
    if config.quantise != "none":
        raise ValueError(f'quantise = "{config.quantise}": whole weights cannot be learnt so')
    if config.dora or config.rslora or config.ranks or config.alphas:
        raise ValueError("dora, rslora, ranks and alphas belong to method lora")


def read_tune_config(path: Path) -> TuneConfig:
    """Read a recipe; its paths become absolute. Raises TrainingError in the reader's words."""
    config = read_settings(path, TuneConfig)
    here = path.resolve().parent
    placed = {name: here / getattr(config, name) for name in ("base", "dataset", "output")}
    if not (placed["base"] / "model_index.json").is_file():
        raise TrainingError("base_missing", folder=placed["base"])
    return msgspec.structs.replace(config, **placed)
