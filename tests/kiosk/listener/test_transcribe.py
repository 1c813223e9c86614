import contextlib
import os
import shutil
from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from kiosk import errors
from kiosk.listener import transcribe, voice, wav, weights
from kiosk.prompts import lexicon, normalise, path
from kiosk.wire import messages
from tests.kiosk import sounds

RATE = wav.RATE


def test_the_demo_recording_names_a_concept(model: transcribe.Transcriber, recording: Path) -> None:
    heard = model.transcribe(wav.read(recording))
    painted = path.prepare(heard.text).final_prompt
    assert painted == normalise.tidy(recording.stem.replace("-", " "))
    subjects = [chip.fragment for chip in lexicon.chips("who") if chip.embedded]
    assert any(painted.startswith(subject) for subject in subjects)


def test_the_same_recording_gives_the_same_words(
    model: transcribe.Transcriber, recording: Path
) -> None:
    samples = wav.read(recording)
    assert model.transcribe(samples) == model.transcribe(samples)


def test_a_faint_recording_is_lifted(model: transcribe.Transcriber, recording: Path) -> None:
    assert model.transcribe(wav.read(recording) * np.float32(0.02)).text


def test_a_glance_reads_what_was_said_so_far(
    model: transcribe.Transcriber, recording: Path
) -> None:
    samples = wav.read(recording)
    assert "boi" in model.glance(samples).split()
    assert model.glance(sounds.noise("hum", 1)) == ""


@pytest.mark.parametrize("length", [0, 1, 100, 511, 512, 4_000])
def test_very_short_sound_is_not_understood(model: transcribe.Transcriber, length: int) -> None:
    with pytest.raises(errors.NothingUnderstood):
        model.transcribe(sounds.noise("rumble", 1)[:length])


def test_only_twelve_seconds_of_speech_are_heard(
    model: transcribe.Transcriber, recording: Path
) -> None:
    again = np.tile(wav.read(recording), 12)
    assert len(voice.speech(again, transcribe.LONGEST_SPEECH_S)) <= 12 * RATE
    # Twelve times the same sentence may well look like a stuck model.
    with contextlib.suppress(errors.NothingUnderstood):
        assert model.transcribe(again).speech_s <= 12.0


@pytest.mark.parametrize(
    ("language", "voice_name", "text"),
    [
        ("es", "es+m3", "un caballo blanco en el campo con la luna"),
        ("en", "en-us+m3", "a white horse in the field under the moon"),
    ],
)
def test_another_language_is_heard_as_it_is(
    model: transcribe.Transcriber, language: messages.Language, voice_name: str, text: str
) -> None:
    heard = model.transcribe(sounds.say(text, voice_name), language)
    missing = set(text.split()) - set(normalise.fold(heard.text).split())
    assert len(missing) <= 3


def test_the_language_of_the_job_decides(model: transcribe.Transcriber) -> None:
    spoken = sounds.say("un caballo blanco en el campo con la luna", "es+m3")
    assert "caballo" in model.transcribe(spoken, "es").text
    assert "caballo" not in model.glance(spoken, "en")


def test_a_model_that_is_too_slow_here_is_not_used(
    with_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = tmp_path / "given"
    shutil.copytree(weights.embedded(), given, copy_function=os.symlink)
    slow = transcribe.ready(given, 1, in_time_s=0.0)
    assert slow.folder == weights.embedded()
    assert str(given) in caplog.text
    caplog.clear()
    assert transcribe.ready(given, 1, in_time_s=600.0).folder == given
    assert caplog.text == ""


def test_a_gpu_that_cannot_be_used_is_told_of_and_the_cpu_hears(
    with_model: Path, recording: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """One is seen and then fails in earnest, as with a driver that is too old."""
    if ctranslate2.get_cuda_device_count() > 0:
        pytest.skip("there is a GPU here, and it works")
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    model = transcribe.ready(None, 2)
    assert "CPU" in caplog.text
    assert model.transcribe(wav.read(recording)).text


def test_without_a_gpu_the_cpu_computes_in_int8() -> None:
    assert transcribe.compute(gpu=False) == ("cpu", "int8")


def test_a_broken_model_folder_is_refused(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(errors.SpeechModelChanged):
        transcribe.Transcriber(tmp_path, 1)
