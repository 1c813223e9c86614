"""Switches the screen off and on by the commands of the configuration."""

import logging
import subprocess
import threading
from collections.abc import Sequence
from typing import Final

import msgspec

COMMAND_S: Final = 10.0
_log = logging.getLogger(__name__)


class Failure(msgspec.Struct, frozen=True):
    """A command that did not do its work, and why."""

    command: str
    reason: str


class Panel:
    """The screen's power. `switch` returns at once, the last wish wins; no commands, no effect."""

    def __init__(self, off: Sequence[str], on: Sequence[str]) -> None:
        self._commands = {False: tuple(off), True: tuple(on)}
        self._changed = threading.Condition()
        self._wanted = True
        self._is = True
        self._thread: threading.Thread | None = None
        self.failure: Failure | None = None

    def switch(self, on: bool) -> None:
        """Ask for the screen to be on, or off."""
        with self._changed:
            if on == self._wanted:
                return
            self._wanted = on
            if self._thread is None and any(self._commands.values()):
                self._thread = threading.Thread(target=self._work, name="panel", daemon=True)
                self._thread.start()
            self._changed.notify()

    def settle(self, seconds: float) -> bool:
        """Wait until what was asked for last was tried; False after `seconds`."""
        with self._changed:
            return self._thread is None or self._changed.wait_for(
                lambda: self._is == self._wanted, seconds
            )

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is != self._wanted)
                wanted = self._wanted
            failed = run(self._commands[wanted])
            with self._changed:
                self.failure = failed
                self._is = wanted
                self._changed.notify_all()


def run(command: Sequence[str]) -> Failure | None:
    """Run one command without a shell; why it failed, if it did. An empty one does nothing."""
    if not command:
        return None
    try:
        # The installer's own words from the configuration; nothing of a visitor is in it.
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        reason = "" if done.returncode == 0 else f"{done.returncode}: {done.stderr.strip()[-200:]}"
    except (OSError, subprocess.TimeoutExpired, ValueError) as refused:
        reason = str(refused)
    if not reason:
        return None
    _log.error("%s: %s", command[0], reason)
    return Failure(" ".join(command), reason)
