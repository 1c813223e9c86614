"""The bench runs its real processes, on the real embedded base."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from training.cli import app
from training.texts import TrainingError
from training.tune import switches
from training.tune.bench import turn


@pytest.mark.long
def test_a_step_is_measured_beside_the_plain_loops(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["bench", "--home", str(tmp_path), "--turns", "1", "--steps", "1", "--json"]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    ours, plain = found["rows"]
    assert (ours["side"], plain["side"]) == ("ours", "plain")
    assert found["ratio"]["step_time"] == pytest.approx(ours["seconds"] / plain["seconds"])
    assert found["ratio"]["peak_memory"] == pytest.approx(ours["peak"] / plain["peak"])
    # The embedded UNet alone takes that much.
    assert min(ours["peak"], plain["peak"]) > 20e6


def test_a_side_that_fails_says_why(tmp_path: Path) -> None:
    settings = {"base": str(tmp_path), "dataset": str(tmp_path), "batch": 1, "steps": 1,
                "recipe": {}}  # fmt: skip
    with pytest.raises(TrainingError, match="ours"):
        turn("ours", settings, tmp_path)


@pytest.mark.long
def test_every_switch_runs(tmp_path: Path) -> None:
    rows = switches.measure_switches("pampa-mini", tmp_path, turns=1, steps=1, batch=2)
    assert [row.name for row in rows] == list(switches.SWITCHES)
    by_name = {row.name: row for row in rows}
    assert by_name[switches.AS_IT_IS].step_time == by_name[switches.WHOLE].step_time == 1
    assert by_name["precision fp32"].dtype == "float32"
