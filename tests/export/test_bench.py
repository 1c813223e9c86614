"""The bench: its ratios, and once for all sides the real processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from export.bench import SIDES, Row, ratios
from export.cli import app
from export.peers import peak_bytes


def _row(side: str, first: float, pictures: tuple[float, ...], peak: float) -> Row:
    return Row(side=side, first_s=first, picture_s=pictures, peak_mb=peak)  # type: ignore[arg-type]


def test_ratios_are_ours_over_the_peers_by_medians() -> None:
    rows = [
        _row("ours", 1.0, (0.1, 0.2, 9.0), 100.0),
        _row("diffusers", 4.0, (0.4, 0.4, 0.4), 400.0),
        _row("ours", 3.0, (0.2, 0.2, 0.2), 300.0),
        _row("diffusers", 4.0, (0.4, 8.0, 0.4), 400.0),
    ]
    assert ratios(rows) == {
        "picture_vs_diffusers": 0.5,
        "first_picture_vs_diffusers": 0.5,
        "memory_vs_diffusers": 0.5,
    }


def test_the_most_memory_counts_what_a_process_has_given_back() -> None:
    program = "held = b'1' * (200 << 20); del held; print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 200 << 20 < peak_bytes(process.pid) < 260 << 20
        process.communicate(b"\n")


def test_a_side_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(app, ["bench", "--without", "ours"])
    assert done.exit_code == 2


@pytest.mark.long
def test_every_side_paints_and_is_measured(base: Path, tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "export", "bench", "--base", str(base), "--home", str(tmp_path / "b"),
        "--turns", "1", "--pictures", "2", "--json",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [row["side"] for row in found["rows"]] == list(SIDES)
    assert all(len(row["picture_s"]) == 2 and row["peak_mb"] > 50 for row in found["rows"])
    wanted = {"picture_vs_diffusers", "picture_vs_optimum", "first_picture_vs_diffusers",
              "memory_vs_diffusers"}  # fmt: skip
    assert wanted <= found["ratio"].keys()
