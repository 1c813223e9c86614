"""One utterance in memory, from real speech of a robot voice."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.listener import endpoint, utterance, wav
from kiosk.listener.endpoint import Verdict
from kiosk.listener.utterance import Utterance

BLOCK = 1_600


def quiet(seconds: float) -> wav.Samples:
    return np.zeros(round(seconds * wav.RATE), np.float32)


def hear(said: Utterance, *parts: wav.Samples) -> Verdict:
    sound = np.concatenate(parts)
    verdict = Verdict.WAITING
    for at in range(0, len(sound), BLOCK):
        verdict = said.add(sound[at : at + BLOCK])
        if verdict not in (Verdict.WAITING, Verdict.SPEAKING):
            break
    return verdict


def test_silence_ends_after_six_seconds() -> None:
    said = Utterance()
    assert hear(said, quiet(12)) is Verdict.NOTHING
    assert len(said.samples()) == pytest.approx(endpoint.NOTHING_HEARD, abs=endpoint.WINDOW)


def test_a_sentence_ends_by_itself_with_what_was_before_it(recording: Path) -> None:
    spoken = wav.read(recording)
    said = Utterance()
    assert hear(said, quiet(2), spoken, quiet(5)) is Verdict.OVER
    heard = said.samples()
    assert len(spoken) < len(heard) + wav.RATE
    # The pre-roll is the quiet before the first word; the whole recording follows it.
    assert not heard[: endpoint.PRE_ROLL // 2].any()
    assert np.count_nonzero(heard) == pytest.approx(np.count_nonzero(spoken), rel=0.02)
    assert said.meter.speech


def test_whoever_goes_on_and_on_is_heard_for_twelve_seconds(recording: Path) -> None:
    spoken = wav.read(recording)
    said = Utterance(held=True)
    assert hear(said, *[spoken] * 10) is Verdict.FULL
    assert len(said.samples()) == endpoint.LONGEST
    before = said.samples().copy()
    assert said.add(np.ones(BLOCK, np.float32)) is Verdict.FULL
    assert np.array_equal(said.samples(), before)


def test_nobody_and_then_somebody_fits(recording: Path) -> None:
    spoken = wav.read(recording)
    said = Utterance(held=True)
    assert hear(said, quiet(5.5), *[spoken] * 10) is Verdict.FULL
    assert len(said.samples()) == endpoint.LONGEST


def test_everything_is_overwritten(recording: Path) -> None:
    said = Utterance()
    hear(said, wav.read(recording))
    view = said.samples()
    assert view.any()
    said.forget()
    assert not view.any()
    assert not said._sound.any()


def test_the_meter_goes_from_silence_to_full() -> None:
    assert utterance.level(quiet(0.1)) == 0.0
    assert utterance.level(np.zeros(0, np.float32)) == 0.0
    assert utterance.level(np.ones(160, np.float32)) == 1.0
    middle = np.full(160, 10 ** (-30 / 20), np.float32)
    assert utterance.level(middle) == pytest.approx(0.5, abs=1e-3)
