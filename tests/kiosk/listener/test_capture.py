from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.listener import capture, wav

BLOCK = 320


def _blocks(samples: wav.Samples) -> list[wav.Samples]:
    return [samples[at : at + BLOCK] for at in range(0, len(samples), BLOCK)]


def test_silence_ends_after_six_seconds() -> None:
    utterance = capture.Utterance()
    quiet = _blocks(np.zeros(12 * wav.RATE, np.float32))
    with pytest.raises(errors.NothingUnderstood):
        any(utterance.add(block) for block in quiet)
    assert utterance.seconds == pytest.approx(capture.NOTHING_HEARD_S, abs=0.05)


def test_speech_is_noticed_and_lasts_at_most_twelve_seconds(recording: Path) -> None:
    spoken = wav.read(recording)
    quiet = np.zeros(20 * wav.RATE, np.float32)
    utterance = capture.Utterance()
    full = [utterance.add(block) for block in _blocks(np.concatenate((spoken, quiet)))[:600]]
    assert utterance.speech
    assert full.index(True) * BLOCK == pytest.approx(12 * wav.RATE, abs=BLOCK)
    assert len(utterance.samples()) == 12 * wav.RATE
    assert np.array_equal(utterance.samples()[: len(spoken)], spoken)


def test_nothing_said_is_nothing() -> None:
    assert len(capture.Utterance().samples()) == 0


def test_the_meter_goes_from_silence_to_full() -> None:
    assert capture.meter(np.zeros(160, np.float32), speech=False) == capture.Meter(
        0.0, clipped=False, speech=False
    )
    assert capture.meter(np.ones(160, np.float32), speech=True) == capture.Meter(
        1.0, clipped=True, speech=True
    )
    middle = capture.meter(np.full(160, 10 ** (-30 / 20), np.float32), speech=False)
    assert middle.level == pytest.approx(0.5, abs=1e-3)
    assert capture.meter(np.zeros(0, np.float32), speech=False).level == 0.0


def test_a_microphone_that_is_not_there_is_told() -> None:
    with pytest.raises(errors.MicrophoneAbsent) as absent:
        capture.record("no microphone has this name", lambda _: None, lambda: True)
    assert absent.value.say()
