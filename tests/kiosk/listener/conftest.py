"""The real speech model, joined and loaded once, and the recording that the demo hears."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from kiosk import paths
from kiosk.listener import transcribe, weights


@pytest.fixture(scope="session")
def speech_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that holds the joined model."""
    cache = tmp_path_factory.mktemp("speech")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CACHE_DIRECTORY", str(cache))
        weights.embedded()
    return cache


@pytest.fixture(scope="session")
def model(speech_cache: Path) -> transcribe.Transcriber:
    """The embedded Whisper base, loaded."""
    threads = len(os.sched_getaffinity(0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CACHE_DIRECTORY", str(speech_cache))
        return transcribe.Transcriber(weights.embedded(), threads)


@pytest.fixture(scope="session")
def recording() -> Path:
    """The demo's recording: a robot voice, so it proves plumbing and never accuracy."""
    return sorted((paths.assets() / "demo").glob("*.wav"))[0]


@pytest.fixture
def with_model(speech_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This test's processes find the joined model."""
    monkeypatch.setenv("CACHE_DIRECTORY", str(speech_cache))
    return speech_cache


@pytest.fixture(scope="session")
def make_wav() -> Callable[..., bytes]:
    """A function that makes WAV files of every kind, as bytes."""
    return _wav


_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_TAIL = bytes.fromhex("000000001000800000aa00389b71")


def _wav(
    samples: npt.NDArray[np.float32],
    *,
    rate: int = 16_000,
    bits: int = 16,
    code: int = _PCM,
    channels: int = 1,
    extensible: bool = False,
    before: bytes = b"",
    declared: int | None = None,
) -> bytes:
    """A WAV of (N,) at 16 kHz in -1..1, resampled to `rate`, the same on every channel."""
    moved = samples if rate == 16_000 else soxr.resample(samples, 16_000, rate)
    data = _encode(np.repeat(moved[:, None], channels, axis=1).reshape(-1), bits, code)
    frame = channels * bits // 8
    shape = struct.pack("<HIIHH", channels, rate, rate * frame, frame, bits)
    if extensible:
        body = struct.pack("<H", _EXTENSIBLE) + shape + struct.pack("<HHIH", 22, bits, 0, code)
        body += _TAIL
    else:
        body = struct.pack("<H", code) + shape
    size = len(data) if declared is None else declared
    chunks = before + b"fmt " + struct.pack("<I", len(body)) + body
    chunks += b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", min(4 + len(chunks), 2**32 - 1)) + b"WAVE" + chunks


def _encode(flat: npt.NDArray[np.float32], bits: int, code: int) -> bytes:
    flat = np.clip(flat, -1.0, 1.0)
    if code == _FLOAT:
        return flat.astype(f"<f{bits // 8}").tobytes()
    if bits == 8:
        return np.round(flat * 127 + 128).astype(np.uint8).tobytes()
    whole = np.round(flat.astype(np.float64) * (2 ** (bits - 1) - 1)).astype("<i4")
    if bits == 24:
        return whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return whole.astype(f"<i{bits // 8}").tobytes()
