"""heritage-train as a stranger meets it: real processes, sentences and exit codes."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]


def heritage_train(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command from the checkout and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "training", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_help_names_every_command() -> None:
    said = heritage_train("--help")
    assert said.returncode == 0
    known = "adapter archive base bench judge picturebook plan prepare probe probe-train scenes "
    for command in (known + "sweep tune verify").split():
        assert command in said.stdout
    assert not said.stderr


def test_a_painted_dataset_is_recognised_by_the_probe(tmp_path: Path) -> None:
    assert heritage_train("scenes", "ema", "--out", str(tmp_path), "--count", "3").returncode == 0
    said = heritage_train("probe", str(tmp_path), "--json")
    rows = json.loads(said.stdout)
    assert [row["top"] for row in rows] == ["ema"] * 3
    assert set(rows[0]) == {"file", "top", "concepts", "sky", "look", "count"}
    assert abs(rows[0]["concepts"]["ema"] - 1) < 0.5


def test_mistakes_end_in_a_sentence_not_in_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "receita.toml"
    broken.write_text("base = 'x'\nrankk = 3\n", encoding="utf-8")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.bmp")
    cases = [
        ("tune", str(tmp_path / "nada.toml")),
        ("lora", str(broken)),
        ("probe", str(tmp_path / "nada.png")),
        ("judge", "--model", str(tmp_path)),
        ("scenes", "dragao", "--out", str(tmp_path / "d")),
    ]
    # Each is a process that mostly loads libraries.
    with ThreadPoolExecutor(max_workers=2) as two:
        every = list(two.map(lambda case: heritage_train(*case), cases))
    for case, said in zip(cases, every, strict=True):
        assert said.returncode != 0, case
        assert "Traceback" not in said.stderr, said.stderr
        assert said.stderr.strip(), case
