"""`heritage-kiosk listen` as an installer sees it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kiosk import paths
from kiosk.listener import wav
from tests.kiosk.commands import run
from tests.kiosk.listener.sound_world import USB, SoundWorld

RECORDING = sorted((paths.assets() / "demo").glob("*.wav"))[0]
TWIN = {**USB, "id": "usb-2", "name": "USB PnP Microfone: Audio (hw:2,0)"}


@pytest.fixture
def world(tmp_path: Path) -> SoundWorld:
    return SoundWorld(tmp_path / "world")


def test_without_a_microphone_it_says_so_and_leaves(world) -> None:
    told = run("listen", **world.environment)
    assert told.returncode == 75
    assert "nenhum microfone encontrado" in told.stderr
    told = run("listen", "--devices", "--json", **world.environment)
    assert told.returncode == 75
    assert json.loads(told.stdout)["kind"] == "MicrophoneAbsent"


def test_two_of_one_name_are_listed_with_what_takes_each(world, tmp_path: Path) -> None:
    world.plug({**USB, "place": "usb-0000:00:14.0-1"}, {**TWIN, "place": "usb-0000:00:14.0-2"})
    config = tmp_path / "kiosk.toml"
    config.write_text('microphone = "usb-0000:00:14.0-2"\n')
    surroundings = {**world.environment, "HERITAGE_KIOSK_CONFIG": str(config)}
    rows = json.loads(run("listen", "--devices", "--json", **surroundings).stdout)["inputs"]
    assert [row["name"] for row in rows] == [USB["name"], TWIN["name"]]
    assert [row["chosen"] for row in rows] == [False, True]
    told = run("listen", "--devices", **surroundings).stdout
    for row in rows:
        assert f'microphone = "{row["pattern"]}"' in told


@pytest.mark.long
def test_a_recording_as_if_it_were_the_microphone() -> None:
    told = run("listen", "--wav", RECORDING, "--json")
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.returncode == 0
    assert rows[-1]["event"] == "heard"
    assert rows[-1]["transcript"]
    assert 0 < rows[-1]["wait_s"] < 30
    assert {"level", "over"} <= {row["event"] for row in rows}
    loudest = max((row for row in rows if row["event"] == "level"), key=lambda row: row["level"])
    assert loudest["probability"] > 0.5


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    file = tmp_path / "nada.wav"
    file.write_text("nada")
    told = run("listen", "--wav", file)
    assert told.returncode == 65
    assert file.name in told.stderr


@pytest.mark.long
def test_it_goes_on_over_sentences_and_a_pulled_plug_until_ctrl_c(world) -> None:
    world.say(np.concatenate((np.zeros(8_000, np.float32), wav.read(RECORDING))))
    world.plug({**USB, "channels": 2, "rate": 44_100})
    command = [sys.executable, "-m", "kiosk", "listen", "--json"]
    environment = {**os.environ, **world.environment}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        seen = []
        for line in running.stdout:
            row = json.loads(line)
            if row["event"] != "level":
                seen.append(row["event"])
            if row["event"] == "heard" and seen.count("heard") == 1:
                world.plug()
            elif row["event"] == "gone":
                assert row["message"]
                world.plug(USB)
            elif row["event"] == "heard":
                break
        # As a terminal does: to the whole group, the listener and its capture process too.
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "Traceback" not in said
    without = [event for event in seen if event != "caption"]
    assert without == ["over", "heard", "gone", "back", "over", "heard"]
