"""What is installed from a wheel finds its assets, without the checkout beside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
from kiosk import catalogue, paths
print(paths.assets(), catalogue.text("errors.display_absent"))
"""


@pytest.mark.long
def test_a_wheel_carries_the_assets(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(tmp_path), "."]
    constraints = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **constraints})
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    shipped = {path.relative_to(ROOT / "assets") for path in (ROOT / "assets").rglob("*.toml")}
    assert all((unpacked / "kiosk" / "_assets" / name).is_file() for name in shipped)
    assert not (unpacked / "tests").exists()
    assert not (unpacked / "training" / "sentences").exists()
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith(str(unpacked))
