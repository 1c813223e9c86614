"""The microphone: push-to-talk from sounddevice into memory, at 16 kHz, with a level meter.

The callback only copies: resampling in it would overflow the driver's buffer. The stream runs at
the device's own rate, since many microphones refuse 16 kHz.
"""

import math
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import numpy as np
import soxr

from kiosk import catalogue, errors
from kiosk.listener import voice
from kiosk.listener.wav import RATE, Samples
from kiosk.prompts import normalise

LONGEST_S: Final = 12.0
NOTHING_HEARD_S: Final = 6.0
# A callback comes every few hundredths of a second; a second without one is a dead microphone.
STALLED_S: Final = 1.0
_BLOCKS_AT_MOST: Final = 256
_LEVELS_A_SECOND: Final = 10
_CLIPPED: Final = 0.99
_QUIETEST_DB: Final = -60.0


class Meter(msgspec.Struct, frozen=True):
    """`level` 0..1 over 60 dB for the meter; `clipped` where the input was too loud."""

    level: float
    clipped: bool
    speech: bool


class Utterance:
    """What the visitor has said so far: grows by blocks of 16 kHz, knows when it is over.

    Time is counted in samples, so a recording through it gives the same answer every time.
    """

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._length = 0
        self._looked_at = 0
        self._recent = np.zeros(0, dtype=np.float32)
        self.speech = False

    @property
    def seconds(self) -> float:
        """How long the microphone has been open."""
        return self._length / RATE

    def add(self, block: Samples) -> bool:
        """Take (N,) at 16 kHz; True once the longest utterance is reached.

        Raises NothingUnderstood when nobody has begun to speak for six seconds.
        """
        self._blocks.append(block)
        self._length += len(block)
        self._recent = np.concatenate((self._recent, block))[-RATE:]
        if not self.speech and self._length - self._looked_at >= RATE // 4:
            self._looked_at = self._length
            self.speech = voice.somebody_speaks(voice.lifted(self._recent))
        if not self.speech and self.seconds >= NOTHING_HEARD_S:
            raise errors.NothingUnderstood
        return self.seconds >= LONGEST_S

    def samples(self) -> Samples:
        """Everything so far, (N,) at 16 kHz, at most the longest utterance."""
        whole = np.concatenate(self._blocks) if self._blocks else np.zeros(0, dtype=np.float32)
        return whole[: round(LONGEST_S * RATE)]


def meter(block: Samples, speech: bool) -> Meter:
    """The level of one block: its root mean square over 60 dB."""
    if not len(block):
        return Meter(0.0, False, speech)
    power = float(np.mean(np.square(block, dtype=np.float64)))
    decibels = 10.0 * math.log10(power) if power > 0.0 else _QUIETEST_DB
    level = min(1.0, max(0.0, 1.0 - decibels / _QUIETEST_DB))
    return Meter(level, bool(np.abs(block).max() >= _CLIPPED), speech)


def record(
    pattern: str | None,
    on_level: Callable[[Meter], None],
    ended: Callable[[], bool],
) -> tuple[Samples, int]:
    """Record until `ended` or twelve seconds: samples (N,) at 16 kHz, and dropped blocks.

    Raises MicrophoneAbsent, NothingUnderstood, or ListenerFault when the device stops answering:
    PortAudio can hang for ever on a pulled plug, and only a new process sees the new devices.
    """
    utterance = Utterance()
    with _blocks(pattern) as (rate, take, dropped):
        resample = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")
        pending = np.zeros(0, dtype=np.float32)
        while not ended():
            block = np.asarray(resample.resample_chunk(take()), dtype=np.float32)
            full = utterance.add(block)
            pending = np.concatenate((pending, block))
            if len(pending) >= RATE // _LEVELS_A_SECOND:
                on_level(meter(pending, utterance.speech))
                pending = pending[:0]
            if full:
                break
        return utterance.samples(), dropped()


@contextmanager
def _blocks(
    pattern: str | None,
) -> Iterator[tuple[float, Callable[[], Samples], Callable[[], int]]]:
    """An open input stream: its rate, a function for the next block, and one for dropped blocks."""
    sound = _library()
    device = _device(sound, pattern)
    waiting: queue.Queue[Samples] = queue.Queue(_BLOCKS_AT_MOST)
    dropped = 0

    def copy(data: Any, _frames: int, _time: Any, status: Any) -> None:
        nonlocal dropped
        if status.input_overflow:
            dropped += 1
        try:
            waiting.put_nowait(data[:, 0].copy())
        except queue.Full:
            dropped += 1

    def take() -> Samples:
        try:
            return waiting.get(timeout=STALLED_S)
        except queue.Empty as fault:
            raise errors.ListenerFault(reason=_reason("stalled")) from fault

    rate = float(device["default_samplerate"])
    try:
        stream = sound.InputStream(
            device=device["index"],
            samplerate=rate,
            channels=1,
            dtype="float32",
            blocksize=0,
            latency=0.2,
            callback=copy,
        )
        stream.start()
    except sound.PortAudioError as fault:
        reason = _reason("refused", reason=str(fault))
        raise errors.MicrophoneAbsent(reason=reason) from fault
    try:
        yield rate, take, lambda: dropped
    finally:
        stream.close(ignore_errors=True)


def _library() -> Any:
    try:
        # Loads the system's PortAudio, which a machine that only hears recordings may not have.
        import sounddevice
    except OSError as fault:
        raise errors.MicrophoneAbsent(reason=_reason("no_library")) from fault
    return sounddevice


def _device(sound: Any, pattern: str | None) -> dict[str, Any]:
    """The first input whose name holds `pattern`, in any case and accent; else the default one."""
    try:
        if pattern is None:
            return dict(sound.query_devices(kind="input"))
        every = [dict(device) for device in sound.query_devices()]
    except (sound.PortAudioError, ValueError) as fault:
        raise errors.MicrophoneAbsent(reason=_reason("no_device")) from fault
    for device in every:
        if device["max_input_channels"] > 0 and normalise.fold(pattern) in normalise.fold(
            device["name"]
        ):
            return device
    raise errors.MicrophoneAbsent(reason=_reason("no_match", pattern=pattern))


def _reason(why: str, **values: str) -> str:
    return catalogue.text(f"listener.microphone.{why}", **values)
