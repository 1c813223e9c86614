"""WAV files of any common kind, read strictly and only read: to 16 kHz mono float32 in memory.

The standard library's `wave` refuses floats and extensible headers and trusts declared sizes, so
the few chunks that matter are parsed here (RIFF, Microsoft multimedia specification 1.0 and 3.0).
"""

import struct
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
import numpy as np
import numpy.typing as npt
import soxr

from kiosk import catalogue, errors

Samples = npt.NDArray[np.float32]

RATE: Final = 16_000
LONGEST_S: Final = 60.0
SHORTEST_S: Final = 0.3
# -60 dBFS after the constant part is taken away: quieter than any room through any microphone.
SILENCE: Final = 0.001

_PCM, _FLOAT, _EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
# Bytes 2..16 of every sub-format GUID that stands for a plain format code.
_GUID_TAIL: Final = bytes.fromhex("000000001000800000aa00389b71")
_CHUNKS_AT_MOST: Final = 1_000


class _Format(msgspec.Struct, frozen=True):
    code: int
    channels: int
    rate: int
    bits: int

    @property
    def frame(self) -> int:
        return self.channels * self.bits // 8


def read(path: Path, *, longest_s: float = LONGEST_S) -> Samples:
    """Samples (N,) in -1..1 at 16 kHz from the loudest channel.

    Raises AudioMissing, AudioUnreadable, AudioEmpty, AudioTooLong or AudioSilent. A file longer
    than `longest_s` is refused from its header, before a sample is read.
    """
    if not path.exists():
        raise errors.AudioMissing(file=str(path))
    if not path.is_file():
        raise _unreadable(path, "not_a_file")
    if path.stat().st_size == 0:
        raise errors.AudioEmpty(file=str(path))
    try:
        with path.open("rb") as file:
            shape, raw = _parse(file, path, longest_s)
    except OSError as fault:
        raise _unreadable(path, "not_readable", reason=fault.strerror or "") from fault
    return _finish(_decode(raw, shape), shape, path)


def _finish(channels: Samples, shape: _Format, path: Path) -> Samples:
    """(N, channels) at the file's rate to (N,) at 16 kHz."""
    if not np.isfinite(channels).all():
        raise _unreadable(path, "not_finite")
    centred = channels - channels.mean(axis=0, keepdims=True)
    # The loudest channel, not the mean: channels in opposite phase would cancel each other, and
    # a dead channel would halve the speech.
    mono = centred[:, int(np.abs(centred).max(axis=0).argmax())]
    if np.abs(mono).max() < SILENCE:
        raise errors.AudioSilent(file=str(path))
    resampled = soxr.resample(np.ascontiguousarray(mono), shape.rate, RATE, quality="HQ")
    return np.clip(np.asarray(resampled, dtype=np.float32), -1.0, 1.0)


def _parse(file: BinaryIO, path: Path, longest_s: float) -> tuple[_Format, bytes]:
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise _unreadable(path, "not_wav")
    shape: _Format | None = None
    for _ in range(_CHUNKS_AT_MOST):
        header = file.read(8)
        if len(header) < 8:
            break
        name, size = struct.unpack("<4sI", header)
        if name == b"fmt ":
            shape = _format(file.read(min(size, 64)), path)
            file.seek(max(0, size - 64) + size % 2, 1)
        elif name == b"data":
            if shape is None:
                raise _unreadable(path, "no_format")
            return shape, _data(file, size, shape, path, longest_s)
        else:
            file.seek(size + size % 2, 1)
    raise _unreadable(path, "no_format" if shape is None else "no_data")


def _format(raw: bytes, path: Path) -> _Format:
    if len(raw) < 16:
        raise _unreadable(path, "no_format")
    code, channels, rate, _, align, bits = struct.unpack("<HHIIHH", raw[:16])
    if code == _EXTENSIBLE and len(raw) >= 40 and raw[26:40] == _GUID_TAIL:
        code = int.from_bytes(raw[24:26], "little")
    allowed = {_PCM: (8, 16, 24, 32), _FLOAT: (32, 64)}.get(code)
    if allowed is None:
        raise _unreadable(path, "odd_format", code=str(code))
    sane = bits in allowed and 1 <= channels <= 32 and 4_000 <= rate <= 384_000
    if not sane or align != channels * bits // 8:
        raise _unreadable(path, "odd_shape", channels=str(channels), rate=str(rate), bits=str(bits))
    return _Format(code, channels, rate, bits)


def _data(file: BinaryIO, declared: int, shape: _Format, path: Path, longest_s: float) -> bytes:
    """The data chunk, or what is left of it: recorders that were cut off declare too much."""
    start = file.tell()
    left = max(0, file.seek(0, 2) - start)
    file.seek(start)
    # Recorders that stream write 0 or the largest number and never come back to correct it.
    streamed = declared in (0, 0xFFFFFFFF) and left > 0
    size = left if streamed else min(declared, left)
    frames = size // shape.frame
    seconds = frames / shape.rate
    if frames == 0:
        raise errors.AudioEmpty(file=str(path))
    if seconds > longest_s:
        raise errors.AudioTooLong(file=str(path), seconds=round(seconds), limit=round(longest_s))
    if size < declared and not streamed and seconds < SHORTEST_S:
        raise _unreadable(path, "cut_off", seconds=f"{seconds:.2f}")
    return file.read(frames * shape.frame)


def _decode(raw: bytes, shape: _Format) -> Samples:
    """Bytes to float32 (N, channels) in -1..1."""
    flat: npt.NDArray[np.float32]
    if shape.code == _FLOAT:
        flat = np.frombuffer(raw, dtype=f"<f{shape.bits // 8}").astype(np.float32)
    elif shape.bits == 8:
        flat = (np.frombuffer(raw, dtype=np.uint8).astype(np.float32) - 128.0) / 128.0
    elif shape.bits == 24:
        flat = _from_24_bits(raw)
    else:
        scale = np.float32(2.0 ** (shape.bits - 1))
        flat = np.frombuffer(raw, dtype=f"<i{shape.bits // 8}").astype(np.float32) / scale
    return flat.reshape(-1, shape.channels)


def _from_24_bits(raw: bytes) -> Samples:
    triples = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 3)
    widened = np.zeros((len(triples), 4), dtype=np.uint8)
    widened[:, 1:] = triples
    return widened.view("<i4").reshape(-1).astype(np.float32) / np.float32(2.0**31)


def _unreadable(path: Path, why: str, **values: str) -> errors.AudioUnreadable:
    reason = catalogue.text(f"listener.wav.{why}", **values)
    return errors.AudioUnreadable(file=str(path), reason=reason)
