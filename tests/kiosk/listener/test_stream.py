"""Between PortAudio's callback and the capture process: channels, bounds, overwriting."""

from types import SimpleNamespace

import numpy as np
import pytest

from kiosk.listener import stream

WELL = SimpleNamespace(input_overflow=False)
OVERFLOWN = SimpleNamespace(input_overflow=True)


def noise(frames: int, *gains: float) -> np.ndarray:
    rng = np.random.default_rng(5)
    return (rng.normal(size=(frames, len(gains))) * gains).astype(np.float32)


def test_the_channel_with_the_voice_is_listened_to() -> None:
    loudest = stream.Loudest(3)
    frames = noise(4_800, 0.001, 0.2, 0.001)
    assert np.array_equal(loudest.of(frames), frames[:, 1])


def test_a_constant_offset_is_no_voice() -> None:
    frames = noise(4_800, 0.001, 0.05)
    frames[:, 0] += 0.5
    assert np.array_equal(stream.Loudest(2).of(frames), frames[:, 1])


def test_opposite_channels_do_not_cancel_and_alike_ones_take_no_turns() -> None:
    loudest = stream.Loudest(2)
    for gain in (1.0, 0.8, 1.2, 0.9, 1.1):
        one = noise(4_800, 0.1)
        frames = np.concatenate((one, -one * np.float32(gain)), axis=1)
        assert np.array_equal(loudest.of(frames), frames[:, 0])


def test_what_nobody_takes_is_bounded_and_counted() -> None:
    waiting = stream._Waiting()
    for _ in range(stream._BLOCKS_AT_MOST + 7):
        waiting.copy(noise(10, 1.0), 10, None, WELL)
    assert waiting.lost == 7
    waiting.into(np.zeros((10, 1), np.float32))
    waiting.copy(noise(10, 1.0), 10, None, OVERFLOWN)
    assert waiting.lost == 8


def test_a_callback_keeps_its_own_copy_and_all_of_it_is_overwritten() -> None:
    waiting = stream._Waiting()
    drivers = noise(25, 1.0, 1.0)
    expected = drivers.copy()
    waiting.copy(drivers, 25, None, WELL)
    drivers.fill(9.0)
    waiting.copy(noise(25, 1.0, 1.0), 25, None, WELL)
    kept = list(waiting._blocks.queue)
    taken = np.zeros((10, 2), np.float32)
    assert waiting.into(taken) == 10
    assert np.array_equal(taken, expected[:10])
    assert not kept[0][:10].any()
    assert kept[0][10:].any()
    waiting.forget()
    assert not any(block.any() for block in kept)


def test_no_callback_for_a_second_is_a_stall(monkeypatch) -> None:
    monkeypatch.setattr(stream, "STALLED_S", 0.05)
    with pytest.raises(stream.Stalled):
        stream._Waiting().into(np.zeros((10, 1), np.float32))
