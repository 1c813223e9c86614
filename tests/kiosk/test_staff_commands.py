"""`heritage-kiosk pin` and `selftest` as an installer uses them."""

import json
import os
import pty
import subprocess
import sys

from kiosk import paths
from kiosk.staff.pins import Pins
from tests.kiosk.commands import run


def through_a_pipe(role: str, *lines: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "pin", "set", role],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_pin_is_asked_for_twice_and_never_shown() -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "pin", "set", "gallery"],
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    os.close(follower)
    said, typed = "", 0
    while True:
        try:
            read = os.read(leader, 1024).decode()
        except OSError:
            break
        said += read
        if said.count(": ") > typed and typed < 2:
            typed += 1
            os.write(leader, b"407163\n")
    os.close(leader)
    assert process.wait(20) == 0, said
    assert typed == 2
    assert "407163" not in said
    assert Pins(paths.state_dir()).role_of("407163") == "gallery"


def test_refusals_are_sentences_and_change_nothing() -> None:
    for lines, code in ((("40716", "40716"), 65), (("407163", "407164"), 65), ((), 65)):
        done = through_a_pipe("gallery", *lines)
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.strip().endswith(".")
        assert "Traceback" not in done.stderr
    assert Pins(paths.state_dir()).known() == ()
    assert through_a_pipe("nobody", "407163", "407163").returncode == 2


def test_status_tells_no_digit() -> None:
    assert "heritage-kiosk pin set gallery" in run("pin", "status").stdout
    assert through_a_pipe("gallery", "407163", "407163").returncode == 0
    done = run("pin", "status", "--json")
    assert json.loads(done.stdout) == {
        "gallery": {"set": True, "wait_s": 0}, "installer": {"set": False, "wait_s": 0}
    }  # fmt: skip


def test_selftest_without_a_running_kiosk_says_what_to_do() -> None:
    done = run("selftest", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    rows = {row["id"]: row for row in told["checks"]}
    assert not told["ok"]
    assert rows["state"]["ok"]
    assert rows["fonts"]["ok"]
    assert not rows["painter"]["ok"]
    assert "painter.sock" in rows["painter"]["detail"]
    assert rows["painter"]["advice"]
    shown = run("selftest")
    assert shown.returncode == 1
    assert shown.stdout.count("✗") == sum(not row["ok"] for row in told["checks"])
