"""A controller on a pumped thread, with scripted workers as processes of their own."""

import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kiosk
from kiosk import config
from kiosk.session.children import sockets
from kiosk.session.controller import Controller

SCRIPT = Path(__file__).with_name("scripted_worker.py")
ROOT = Path(kiosk.__file__).parent.parent


class Bench:
    """Runs what is posted, like the UI's event loop, until something holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._workers: list[subprocess.Popen[bytes]] = []
        self.seconds = 0.0
        self.seen: list[float] = []
        self.controller = Controller(
            config.KioskConfig(paint_deadline_s=20, listen_deadline_s=20),
            sockets(folder),
            self._posted.put,
            lambda: self.seen.append(self.controller.visit.fraction),
            now=lambda: self.seconds,
        )

    def socket(self, role: str) -> Path:
        return sockets(self._folder)[role]

    def worker(self, role: str, behaviour: str = "well") -> subprocess.Popen[bytes]:
        socket = sockets(self._folder)[role]
        command = [sys.executable, str(SCRIPT), role, str(socket), behaviour]
        self._workers.append(
            subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        )
        return self._workers[-1]

    def until(self, holds: Callable[[], bool], seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, self.controller.session
            try:
                self._posted.get(timeout=0.05)()
            except queue.Empty:
                continue

    def end(self) -> None:
        self.controller.close()
        for worker in self._workers:
            worker.terminate()
            worker.wait(5)


@pytest.fixture
def bench() -> Iterator[Bench]:
    # AF_UNIX paths are short; pytest's own folders may be too long.
    with tempfile.TemporaryDirectory() as folder:
        made = Bench(Path(folder))
        yield made
        made.end()
