"""Recipes: unknown keys are refused with the nearest known one; every shipped recipe reads."""

from pathlib import Path

import pytest

from training.base.config import BaseConfig, read_base_config
from training.settings import read_settings
from training.texts import TrainingError
from training.tune.config import TuneConfig, read_tune_config


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
    for folder, kind in ((presets, TuneConfig), (presets / "base", BaseConfig)):
        files = sorted(folder.glob("*.toml"))
        assert files
        for file in files:
            found = read_settings(file, kind)
            assert not isinstance(found, TuneConfig) or not found.warnings()


def test_base_recipes_cannot_contradict_themselves() -> None:
    with pytest.raises(ValueError, match="cooldown_steps"):
        BaseConfig(steps=10, cooldown_steps=11)


PLACES = "".join(
    f'{name} = "x"\n'
    for name in ("base", "dataset", "output", "trigger_word", "rights_summary", "licence")
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("learning_rat = 1e-4", "learning_rate"),
        ("checkpoint = true", "checkpointing"),
        ("micro_batch = 9", "micro_batch"),
        ("rank = 0", "rank"),
        ("mask_floor = 2.0", "mask_floor"),
        ("prior = 'adapter-off'", "prior_prompts"),
        ("prior_prompts = ['um boi']", "prior"),
        ("prior = 'class-pictures'\nprior_prompts = ['um boi']\nprior_batch = 1", "prior_pictures"),
        ("patience = 3\nwatch_every = 0", "watch_every"),
        ("method = 'dreambooth'\nquantise = 'nf4'", "nf4"),
        ("method = 'dreambooth'\ndora = true", "dora"),
        ("method = 'textual-inversion'", "method"),
        ("precision = 'fp8'", "precision"),
    ],
)
def test_a_recipe_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "receita.toml"
    file.write_text(PLACES + line + "\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=said):
        read_settings(file, TuneConfig)


def test_a_recipe_without_its_base_is_said_kindly(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_text(PLACES, encoding="utf-8")
    with pytest.raises(TrainingError, match="heritage-train base"):
        read_tune_config(file)


@pytest.mark.parametrize(("method", "warned"), [("lora", True), ("dreambooth", False)])
def test_a_rate_too_low_for_lora_warns(tmp_path: Path, method: str, warned: bool) -> None:
    file = tmp_path / "r.toml"
    file.write_text(f"{PLACES}learning_rate = 3e-6\nmethod = '{method}'\n", encoding="utf-8")
    assert bool(read_settings(file, TuneConfig).warnings()) == warned
