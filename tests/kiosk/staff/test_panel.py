"""The panel's commands: real programs, no shell, failures kept for the self-test."""

import sys

from kiosk.staff import panel
from kiosk.staff.panel import Panel


def writing(file, word: str) -> tuple[str, ...]:
    script = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    return (sys.executable, "-c", script, str(file), word)


def test_off_and_on_run_their_commands_once_each(tmp_path) -> None:
    said = tmp_path / "said"
    screen = Panel(writing(said, "off $HOME;"), writing(said, "on;"))
    for wanted in (True, False, False, True, True):
        screen.switch(wanted)
        assert screen.settle(20)
    assert said.read_text() == "off $HOME;on;"
    assert screen.failure is None


def test_a_failure_is_kept_and_the_next_success_clears_it(caplog) -> None:
    screen = Panel((sys.executable, "-c", "raise SystemExit('no such output')"), ("true",))
    screen.switch(False)
    assert screen.settle(20)
    assert "no such output" in screen.failure.reason
    assert len(caplog.records) == 1
    screen.switch(True)
    assert screen.settle(20)
    assert screen.failure is None


def test_a_program_that_does_not_exist(caplog) -> None:
    failed = panel.run(("no-such-program-here", "--off"))
    assert failed.command == "no-such-program-here --off"
    assert caplog.records


def test_without_commands_nothing_is_started() -> None:
    screen = Panel((), ())
    screen.switch(False)
    assert screen.settle(0)
    assert screen._thread is None
