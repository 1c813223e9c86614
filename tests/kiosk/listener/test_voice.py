"""Silero, window by window, against Silero over the whole."""

from pathlib import Path

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from kiosk.listener import voice, wav
from kiosk.listener.endpoint import WINDOW


def test_in_pieces_it_hears_what_it_hears_as_a_whole(recording: Path) -> None:
    # As loud as the target from the first window on: then nothing is lifted either way.
    spoken = wav.read(recording)
    spoken = spoken * np.float32(0.7 / np.abs(spoken).max())
    spoken[: WINDOW // 2] += np.float32(0.7) * np.sin(np.arange(WINDOW // 2, dtype=np.float32))
    whole = spoken[: len(spoken) // WINDOW * WINDOW]
    expected = np.asarray(get_vad_model()(whole.copy())).reshape(-1)
    # A peak is remembered for a second, and faster-whisper blanks the end of its last window.
    compared = slice(0, 31)
    for size in (WINDOW, 160, 1_600, 777):
        detector = voice.Detector()
        found = []
        for at in range(0, len(whole), size):
            found += detector.add(whole[at : at + size])
        assert len(found) == len(expected)
        assert found[compared] == pytest.approx(expected[compared], abs=1e-4)
    assert max(found) > 0.9


def test_speech_from_far_away_is_found_and_faint_noise_is_not(recording: Path) -> None:
    spoken = wav.read(recording)
    far = spoken * np.float32(0.05 / np.abs(spoken).max())
    assert sum(value >= 0.5 for value in voice.Detector().add(far)) > 10
    noise = np.random.default_rng(3).normal(size=3 * wav.RATE).astype(np.float32) * 1e-3
    assert sum(value >= 0.5 for value in voice.Detector().add(noise)) == 0


def test_what_was_heard_is_overwritten(recording: Path) -> None:
    detector = voice.Detector()
    detector.add(wav.read(recording)[: 10 * WINDOW + 100])
    assert detector._window.any()
    detector.forget()
    assert not any(kept.any() for kept in (detector._window, detector._hidden, detector._cell))
