"""An open microphone: from the driver's callback to 16 kHz mono blocks, overwritten after use.

The device runs at its own rate and with its own channels, since many refuse 16 kHz mono. The
callback copies and does nothing else: anything more would overflow the driver's buffer.
"""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.listener import devices
from kiosk.listener.line import BLOCKS_A_SECOND, Input, Sound
from kiosk.listener.wav import RATE, Samples

# A callback comes every few hundredths of a second; a second without one is a dead microphone.
STALLED_S: Final = 1.0
_BLOCKS_AT_MOST: Final = 256
_LATENCY_S: Final = 0.2
_CLIPPED: Final = 0.99
# For a device that does not even take the rate it calls its own.
_RATES: Final = (48_000.0, 44_100.0, 32_000.0, 16_000.0)
# Another channel is taken when it is 6 dB louder: two that are alike do not take turns.
_LOUDER: Final = 4.0
# How much of the past counts in a channel's loudness, by block of a tenth of a second.
_PAST: Final = 0.8

_Frames = npt.NDArray[np.float32]


class Stalled(Exception):
    """The driver has stopped calling. PortAudio may never return from a call now."""


class Stream:
    """Blocks of an input that is open."""

    def __init__(self, rate: float, channels: int, waiting: "_Waiting") -> None:
        self.rate = rate
        self.channels = channels
        self._waiting = waiting
        self._loudest = Loudest(channels)
        self._resample = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")

    def take(self) -> Sound:
        """The next tenth of a second, once it has come. Raises Stalled."""
        frames = round(self.rate / BLOCKS_A_SECOND)
        whole = np.zeros((frames, self.channels), np.float32)
        filled = 0
        while filled < frames:
            filled += self._waiting.into(whole[filled:])
        chosen = self._loudest.of(whole)
        clipped = bool(np.abs(chosen).max() >= _CLIPPED)
        samples = np.asarray(self._resample.resample_chunk(chosen), dtype=np.float32)
        whole.fill(0.0)
        chosen.fill(0.0)
        return Sound(samples, clipped, self._waiting.lost)


class Loudest:
    """The channel that is listened to: the one with the most sound in it of late.

    Not the mean: channels in opposite phase would cancel each other, and the dead half of a
    stereo plug would halve the voice.
    """

    def __init__(self, channels: int) -> None:
        self._power = np.zeros(channels)
        self._now = 0

    def of(self, frames: _Frames) -> Samples:
        """A copy of that channel, (N,) of (N, channels)."""
        # The variance: a constant offset is no sound.
        self._power = _PAST * self._power + (1.0 - _PAST) * frames.var(axis=0, dtype=np.float64)
        best = int(self._power.argmax())
        if self._power[best] > _LOUDER * self._power[self._now]:
            self._now = best
        return frames[:, self._now].copy()


class _Waiting:
    """What the callback has copied and nobody has taken yet: bounded, and what is lost counted."""

    def __init__(self) -> None:
        self.lost = 0
        self._blocks: queue.Queue[_Frames] = queue.Queue(_BLOCKS_AT_MOST)
        self._rest: _Frames = np.zeros((0, 1), np.float32)

    def copy(self, data: _Frames, _frames: int, _time: Any, status: Any) -> None:
        """PortAudio's callback."""
        if status.input_overflow:
            self.lost += 1
        try:
            self._blocks.put_nowait(data.copy())
        except queue.Full:
            self.lost += 1

    def into(self, frames: _Frames) -> int:
        """Move what fits into (N, channels), overwriting it here: how much. Raises Stalled."""
        if not len(self._rest):
            try:
                self._rest = self._blocks.get(timeout=STALLED_S)
            except queue.Empty as fault:
                raise Stalled from fault
        moved = min(len(frames), len(self._rest))
        frames[:moved] = self._rest[:moved]
        self._rest[:moved] = 0.0
        self._rest = self._rest[moved:]
        return moved

    def forget(self) -> None:
        """Overwrite what nobody took."""
        self._rest.fill(0.0)
        while not self._blocks.empty():
            self._blocks.get_nowait().fill(0.0)


@contextmanager
def opened(library: Any, source: Input) -> Iterator[Stream]:
    """`source`, open until the block ends. Raises MicrophoneAbsent with PortAudio's reason."""
    waiting = _Waiting()
    stream, rate, channels = _open(library, source, waiting)
    try:
        yield Stream(rate, channels, waiting)
    except Stalled:
        # Closing would wait for the driver for ever; the process ends instead.
        raise
    except BaseException:
        stream.close(ignore_errors=True)
        raise
    else:
        stream.close(ignore_errors=True)
    finally:
        waiting.forget()


def _open(library: Any, source: Input, waiting: _Waiting) -> tuple[Any, float, int]:
    """The started stream with its rate and channels: its own ones, else what it takes."""
    refused: list[str] = []
    for rate, channels in _layouts(source):
        try:
            stream = library.InputStream(
                device=source.index,
                samplerate=rate,
                channels=channels,
                dtype="float32",
                blocksize=0,
                latency=_LATENCY_S,
                callback=waiting.copy,
            )
        except library.PortAudioError as fault:
            refused.append(str(fault))
            continue
        try:
            stream.start()
        except library.PortAudioError as fault:
            stream.close(ignore_errors=True)
            raise devices.absent("refused", reason=str(fault)) from fault
        return stream, rate, channels
    # What was said of the device's own rate and layout tells more than of the guesses.
    raise devices.absent("refused", reason=refused[0])


def _layouts(source: Input) -> Iterator[tuple[float, int]]:
    yield source.rate, source.channels
    for channels in dict.fromkeys((source.channels, 1)):
        for rate in (source.rate, *_RATES):
            if (rate, channels) != (source.rate, source.channels):
                yield rate, channels
