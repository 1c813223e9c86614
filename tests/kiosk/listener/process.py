"""The real listener process in folders of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import kiosk

FOLDERS = ("STATE", "RUNTIME", "TMP", "HOME")


@dataclass(frozen=True)
class Running:
    """`socket` to speak to it, `home` with all that it may write."""

    socket: Path
    home: Path
    pid: int


@contextmanager
def started(
    home: Path, speech_cache: Path, before: Sequence[str] = (), **environment: str
) -> Iterator[Running]:
    """Ready to be asked; its end is looked at too. `before`: a program that starts it."""
    folders = {name: home / name.lower() for name in FOLDERS}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    surroundings = {
        **os.environ,
        "CACHE_DIRECTORY": str(speech_cache),
        "STATE_DIRECTORY": str(folders["STATE"]),
        "RUNTIME_DIRECTORY": str(folders["RUNTIME"]),
        "TMPDIR": str(folders["TMP"]),
        "HOME": str(folders["HOME"]),
        "PYTHONPATH": str(Path(kiosk.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        **environment,
    }
    surroundings.pop("HERITAGE_KIOSK_CONFIG", None)
    socket = home / "l.sock"
    log = home.with_name(f"{home.name}.log")
    command = [*before, sys.executable, "-m", "kiosk", "listener", "--socket", str(socket)]
    with log.open("wb") as said:
        child = subprocess.Popen(command, env=surroundings, cwd=folders["HOME"], stderr=said)
    try:
        until = time.monotonic() + 120
        while not socket.is_socket():
            assert child.poll() is None, log.read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield Running(socket, home, child.pid)
    finally:
        child.terminate()
        child.wait(60)
    assert child.returncode == 0, log.read_text()
    assert "Traceback" not in log.read_text()
