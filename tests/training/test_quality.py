"""What the embedded models are held to. Minutes of painting: `make test-long`."""

import shutil
import time
from pathlib import Path

import msgspec
import pytest

from training.base.pipeline import load_pipeline
from training.judge import agreement
from training.probe.predict import Probe
from training.scenes.concepts import CORPUS
from training.scenes.dataset import paint_dataset
from training.tune.config import read_tune_config
from training.tune.loop import tune

ROOT = Path(__file__).parents[2]
BASE = ROOT / "assets" / "base" / "pampa-mini"

pytestmark = pytest.mark.long


def test_the_base_paints_what_it_is_asked() -> None:
    result = agreement(load_pipeline(BASE), CORPUS, Probe(), seeds=16)
    assert result.overall >= 0.93, result.shares
    # The card names those below 0.8.
    assert min(result.shares.values()) >= 0.60, result.shares


def test_a_lora_teaches_a_kept_out_concept_within_a_quarter_of_an_hour(tmp_path: Path) -> None:
    before = agreement(load_pipeline(BASE), ["sapinho"], Probe(), seeds=16)
    assert before.overall <= 0.10
    preset = tmp_path / "a" / "b" / "mini.toml"
    preset.parent.mkdir(parents=True)
    shutil.copy(ROOT / "training" / "presets" / "mini.toml", preset)
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    paint_dataset(
        "sapinho", tmp_path / "runs/sapinho/dataset", count=48, size=256, first_seed=7_000_000
    )
    config = read_tune_config(preset)
    assert msgspec.structs.asdict(config)["base"].resolve() == BASE.resolve()
    began = time.monotonic()
    adapter = tune(config)
    assert adapter is not None
    assert time.monotonic() - began <= 15 * 60
    pipeline = load_pipeline(BASE)
    pipeline.load_lora_weights(adapter.parent, weight_name=adapter.name)
    after = agreement(pipeline, ["sapinho"], Probe(), seeds=16)
    assert after.overall >= 0.55
    kept = agreement(pipeline, CORPUS, Probe(), seeds=4)
    # A LoRA over everything costs the rest some; docs/fine-tuning.md says how much.
    assert kept.overall >= 0.83, kept.shares
