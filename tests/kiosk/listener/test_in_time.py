"""What a visitor waits for words, and what the listener takes of the machine: its real process."""

import os
from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.cli import transcribing, worker
from kiosk.listener import transcribe, wav, weights
from kiosk.wire import client, messages
from tests.kiosk import robot

CORES = 2


@pytest.mark.long
def test_words_come_in_time_and_in_little_memory(with_model: Path, tmp_path: Path) -> None:
    robot.write_robot(tmp_path, range(len(robot.rows())), ["clean"])
    files = sorted((tmp_path / "robot").glob("*.wav"))
    clips = [file for file in files if 2.0 <= len(wav.read(file)) / wav.RATE <= 6.0]
    assert len(clips) > 20
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(every)[:CORES])
    try:
        with worker.started("listener") as listener:
            listener.wait_ready()
            took = [_listen(listener.socket, clip) for clip in clips]
            memory_mb = listener.memory_mb("VmHWM")
    finally:
        os.sched_setaffinity(0, every)
    took = [seconds for seconds in took if seconds is not None]
    assert len(took) > 0.8 * len(clips)
    assert np.percentile(took, 95) <= 2.0, sorted(took)
    assert memory_mb <= 1.2 * 1000**3 / 1024**2


def _listen(socket: Path, clip: Path) -> float | None:
    """Seconds from the end of speech to text; None where nothing was understood."""
    asked = messages.Listen(job="t", source=str(clip), deadline_s=60.0)
    try:
        *_, last = client.request(socket, asked)
    except errors.NothingUnderstood:
        return None
    assert isinstance(last, messages.Heard)
    return last.listen_s


@pytest.mark.long
def test_the_short_window_hears_as_well_as_the_full_one(with_model: Path, tmp_path: Path) -> None:
    numbers, conditions = range(len(robot.rows())), ["clean", "echo"]
    table = robot.write_robot(tmp_path, numbers, conditions)
    asked = list(transcribing.rows(table, tmp_path / "robot"))
    folder, threads = weights.embedded(), len(os.sched_getaffinity(0))
    short, full = (
        transcribing.word_error_rate(asked, _texts(model, asked))
        for model in (
            transcribe.Transcriber(folder, threads),
            transcribe.Transcriber(folder, threads, window_s=30),
        )
    )
    assert short is not None
    assert full is not None
    assert short <= full + 0.01


def _texts(model: transcribe.Transcriber, asked: list[transcribing.Row]) -> list[str]:
    return [transcribing.hear(model, row, transcribe.LANGUAGE).text for row in asked]
