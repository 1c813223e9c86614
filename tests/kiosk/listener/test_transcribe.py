import contextlib
from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.listener import transcribe, voice, wav
from kiosk.prompts import lexicon, normalise, path

RATE = wav.RATE


def _noise(kind: str) -> wav.Samples:
    rng = np.random.default_rng(20_250_920)
    ticks = np.arange(5 * RATE) / RATE
    sounds = {
        "hiss": rng.standard_normal(5 * RATE) * 0.2,
        "rumble": np.cumsum(rng.standard_normal(5 * RATE)) / 300,
        "hum": 0.1 * np.sin(2 * np.pi * 60 * ticks) + 0.05 * np.sin(2 * np.pi * 180 * ticks),
        "claps": rng.standard_normal(5 * RATE) * np.repeat(np.arange(50) % 10 == 0, RATE // 10),
        "chord": sum(0.1 * np.sin(2 * np.pi * tone * ticks) for tone in (220, 277, 330)),
        "click": np.eye(1, 5 * RATE, RATE)[0],
    }
    return np.clip(sounds[kind], -1, 1).astype(np.float32)


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
    assert model.glance(_noise("hum")) == ""


@pytest.mark.parametrize("kind", ["hiss", "rumble", "hum", "claps", "chord", "click"])
def test_noise_is_no_speech(model: transcribe.Transcriber, kind: str) -> None:
    with pytest.raises(errors.NothingUnderstood):
        model.transcribe(_noise(kind))


@pytest.mark.parametrize("length", [0, 1, 100, 511, 512, 4_000])
def test_very_short_sound_is_not_understood(model: transcribe.Transcriber, length: int) -> None:
    with pytest.raises(errors.NothingUnderstood):
        model.transcribe(_noise("hiss")[:length])


def test_only_twelve_seconds_of_speech_are_heard(
    model: transcribe.Transcriber, recording: Path
) -> None:
    again = np.tile(wav.read(recording), 12)
    assert len(voice.speech(again, transcribe.LONGEST_SPEECH_S)) <= 12 * RATE
    # Twelve times the same sentence may well look like a stuck model.
    with contextlib.suppress(errors.NothingUnderstood):
        assert model.transcribe(again).speech_s <= 12.0


def test_a_broken_model_folder_is_refused(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(errors.SpeechModelChanged):
        transcribe.Transcriber(tmp_path, 1)
