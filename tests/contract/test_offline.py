"""Nothing reports home: the libraries' own telemetry is off before they are loaded.

The official onnxruntime wheels for Linux send usage data by default (since 1.29): a mere import
writes a device id and a queue of events into the home folder, and uploads them where it can.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _left_by(statement: str, home: Path) -> list[str]:
    """Files in an empty home folder after a process of its own ran `statement`.

    Its environment is almost empty: some variables of a test run switch telemetry off as well.
    """
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", statement]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    return [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("package", ["kiosk", "training", "export"])
def test_a_package_switches_telemetry_off_before_onnxruntime_loads(
    package: str, tmp_path: Path
) -> None:
    assert _left_by(f"import {package}; import onnxruntime", tmp_path) == []


def test_the_units_switch_it_off_too() -> None:
    for role in ("painter", "listener", "ui"):
        unit = ROOT / "systemd" / f"heritage-kiosk-{role}.service"
        assert "\nEnvironment=ORT_DISABLE_TELEMETRY=1\n" in unit.read_text(encoding="utf-8")
