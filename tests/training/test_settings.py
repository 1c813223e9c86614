"""Recipes: unknown keys are refused with the nearest known one; every shipped recipe reads."""

from pathlib import Path

import pytest

from training.base.config import BaseConfig, read_base_config
from training.lora.config import LoraConfig
from training.settings import read_settings
from training.texts import TrainingError


def test_an_unknown_key_names_the_one_that_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "receita.toml"
    file.write_text("learning_rat = 1e-4\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="learning_rate"):
        read_base_config(file)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("steps = 'muitos'", "steps"),
        ("size = 100", "patch_size"),
        ("caption_dropout = 1.5", "0..1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "receita.toml"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=said):
        read_base_config(file)


def test_a_rate_written_as_5e_7_is_a_number(tmp_path: Path) -> None:
    file = tmp_path / "receita.toml"
    file.write_text("learning_rate = 5e-7\n", encoding="utf-8")
    assert read_base_config(file).learning_rate == 5e-7


def test_a_missing_recipe_is_said_kindly(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"nada\.toml"):
        read_base_config(tmp_path / "nada.toml")


def test_every_shipped_recipe_reads() -> None:
    presets = Path(__file__).parents[2] / "training" / "presets"
    for folder, kind in ((presets, LoraConfig), (presets / "base", BaseConfig)):
        files = sorted(folder.glob("*.toml"))
        assert files
        for file in files:
            read_settings(file, kind)


def test_recipes_cannot_contradict_themselves() -> None:
    with pytest.raises(ValueError, match="cooldown_steps"):
        BaseConfig(steps=10, cooldown_steps=11)
    with pytest.raises(ValueError, match="prior_prompts"):
        LoraConfig(
            base=Path(), dataset=Path(), output=Path(), trigger_word="x", rights_summary="",
            licence="", prior_pictures=3,
        )  # fmt: skip


def test_a_rate_too_low_for_lora_warns() -> None:
    config = LoraConfig(
        base=Path(), dataset=Path(), output=Path(), trigger_word="x", rights_summary="",
        licence="", learning_rate=3e-6,
    )  # fmt: skip
    assert config.warnings()
