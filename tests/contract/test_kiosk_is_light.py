"""The kiosk carries nothing of the torch side, neither in memory nor on the disk."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = ("torch", "diffusers", "transformers", "peft", "accelerate", "optimum")
TORCH_SIDE = {*LIBRARIES, "training", "export"}


def _loaded(*modules: str) -> set[str]:
    """Top-level names in sys.modules of a fresh process that imported `modules`."""
    imports = "".join(f"import {name}\n" for name in modules)
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}import json, sys\nprint(json.dumps([*sys.modules]))"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def _modules() -> list[str]:
    files = (ROOT / "kiosk").rglob("*.py")
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return sorted(name.removesuffix(".__init__") for name in names if "__main__" not in name)


def test_no_module_of_the_kiosk_loads_the_torch_side() -> None:
    # One process for all: what any of them loads is in sys.modules at the end.
    loaded = _loaded(*_modules())
    assert not loaded & TORCH_SIDE
    assert "onnxruntime" in loaded, "the probe must see what is imported"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("kiosk.cli.app", {"PySide6", "faster_whisper", "ctranslate2", "onnxruntime"}),
        ("kiosk.ui.app", {"faster_whisper", "ctranslate2", "onnxruntime", "sounddevice"}),
        ("kiosk.painter.service", {"PySide6", "faster_whisper", "ctranslate2", "sounddevice"}),
        ("kiosk.listener.service", {"PySide6"}),
        ("kiosk.session.controller", {"PySide6", "onnxruntime", "faster_whisper", "ctranslate2"}),
    ],
)
def test_each_process_loads_only_what_is_its_own(module: str, heavy: set[str]) -> None:
    assert not _loaded(module) & heavy


@pytest.mark.long
def test_an_environment_with_the_kiosk_extra_alone_paints(tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    made = [str(ROOT / "scripts" / "environment.sh"), str(folder), "kiosk"]
    subprocess.run(made, check=True, env={**os.environ, "PYTHON": sys.executable})
    python = folder / "bin" / "python"
    find = f"import importlib.util as u\nprint([n for n in {LIBRARIES!r} if u.find_spec(n)])"
    found = subprocess.run([python, "-c", find], check=True, cwd=tmp_path, capture_output=True)
    assert found.stdout.strip() == b"[]"
    picture = tmp_path / "cena.png"
    command = [folder / "bin" / "heritage-kiosk", "paint", "um gaúcho a cavalo", "--seed", "7"]
    took = []
    for _ in range(2):
        began = time.monotonic()
        done = subprocess.run(
            [*command, "--out", picture, "--json"], check=True, capture_output=True, cwd=tmp_path
        )
        took.append(time.monotonic() - began)
    answer = json.loads(done.stdout)
    assert (answer["width"], answer["height"]) == (256, 256)
    assert picture.read_bytes().startswith(b"\x89PNG")
    # The first start also compiles what pip left uncompiled; the bar is for the usual one.
    assert took[1] <= 4.0
