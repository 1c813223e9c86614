"""What a LoRA run needs to know; read from TOML, unknown keys refused."""

from pathlib import Path

import msgspec

from training.settings import Settings, read_settings
from training.texts import TrainingError, say


class LoraConfig(Settings, frozen=True):
    """One adapter's recipe. Paths are relative to the file they stand in."""

    base: Path
    dataset: Path
    output: Path
    trigger_word: str
    # What the adapter may be used for, as the gallery and the release will read it.
    rights_summary: str
    licence: str

    seed: int = 11
    rank: int = 16
    alpha: int = 16
    learning_rate: float = 1e-3
    text_learning_rate: float = 1e-3
    steps: int = 1_000
    batch: int = 16
    accumulation: int = 1
    warmup_steps: int = 50
    caption_dropout: float = 0.05
    min_snr_gamma: float = 5.0
    max_grad_norm: float = 1.0
    save_every: int = 100

    # Prior preservation with class pictures (DreamBooth, Ruiz et al. 2023, eq. 2): the base paints
    # these itself before training, so that it does not forget them while it learns.
    prior_prompts: tuple[str, ...] = ()
    prior_pictures: int = 0
    prior_share: float = 0.4

    def __post_init__(self) -> None:
        for name in ("rank", "alpha", "steps", "batch", "accumulation"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)} must be at least 1")
        if not 0 <= self.prior_share < 1:
            raise ValueError(f"prior_share = {self.prior_share} is not in 0..1")
        if self.prior_pictures and not self.prior_prompts:
            raise ValueError("prior_pictures needs prior_prompts")

    def warnings(self) -> list[str]:
        """What is allowed and yet probably a mistake."""
        return [say("rate_low", rate=self.learning_rate)] if self.learning_rate < 1e-5 else []


def read_lora_config(path: Path) -> LoraConfig:
    """Read a recipe; its paths become absolute. Raises TrainingError in the reader's words."""
    config = read_settings(path, LoraConfig)
    here = path.resolve().parent
    placed = {name: here / getattr(config, name) for name in ("base", "dataset", "output")}
    if not (placed["base"] / "model_index.json").is_file():
        raise TrainingError("base_missing", folder=placed["base"])
    return msgspec.structs.replace(config, **placed)
