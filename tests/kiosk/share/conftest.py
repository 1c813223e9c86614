"""The share process as it runs in a gallery, on an address of this machine."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kiosk

ROOT = Path(kiosk.__file__).parent.parent


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def folder() -> Iterator[Path]:
    # AF_UNIX paths are short; pytest's own folders may be too long.
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Starts `heritage-kiosk share` with that address; ended after the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(address: str) -> "subprocess.Popen[str]":
        config = folder / "kiosk.toml"
        config.write_text(f'take_home = "wifi"\nshare_address = "{address}"\n')
        command = [sys.executable, "-m", "kiosk", "share", "--socket", str(folder / "share.sock")]
        environment = os.environ | {"HERITAGE_KIOSK_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
        running.append(
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        )
        end = time.monotonic() + 15
        while not (folder / "share.sock").exists() and running[-1].poll() is None:
            assert time.monotonic() < end
            time.sleep(0.02)
        return running[-1]

    yield begin
    for process in running:
        process.terminate()
        process.communicate(timeout=10)
