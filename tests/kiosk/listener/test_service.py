"""The real listener process behind its real socket."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk import catalogue, errors
from kiosk.listener import wav
from kiosk.wire import client, messages
from tests.kiosk.listener import process

Make = Callable[..., bytes]


@pytest.fixture(scope="module")
def listener(
    speech_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Path]]:
    """A listener in folders of its own: its socket, and the folder that holds all it may write."""
    home = tmp_path_factory.mktemp("listener")
    with process.started(home, speech_cache) as running:
        yield running.socket, home


def _hear(socket: Path, file: Path, **changed: object) -> messages.Heard:
    asked = {"job": "t", "source": str(file), "deadline_s": 60.0, **changed}
    *_, last = client.request(socket, messages.Listen(**asked))  # type: ignore[arg-type]
    assert isinstance(last, messages.Heard)
    return last


def _kinds(spoken: wav.Samples, make: Make) -> dict[str, bytes]:
    whole = make(spoken)
    return {
        "empty": b"",
        "no-samples": make(spoken[:0]),
        "silent": make(np.zeros(32_000, np.float32)),
        "ten-minutes": make(np.tile(spoken, 600 * 16_000 // len(spoken) + 1)),
        "8-khz": make(spoken, rate=8_000),
        "48-khz": make(spoken, rate=48_000),
        "stereo": make(spoken, channels=2),
        "24-bit": make(spoken, bits=24),
        "24-bit-extensible-stereo": make(spoken, bits=24, channels=2, extensible=True),
        "float": make(spoken, bits=32, code=3),
        "truncated": whole[: len(whole) * 4 // 5],
        "truncated-short": whole[:2_000],
        "header-only": whole[:40],
        "text": "isto não é áudio".encode() * 50,
    }


HEARD = {"8-khz", "48-khz", "stereo", "24-bit", "24-bit-extensible-stereo", "float", "truncated"}
TOLD = {
    "empty": errors.AudioEmpty,
    "no-samples": errors.AudioEmpty,
    "silent": errors.AudioSilent,
    "ten-minutes": errors.AudioTooLong,
    "truncated-short": errors.AudioUnreadable,
    "header-only": errors.AudioUnreadable,
    "text": errors.AudioUnreadable,
}


def test_every_recording_gives_a_transcript_or_a_clear_message(
    listener: tuple[Path, Path], recording: Path, make_wav: Make, tmp_path: Path
) -> None:
    socket, home = listener
    before = _files(home)
    for name, data in _kinds(wav.read(recording), make_wav).items():
        file = tmp_path / f"{name}.wav"
        file.write_bytes(data)
        if name in HEARD:
            assert _hear(socket, file).transcript
            continue
        with pytest.raises(TOLD[name]) as told:
            _hear(socket, file)
        for language in catalogue.LANGUAGES:
            assert file.name in told.value.say(language)
    with pytest.raises(errors.AudioMissing):
        _hear(socket, tmp_path / "nowhere.wav")
    # Nothing was written: not in state, runtime, temporary or home folder, nor beside the model.
    assert _files(home) == before


def test_no_sound_is_ever_written(
    listener: tuple[Path, Path], recording: Path, speech_cache: Path
) -> None:
    socket, home = listener
    seen = _files(home), _files(speech_cache), _files(recording.parent)
    heard = _hear(socket, recording)
    assert (_files(home), _files(speech_cache), _files(recording.parent)) == seen
    assert 0 < heard.listen_s < 60
    assert heard.audio_s == pytest.approx(len(wav.read(recording)) / wav.RATE, abs=0.01)


def test_what_the_listener_does_not_do_is_refused(
    listener: tuple[Path, Path], recording: Path
) -> None:
    socket, _ = listener
    with pytest.raises(errors.ProtocolFault):
        _hear(socket, recording, language="xx")
    with pytest.raises(errors.ProtocolFault):
        list(client.request(socket, messages.Paint(job="t", prompt="x", seed=1, deadline_s=5.0)))
    with pytest.raises(errors.DeadlinePassed):
        _hear(socket, recording, deadline_s=0.0001)
    # And it is still there.
    assert _hear(socket, recording).transcript


def test_the_microphone_answers_or_is_absent(listener: tuple[Path, Path]) -> None:
    call = client.Call(listener[0], messages.Listen(job="m", deadline_s=60.0))
    call.send(messages.EndSpeech(job="m"))
    # Without a microphone it is told; with one, the button is released before a word.
    with pytest.raises((errors.MicrophoneAbsent, errors.NothingUnderstood)):
        list(call.events())


def test_a_cancelled_job_ends_and_the_next_is_heard(
    listener: tuple[Path, Path], recording: Path
) -> None:
    asked = messages.Listen(job="c", source=str(recording), deadline_s=60.0)
    call = client.Call(listener[0], asked)
    call.send(messages.Cancel(job="c"))
    assert isinstance(list(call.events())[-1], messages.Cancelled | messages.Heard)
    assert _hear(listener[0], recording).transcript


def _files(folder: Path) -> set[tuple[Path, int, int]]:
    """Everything below, with size and time of change; a folder's time tells of a file that came
    and went."""
    entries = [(entry, entry.stat()) for entry in (folder, *folder.rglob("*"))]
    return {(entry, facts.st_size, facts.st_mtime_ns) for entry, facts in entries}
