"""A worker is killed, or stops, wherever the visitor is: the screen answers, the sentence stays,
and the worker is back as its unit says. The painter is real; the listener speaks by a script.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import kiosk
from kiosk.session.children import commands, sockets
from kiosk.ui.robot.watch import Beat
from tests.kiosk.supervisor import Supervisor

ROOT = Path(kiosk.__file__).parent.parent
SCRIPTED = Path(__file__).parents[1] / "session" / "scripted_worker.py"
STATES = ("attract", "choose", "listening", "confirm", "painting", "showing", "invite")
# The state in which a loss is felt at once, and one in which it is not.
SHORT = [
    ("painter", signal.SIGKILL, "painting"),
    ("painter", signal.SIGSTOP, "painting"),
    ("painter", signal.SIGKILL, "choose"),
    ("listener", signal.SIGKILL, "listening"),
]
ALL = [
    (role, how, state)
    for role in ("painter", "listener")
    for how in (signal.SIGKILL, signal.SIGSTOP)
    for state in STATES
    if (role, how, state) not in SHORT
]
SENTENCE = "um gaúcho na coxilha ao entardecer"


@pytest.fixture
def workers(
    sockets_folder: Path, tiny_bundle: Path, keys_folder: Path, tmp_path: Path, monkeypatch
) -> Iterator[dict[str, Supervisor]]:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'bundle = "{tiny_bundle}"\nkeys = ["{keys_folder}"]\nthreads = 1\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(settings))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    place = sockets(sockets_folder)["listener"]
    # As heritage-kiosk itself starts it, but for --child: its parent here is the supervisor.
    painter = [part for part in commands(sockets_folder)["painter"] if part != "--child"]
    started = {
        "painter": Supervisor("painter", painter),
        "listener": Supervisor(
            "listener", [sys.executable, str(SCRIPTED), "listener", str(place), "well"]
        ),
    }
    yield started
    for one in started.values():
        one.close()


def bring(screen, state: str) -> None:
    """Bring a visitor to `state`, with SENTENCE where there is one."""
    if state == "attract":
        return
    screen.press("ui.attract.touch")
    screen.page("choose")
    screen.model.write(SENTENCE)
    if state == "listening":
        screen.model.speak()
    elif state == "confirm":
        screen.model.speak()
        screen.model.endSpeech()
    elif state in ("painting", "showing"):
        if state == "painting":
            # Long enough for something to happen meanwhile.
            screen.session._settings = replace(screen.session._settings, profile="many")
        screen.model.paint()
    if state == "invite":
        screen.session.clock._since -= 1000
        screen.until(lambda: screen.model.inviting)
    else:
        screen.page(state)


# What the visitor does next, and the page on which they then are.
GOES_ON = {
    "attract": ("ui.attract.touch", "choose"),
    "choose": ("Prenda", "choose"),
    "listening": ("ui.speak.cancel", "choose"),
    "confirm": ("ui.confirm.edit", "choose"),
    "painting": ("ui.painting.cancel", "choose"),
    "showing": ("ui.scene.edit", "choose"),
    "invite": ("ui.invite.stay", "choose"),
}


@pytest.mark.parametrize(("role", "how", "state"), SHORT)
def test_a_worker_is_lost_and_comes_back(screen, workers, role, how, state) -> None:
    lose(screen, workers, role, how, state)


@pytest.mark.long
@pytest.mark.parametrize(("role", "how", "state"), ALL)
def test_a_worker_is_lost_and_comes_back_wherever(screen, workers, role, how, state) -> None:
    lose(screen, workers, role, how, state)


def lose(screen, workers, role, how, state) -> None:
    screen.model.open()
    screen.until(lambda: screen.model.painterReady and screen.model.voiceReady)
    bring(screen, state)
    sentence = screen.model.sentence
    lost = workers[role].pid
    beat = Beat()
    os.kill(lost, how)
    began = time.monotonic()
    with beat.measured():
        if how == signal.SIGKILL and (role, state) in (
            ("painter", "painting"), ("listener", "listening")
        ):  # fmt: skip
            screen.until(lambda: screen.model.page == "trouble", seconds=1)
        else:
            button, page = GOES_ON[state]
            screen.press(button)
            screen.until(lambda: screen.model.page == page and not screen.model.inviting, seconds=1)
        assert time.monotonic() - began < 1
        if state == "choose":
            assert "prenda" in screen.model.sentence
            screen.model.write(sentence)
        screen.until(lambda: workers[role].pid != lost and workers[role].ready.is_set(), 10)
        screen.until(lambda: screen.session.present[role], 10)
    assert time.monotonic() - began < 10
    assert beat.worst_s < 1
    assert screen.model.sentence == sentence
    # And the kiosk is what it was.
    screen.session._settings = replace(screen.session._settings, profile=None)
    screen.model.write(SENTENCE)
    screen.model.back()
    screen.model.paint()
    screen.page("showing")
