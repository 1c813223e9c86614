"""systemd's part in the tests: starts a worker, hears its heartbeat, kills it when it is silent,
starts it again. WatchdogSec, RestartSec and the rest are those of the unit that ships.
"""

import os
import re
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

UNITS = Path(__file__).parents[2] / "systemd"


class Unit:
    """The values of a unit that decide about restarts."""

    def __init__(self, role: str) -> None:
        text = (UNITS / f"heritage-kiosk-{role}.service").read_text()
        found = dict(re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE))
        assert found["Type"] == "notify"
        assert found["WatchdogSignal"] == "SIGKILL"
        assert found["Restart"] == "on-failure"
        self.watchdog_s = float(found["WatchdogSec"])
        self.restart_s = float(found["RestartSec"])
        self.final = int(found["RestartPreventExitStatus"])


class Supervisor:
    """One worker under its unit. `restarts` counts how often it had to be started again."""

    def __init__(self, role: str, command: list[str]) -> None:
        self.unit = Unit(role)
        self.restarts = 0
        self.ready = threading.Event()
        self._command = command
        self._folder = tempfile.TemporaryDirectory()
        self._channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = str(Path(self._folder.name) / "notify")
        self._channel.bind(address)
        self._channel.settimeout(0.05)
        self._environment = {
            **os.environ,
            "NOTIFY_SOCKET": address,
            "WATCHDOG_USEC": str(int(self.unit.watchdog_s * 1e6)),
        }
        self._over = threading.Event()
        self._child = self._start()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._child.kill()
        self._child.wait()
        self._channel.close()
        self._folder.cleanup()

    def _start(self) -> subprocess.Popen[bytes]:
        self.ready.clear()
        self._heard = time.monotonic()
        self._limit = self.unit.watchdog_s
        return subprocess.Popen(self._command, env=self._environment)

    def _watch(self) -> None:
        while not self._over.is_set():
            self._hear()
            if self._child.poll() is not None:
                if self._child.returncode in (0, self.unit.final):
                    return
                self._over.wait(self.unit.restart_s)
                self.restarts += 1
                self._child = self._start()
            elif self.ready.is_set() and time.monotonic() - self._heard > self._limit:
                self._child.kill()
                self._child.wait()

    def _hear(self) -> None:
        try:
            said = self._channel.recv(4096).decode()
        except TimeoutError:
            return
        self._heard = time.monotonic()
        if said == "READY=1":
            self.ready.set()
        elif said.startswith("WATCHDOG_USEC="):
            self._limit = int(said.split("=")[1]) / 1e6
