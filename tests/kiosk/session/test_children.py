"""Workers started by hand end with the kiosk."""

import os
import sys
import time
from pathlib import Path

from kiosk.session.children import Children, commands

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_they_live_inside_the_block_and_not_after() -> None:
    with Children({"painter": SLEEPER, "listener": STUBBORN}) as children:
        pids = [children.pid("painter"), children.pid("listener")]
        assert children.alive("painter")
        assert children.alive("listener")
    assert all(pid is not None and gone(pid) for pid in pids)


def test_a_dead_one_is_started_again_on_request_only() -> None:
    with Children({"painter": [sys.executable, "-c", ""]}) as children:
        first = children._running["painter"]
        first.wait(10)
        assert not children.alive("painter")
        children.start()
        assert children._running["painter"] is not first


def test_each_role_gets_its_own_socket(tmp_path: Path) -> None:
    made = commands(tmp_path)
    assert made["painter"][1:4] == ["-m", "kiosk", "painter"]
    assert made["listener"][-2:] == [str(tmp_path / "listener.sock"), "--child"]


def test_the_painter_comes_behind_the_screen_however_it_was_started(tmp_path: Path) -> None:
    unit = Path(__file__).parents[3] / "systemd/heritage-kiosk-painter.service"
    made = commands(tmp_path)
    with Children({"painter": made["painter"]}) as children:
        pid, until = children.pid("painter"), time.monotonic() + 60
        while not (tmp_path / "painter.sock").is_socket():
            assert time.monotonic() < until
            time.sleep(0.05)
        behind = os.getpriority(os.PRIO_PROCESS, pid) - os.getpriority(os.PRIO_PROCESS, 0)
    assert behind > 0
    assert f"Nice={behind}" in unit.read_text(encoding="utf-8").splitlines()
