"""The commands around a recipe, as staff type them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.training.tune.recipes import BASE
from training.cli import app
from training.texts import TrainingError


@pytest.fixture(scope="module")
def recipe_file(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("receita")
    file = folder / "receita.toml"
    file.write_text(
        f"""
base = "{BASE}"
dataset = "{dataset}"
output = "treino"
trigger_word = "sapinho"
rights_summary = "painted here"
licence = "Apache-2.0"
rank = 4
alpha = 4
resolution = 128
steps = 3
batch = 2
learning_rate = 3e-6
watch_every = 0
sample_every = 0
precision = "fp32"
""",
        encoding="utf-8",
    )
    return file


def test_a_recipe_is_planned_tuned_verified_and_swept(recipe_file: Path) -> None:
    run = CliRunner().invoke
    planned = json.loads(run(app, ["plan", str(recipe_file), "--json"]).stdout)
    assert planned["fits"] is True
    assert planned["peak"] == sum(planned["memory"].values())
    stopped = run(app, ["tune", str(recipe_file), "--until", "2"])
    assert stopped.exit_code == 0
    assert "Parado no passo 2" in stopped.stderr
    assert "1e-4" in stopped.stderr  # the rate is low for LoRA
    made = run(app, ["tune", str(recipe_file), "--json"])
    adapter = Path(json.loads(made.stdout)["adapter"])
    assert adapter == recipe_file.parent / "treino" / "adapter.safetensors"
    verified = run(app, ["verify", str(recipe_file), "--json"])
    assert json.loads(verified.stdout)["exact"] is True
    swept = run(app, ["sweep", str(recipe_file), "--ranks", "0,2", "--steps", "1", "--seeds", "1",
                      "--prompt", "um boi"])  # fmt: skip
    assert swept.exit_code == 0, swept.output
    assert (recipe_file.parent / "treino" / "sweep" / "sweep.jpg").is_file()


def test_what_does_not_fit_is_refused_with_what_would_make_it(recipe_file: Path) -> None:
    said = CliRunner().invoke(app, ["plan", str(recipe_file), "--free", "30"])
    assert isinstance(said.exception, TrainingError)
    assert "micro_batch = 1" in str(said.exception) or "checkpointing" in str(said.exception)
    assert "MiB" in said.stdout


def test_numbers_that_are_none_are_said(recipe_file: Path) -> None:
    said = CliRunner().invoke(app, ["sweep", str(recipe_file), "--ranks", "4;8"])
    assert said.exit_code == 2
    assert "4;8" in said.output
