"""A short soak: the robot visits the real window with the real painter; and its own eyes."""

import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from kiosk import config, paths
from kiosk.session.children import Children, commands, sockets
from kiosk.ui import app
from kiosk.ui.previews import Previews
from kiosk.ui.robot import watch
from kiosk.ui.robot.clock import SkippingClock
from kiosk.ui.robot.soak import soak
from kiosk.ui.session_model import SessionModel
from tests.kiosk import sounds
from tests.kiosk.listener.sound_world import USB, SoundWorld

SCRIPTED = Path(__file__).parents[1] / "session" / "scripted_worker.py"
MM = 3.0


@pytest.mark.parametrize("visits", [12, pytest.param(150, marks=pytest.mark.long)])
def test_visits_leave_nothing_behind(
    visits: int, qapp, sockets_folder, tiny_bundle, keys_folder, tmp_path, monkeypatch
) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'bundle = "{tiny_bundle}"\nkeys = ["{keys_folder}"]\nthreads = 1\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(settings))
    monkeypatch.setenv("PYTHONPATH", str(Path(config.__file__).parents[1]))
    app.load_fonts()
    found = sockets(sockets_folder)
    heard = [sys.executable, str(SCRIPTED), "listener", str(found["listener"]), "well"]
    clock, previews = SkippingClock(), Previews()
    with Children({"painter": commands(sockets_folder)["painter"], "listener": heard}):
        model = SessionModel(config.load(), found, previews, now=clock)
        engine = app.open_window(model, previews, pixelsPerMm=MM)
        window = app.window(engine)
        window.resize(540, 960)
        window.show()
        model.open()
        while not (model.painterReady and model.voiceReady):
            QTest.qWait(20)
        told = soak(
            model, window, clock, visits=visits, seed=7,
            folders=[paths.state_dir(), paths.cache_dir(), paths.runtime_dir()],
        )  # fmt: skip
        app.close_window(engine)
        model.close()
    assert told.sound, told
    assert told.visits == visits
    assert told.scenes > visits / 12, told
    assert told.talks > 0 or visits < 100, told
    # A machine that tests beside it is slower than a gallery's; docs/soak.md has the real bars.
    assert told.slowest_feedback_s < 1, told


@pytest.mark.long
def test_a_robot_that_speaks_into_a_microphone(tmp_path: Path) -> None:
    """The command itself, with the real listener: only the sound card is not there."""
    world = SoundWorld(tmp_path / "sound")
    world.tell(speed=4.0)
    world.say(sounds.say("um gaúcho tomando chimarrão na coxilha"))
    world.plug(USB)
    command = [sys.executable, "-m", "kiosk", "soak", "--visits", "120", "--seed", "3", "--json"]
    environment = {**os.environ, **world.environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    told = json.loads(done.stdout)
    assert told["sound"], told
    assert told["talks"] > 1, told


def test_what_is_remembered_is_found_and_what_is_not_is_not(tmp_path: Path) -> None:
    word = "".join(random.Random(1).choices(string.ascii_lowercase, k=16))  # noqa: S311
    backwards = word[::-1]
    holder = [{"sentence": f"um cavalo {word}"}]
    (tmp_path / "log.txt").write_text(f"…{word}…", encoding="utf-8")
    (tmp_path / "wide.bin").write_bytes(word.encode("utf-16-le"))
    assert "list" in watch.remembered(backwards)
    assert sorted(watch.files_with([tmp_path], backwards)) == ["log.txt", "wide.bin"]
    holder.clear()
    del word
    for file in tmp_path.iterdir():
        file.write_bytes(b"")
    assert not watch.files_with([tmp_path], backwards)
    assert not watch.remembered(backwards)


@pytest.mark.parametrize("gain", [0, 1000, -50])
def test_a_slope_is_bytes_for_a_thousand_visits(gain: int) -> None:
    held = [(visit, 10_000_000 + gain * visit) for visit in range(40)]
    assert watch.slope_per_thousand(held) == pytest.approx(gain * 1000, abs=1)
    assert watch.slope_per_thousand(held[:1]) == 0


def test_a_gap_of_the_interface_thread_is_seen(qapp) -> None:
    beat = watch.Beat()
    with beat.measured():
        QTest.qWait(30)
        until = watch.time.monotonic() + 0.2
        while watch.time.monotonic() < until:
            pass
        QTest.qWait(30)
    assert 0.18 < beat.worst_s < 1
