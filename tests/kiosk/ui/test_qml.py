"""The QML files: no finding of the linter, and no staff text that is missing or left over."""

import re
import subprocess
import sys
from pathlib import Path

from kiosk import catalogue
from kiosk.ui import app

QML = sorted(app.MAIN.parent.glob("*.qml"))


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("pyside6-qmllint")
    command = [linter, "--max-warnings", "0", "-I", QML[0].parents[1], *QML]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_page_is_in_the_module() -> None:
    listed = set(re.findall(r"(\w+\.qml)$", (app.MAIN.parent / "qmldir").read_text(), re.M))
    assert {file.name for file in QML} == listed


def test_every_staff_text_exists_and_none_is_left_over() -> None:
    code = "".join(file.read_text() for file in app.MAIN.parents[1].glob("*.py"))
    asked = set(re.findall(r'"(staff\.[a-z_.]+)"', code + "".join(map(Path.read_text, QML))))
    asked -= {"staff.json"}
    known = set(catalogue.templates("staff."))
    # What ends in a dot or a stroke is put together with the name of a page or a role.
    begun = tuple(key for key in asked if key.endswith((".", "_")))
    assert asked - set(begun) <= known
    spare = {key for key in known - asked if not key.startswith(begun)}
    assert spare == set()
    for start in begun:
        assert any(key.startswith(start) for key in known), start
