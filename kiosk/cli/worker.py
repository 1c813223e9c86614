"""A worker as a child of one command: started, waited for, ended with it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk import errors, paths
from kiosk.wire import client, messages

# The first start after an installation joins and checks the speech model, on a slow disk too.
START_S: Final = 300.0
_POLL_S: Final = 0.02


class Child:
    """A worker process that will serve on `socket` once it is ready."""

    def __init__(self, role: str, process: subprocess.Popen[bytes], socket: Path) -> None:
        self._role = role
        self._process = process
        self.socket = socket

    def memory_mb(self, field: Literal["VmRSS", "VmHWM"]) -> float:
        """Memory that it holds now (VmRSS), or held at most so far (VmHWM), in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        lines = dict(line.split(":", 1) for line in status.splitlines())
        return round(int(lines[field].split()[0]) / 1024, 1)

    def wait_ready(self) -> None:
        """Wait for its socket. Raises the error it left with, or WorkerAbsent."""
        until = time.monotonic() + START_S
        while not self.socket.is_socket():
            if self._process.poll() is not None:
                raise self._reason()
            if time.monotonic() > until:
                raise errors.WorkerAbsent(role=self._role, socket=self.socket)
            time.sleep(_POLL_S)

    def _reason(self) -> errors.HeritageError:
        said = self._process.stdout.read() if self._process.stdout else b""
        try:
            told = msgspec.json.decode(said.splitlines()[-1], type=_Told)
        except (IndexError, msgspec.DecodeError):
            return errors.WorkerAbsent(role=self._role, socket=self.socket)
        return client.rebuild(messages.Failed(job="", kind=told.kind, values=told.values))


class _Told(msgspec.Struct):
    kind: str
    values: dict[str, str]


def leave_with_parent() -> None:
    """End this worker when its standard input closes: so it outlives no parent, however that died.

    The parent holds the other end of the pipe and writes nothing.
    """

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def started(role: str, *options: str) -> Iterator[Child]:
    """Start `python -m kiosk ROLE` on a private socket; end it when the block ends."""
    socket = paths.runtime_dir() / f"{role}-{os.getpid()}.sock"
    command = [sys.executable, "-m", "kiosk", role, "--socket", str(socket), "--json", "--child"]
    command += options
    # Our own interpreter and our own words: nothing of a visitor is in the command.
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield Child(role, process, socket)
    finally:
        process.terminate()
        try:
            process.wait(5.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        socket.unlink(missing_ok=True)
