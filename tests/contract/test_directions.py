"""The import rules watch something: each refuses the wrong import it is there for.

A rule of import-linter passes without a word when what it forbids is not in the graph, so a copy of
the packages gets one wrong import for every rule, and every rule must break.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("kiosk", "training", "export")
WRONG = {
    "kiosk stands alone, without torch": ("kiosk/bundle/planted.py", "import torch"),
    "training stands alone": ("training/planted.py", "from kiosk import files"),
    "export sees two formats": ("export/planted.py", "from kiosk import prompts"),
    "inside kiosk only downward": ("kiosk/wire/planted.py", "from kiosk import session"),
    "the screen reaches the workers over the wire only": (
        "kiosk/session/planted.py",
        "from kiosk import painter",
    ),
    "Qt only in the screen": ("kiosk/painter/planted.py", "import PySide6"),
    "onnxruntime only in the painter": ("kiosk/prompts/planted.py", "import onnxruntime"),
    "sound only in the listener": ("kiosk/bundle/planted_too.py", "import sounddevice"),
}


def _contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The three packages' Python files and the rules, in a folder of their own."""
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def _verdicts(folder: Path) -> dict[str, str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", done.stdout, flags=re.MULTILINE))


def test_the_packages_as_they_are_keep_every_rule(copy: Path) -> None:
    assert _verdicts(copy) == dict.fromkeys(_contracts(), "KEPT")


def test_every_rule_breaks_on_the_import_it_forbids(copy: Path) -> None:
    for name, statement in WRONG.values():
        (copy / name).write_text(statement + "\n", encoding="utf-8")
    assert _verdicts(copy) == dict.fromkeys(_contracts(), "BROKEN")
    assert set(WRONG) == set(_contracts())
