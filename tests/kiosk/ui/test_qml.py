"""The QML is what its own linter wants: no unqualified access, no unknown type, all in qmldir."""

import re
import subprocess
import sys
from pathlib import Path

from kiosk.ui import app

FOLDER = app.MAIN.parent


def test_the_linter_has_nothing_to_say() -> None:
    lint = Path(sys.executable).with_name("pyside6-qmllint")
    files = sorted(map(str, FOLDER.glob("*.qml")))
    command = [str(lint), "--max-warnings", "0", "-I", str(FOLDER.parent), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_component_is_listed() -> None:
    listed = set(re.findall(r"(\w+\.qml)$", (FOLDER / "qmldir").read_text(), flags=re.MULTILINE))
    assert listed == {file.name for file in FOLDER.glob("*.qml")}
