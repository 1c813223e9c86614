"""The heartbeat as systemd hears it, and a real worker that is silent, killed and back."""

import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kiosk import heartbeat
from tests.kiosk.supervisor import Supervisor, Unit

SCRIPTED = Path(__file__).parent / "session" / "scripted_worker.py"


@pytest.fixture
def heard(tmp_path_factory, monkeypatch):
    # AF_UNIX paths are short.
    address = f"/tmp/heartbeat-{os.getpid()}"  # noqa: S108
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(address)
        channel.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setattr(heartbeat, "_silent_until", 0.0)
        monkeypatch.setattr(heartbeat, "_allowed_s", 0.0)

        def said() -> list[str]:
            found = []
            while True:
                try:
                    found.append(channel.recv(100).decode())
                except BlockingIOError:
                    return found

        yield said
    Path(address).unlink()


def test_ready_is_said_once_and_alive_not_more_often_than_needed(heard) -> None:
    heartbeat.ready()
    for _ in range(1000):
        heartbeat.alive()
    assert heard() == ["READY=1", "WATCHDOG=1"]


def test_a_slow_device_is_given_longer_and_a_fast_one_no_less(heard, monkeypatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "5000000")
    heartbeat.allow(2.0)
    heartbeat.allow(12.5)
    heartbeat.allow(7.0)
    assert heard() == ["WATCHDOG_USEC=12500000"]


def test_without_systemd_and_after_it_nothing_is_said_and_nothing_fails(monkeypatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    heartbeat.ready()
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    heartbeat.ready()
    monkeypatch.setenv("NOTIFY_SOCKET", "@heritage-kiosk-nobody")
    heartbeat.ready()


def test_units_bring_a_worker_back_within_ten_seconds() -> None:
    for role in ("painter", "listener"):
        unit = Unit(role)
        assert unit.watchdog_s + unit.restart_s <= 6


def test_a_stopped_worker_is_replaced() -> None:
    # AF_UNIX paths are short; pytest's own folders may be too long.
    with tempfile.TemporaryDirectory() as folder:
        replaced(Path(folder) / "l.sock")


def replaced(place: Path) -> None:
    command = [sys.executable, str(SCRIPTED), "listener", str(place), "well"]
    supervisor = Supervisor("listener", command)
    try:
        assert supervisor.ready.wait(20)
        time.sleep(2.5)
        assert supervisor.restarts == 0
        first = supervisor.pid
        os.kill(first, signal.SIGSTOP)
        stopped = time.monotonic()
        while supervisor.pid == first or not supervisor.ready.is_set():
            assert time.monotonic() - stopped < 10
            time.sleep(0.05)
        assert supervisor.restarts == 1
    finally:
        supervisor.close()
