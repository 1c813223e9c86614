"""A state folder and the sockets of two workers that speak the real protocol."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kiosk
from kiosk import config, paths
from kiosk.session.children import sockets
from kiosk.staff import canary
from kiosk.staff.rows import Place
from kiosk.staff.settings import SettingsFile

ROOT = Path(kiosk.__file__).parent.parent
SCRIPT = ROOT / "tests" / "kiosk" / "session" / "scripted_worker.py"


@pytest.fixture
def runtime() -> Iterator[Path]:
    # AF_UNIX paths are short; pytest's own folders may be too long.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def place(runtime: Path) -> Place:
    folder = paths.state_dir()
    return Place(config.KioskConfig(), sockets(runtime), folder, SettingsFile(folder))


@pytest.fixture
def start(runtime: Path) -> Iterator[Callable[..., None]]:
    """Start any command as a worker and wait until it answers on its socket."""
    running = []

    def begin(role: str, *command: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        end = time.monotonic() + 60
        while not sockets(runtime)[role].is_socket():
            assert time.monotonic() < end
            assert running[-1].poll() is None
            time.sleep(0.05)
        canary.health(sockets(runtime)[role])

    yield begin
    for process in running:
        process.terminate()
        process.wait(10)


@pytest.fixture
def scripted(start, runtime: Path) -> Callable[[str, str], None]:
    def begin(role: str, behaviour: str = "well") -> None:
        start(role, sys.executable, str(SCRIPT), role, str(sockets(runtime)[role]), behaviour)

    return begin
