"""Captions: begun only where the device has the time, shown once, never in the way."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kiosk.listener import captions, transcribe, wav
from kiosk.listener.captions import Captions
from kiosk.listener.utterance import Utterance

BLOCK = 1_600


class Clock:
    """Time that passes only where a glance takes some."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def spoken(recording: Path) -> wav.Samples:
    """A voice that does not stop for some ten seconds."""
    whole = wav.read(recording)
    return np.concatenate([whole[len(whole) // 5 : len(whole) * 4 // 5]] * 6)[: 10 * wav.RATE]


def follow(shown: Captions, spoken: wav.Samples) -> Iterator[str]:
    """Speak; every caption is waited for, as a fast device would have it at once."""
    said = Utterance(held=True)
    for at in range(0, len(spoken), BLOCK):
        said.add(spoken[at : at + BLOCK])
        if text := shown.follow(said):
            yield text
        if shown._running is not None:
            shown._running.exception()


def reading(cost_s: float, clock: Clock) -> tuple[Callable[[wav.Samples], str], list[int]]:
    lengths: list[int] = []

    def glance(samples: wav.Samples) -> str:
        lengths.append(len(samples))
        clock.now += cost_s
        return f"{len(lengths)} palavras"

    return glance, lengths


def test_a_fast_device_shows_one_a_second_each_of_more_sound(spoken) -> None:
    clock = Clock()
    glance, lengths = reading(0.2, clock)
    with closing(Captions(glance, clock)) as shown:
        shown.begin()
        texts = list(follow(shown, spoken))
    assert len(texts) >= 5
    assert texts == list(dict.fromkeys(texts))
    gaps = [later - earlier for earlier, later in itertools.pairwise(lengths)]
    assert min(gaps) >= captions.EVERY


def test_a_slow_device_tries_once_and_then_leaves_it(spoken) -> None:
    clock = Clock()
    glance, lengths = reading(captions.SHARE, clock)
    with closing(Captions(glance, clock)) as shown:
        shown.begin()
        list(follow(shown, spoken))
        assert len(lengths) == 1
        # It was only busy, perhaps: the next visitor gets another try.
        shown.begin()
        list(follow(shown, spoken))
        assert len(lengths) == 2


def test_a_very_slow_one_is_left_alone_for_several_visitors(spoken) -> None:
    clock = Clock()
    glance, lengths = reading(3.0, clock)
    tries = []
    with closing(Captions(glance, clock)) as shown:
        for _ in range(6):
            shown.begin()
            before = len(lengths)
            list(follow(shown, spoken[: 3 * wav.RATE]))
            tries.append(len(lengths) - before)
    assert tries == [1, 0, 0, 1, 0, 0]


def test_the_same_words_are_shown_once_and_doubt_is_not_shown(spoken) -> None:
    with closing(Captions(lambda _samples: "um gaúcho", Clock())) as shown:
        shown.begin()
        assert list(follow(shown, spoken)) == ["um gaúcho"]
        shown.begin()
        assert list(follow(shown, spoken)) == ["um gaúcho"]
    with closing(Captions(lambda _samples: "", Clock())) as shown:
        shown.begin()
        assert list(follow(shown, spoken)) == []


def test_nothing_is_read_of_silence(recording: Path) -> None:
    glance, lengths = reading(0.0, Clock())
    with closing(Captions(glance, Clock())) as shown:
        shown.begin()
        list(follow(shown, np.zeros(5 * wav.RATE, np.float32)))
    assert not lengths


def test_the_end_waits_for_a_caption_and_what_it_read_is_overwritten(spoken) -> None:
    going, seen = threading.Event(), []

    def glance(samples: wav.Samples) -> str:
        seen.append(samples)
        going.wait(10)
        return "um gaúcho"

    said = Utterance(held=True)
    with closing(Captions(glance)) as shown:
        shown.begin()
        for at in range(0, 3 * wav.RATE, BLOCK):
            said.add(spoken[at : at + BLOCK])
            assert shown.follow(said) == ""
        assert len(seen) == 1
        assert seen[0].any()
        going.set()
        shown.end()
        assert not seen[0].any()
        # Too late to be shown: the sentence itself comes now.
        assert shown.follow(said) == ""


def test_the_real_model_glances_at_real_speech(
    model: transcribe.Transcriber, recording: Path
) -> None:
    # A clock that stands: however busy this machine is, the next one is begun.
    with closing(Captions(model.glance, Clock())) as shown:
        shown.begin()
        texts = list(follow(shown, wav.read(recording)))
    assert any("campo" in text for text in texts)
