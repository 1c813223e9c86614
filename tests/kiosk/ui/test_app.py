"""Starting and ending the window as a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kiosk
from kiosk import errors
from kiosk.ui import app

ROOT = Path(kiosk.__file__).parent.parent
START = (
    "from kiosk import config; from kiosk.ui import app; "
    "raise SystemExit(app.run(config.KioskConfig(), windowed=True, workers=False))"
)


REFERENCES = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rung = Signal()

application, bell = QCoreApplication([]), Bell()
before = [sys.getrefcount(value) for value in (True, False, None)]
for _ in range(300):
    bell.rung.emit()
after = [sys.getrefcount(value) for value in (True, False, None)]
print(min(now - then for now, then in zip(after, before)))
"""


def until_it_handles(number: signal.Signals, process: subprocess.Popen[str]) -> None:
    """Wait until the process has installed its own handler for the signal."""
    end = time.monotonic() + 60
    while True:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) >> (number - 1) & 1:
            return
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)


def test_qt_gives_back_the_references_it_takes() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one of True at each emit: after some 600 it aborts."""
    done = subprocess.run(
        [sys.executable, "-c", REFERENCES], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > -20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_in_order(number: signal.Signals, tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)]), "QT_QPA_PLATFORM": "offscreen",
        "QT_QUICK_BACKEND": "software",
        "RUNTIME_DIRECTORY": str(tmp_path),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", START], env=environment, stderr=subprocess.PIPE, text=True
    )
    until_it_handles(signal.SIGTERM, process)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert said == ""


def test_without_a_display_the_error_says_so(monkeypatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(app, "_DRM", tmp_path / "no-card")
    with pytest.raises(errors.DisplayAbsent):
        app.need_display()
