"""Short recipes on the embedded base, at 128 px."""

from pathlib import Path

import msgspec

from training.tune.config import TuneConfig

BASE = Path(__file__).parents[3] / "assets" / "base" / "pampa-mini"


def recipe(dataset: Path, output: Path, **changes: object) -> TuneConfig:
    """A few steps of LoRA in fp32, nothing watched or painted."""
    config = TuneConfig(
        base=BASE, dataset=dataset, output=output, trigger_word="sapinho", licence="Apache-2.0",
        rights_summary="painted here", resolution=128, rank=4, alpha=4, steps=4, batch=4,
        warmup_steps=1, save_every=2, watch_every=0, sample_every=0, min_snr_gamma=0.0,
        learning_rate=1e-3, text_learning_rate=1e-3, precision="fp32",
    )  # fmt: skip
    return msgspec.structs.replace(config, **changes)
