"""The two workers as children of a kiosk started by hand; under systemd they are units."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from kiosk.session import trouble

ROLES: Final[tuple[trouble.Role, ...]] = ("painter", "listener")
_GRACE_S: Final = 3.0


def sockets(folder: Path) -> dict[trouble.Role, Path]:
    """Where each worker listens, by role."""
    return {role: folder / f"{role}.sock" for role in ROLES}


def share_socket(folder: Path) -> Path:
    """Where the take-home page's process listens, if it runs."""
    return folder / "share.sock"


class Children:
    """Starts one process a role and stops them all. Restarts none: that is systemd's task."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = dict(commands)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start what is not running. Raises OSError when a program cannot be started."""
        for role, command in self._commands.items():
            if not self.alive(role):
                _let_go(self._running.get(role))
                # The command is ours, from `commands`; nothing of a visitor is in it. The pipe
                # closes when this process is gone, however it went, and the child then leaves.
                self._running[role] = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603

    def alive(self, role: str) -> bool:
        """Whether this role's process is running."""
        child = self._running.get(role)
        return child is not None and child.poll() is None

    def pid(self, role: str) -> int | None:
        """The process id of a running role."""
        return self._running[role].pid if self.alive(role) else None

    def stop(self) -> None:
        """Ask all to end, and after a grace kill those that did not. Safe to call twice."""
        children = list(self._running.values())
        for child in children:
            child.terminate()
        until = time.monotonic() + _GRACE_S
        for child in children:
            try:
                child.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            _let_go(child)
        self._running.clear()

    def __enter__(self) -> "Children":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _let_go(child: subprocess.Popen[bytes] | None) -> None:
    """Close our end of a child's pipe."""
    if child is not None and child.stdin is not None:
        child.stdin.close()


def commands(folder: Path, *, share: bool = False) -> dict[str, list[str]]:
    """How each role is started from this very interpreter, with its socket in `folder`."""
    every: dict[str, Path] = dict(sockets(folder).items())
    if share:
        every["share"] = share_socket(folder)
    return {
        role: [sys.executable, "-m", "kiosk", role, "--socket", str(path), "--child"]
        for role, path in every.items()
    }
