import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import errors
from kiosk.listener import wav

Make = Callable[..., bytes]

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)).astype(np.float32)


def _read(folder: Path, data: bytes) -> wav.Samples:
    file = folder / "fala.wav"
    file.write_bytes(data)
    return wav.read(file)


@pytest.mark.parametrize("extensible", [False, True])
@pytest.mark.parametrize(
    ("bits", "code", "tolerance"),
    [(8, 1, 0.02), (16, 1, 1e-3), (24, 1, 1e-5), (32, 1, 1e-6), (32, 3, 1e-6), (64, 3, 1e-6)],
)
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_every_kind_gives_the_same_sound(
    tmp_path: Path,
    make_wav: Make,
    bits: int,
    code: int,
    tolerance: float,
    channels: int,
    extensible: bool,
) -> None:
    data = make_wav(TONE, bits=bits, code=code, channels=channels, extensible=extensible)
    samples = _read(tmp_path, data)
    assert samples.dtype == np.float32
    assert np.abs(samples - TONE).max() < tolerance


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_every_rate_comes_out_at_16_khz(tmp_path: Path, make_wav: Make, rate: int) -> None:
    samples = _read(tmp_path, make_wav(TONE, rate=rate))
    assert abs(len(samples) - len(TONE)) <= 16_000 / rate + 2
    middle = slice(2_000, 14_000)
    assert np.abs(samples[middle] - TONE[middle]).max() < 0.01


def test_channels_in_opposite_phase_do_not_cancel(tmp_path: Path, make_wav: Make) -> None:
    stereo = np.stack([TONE, -TONE], axis=1).reshape(-1)
    data = bytearray(make_wav(stereo))
    data[22:24], data[28:34] = struct.pack("<H", 2), struct.pack("<IH", 64_000, 4)
    assert np.abs(_read(tmp_path, bytes(data))).max() > 0.4


def test_a_chunk_before_the_format_is_stepped_over(tmp_path: Path, make_wav: Make) -> None:
    odd = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    assert len(_read(tmp_path, make_wav(TONE, before=odd))) == len(TONE)


@pytest.mark.parametrize("declared", [0, 0xFFFFFFFF])
def test_a_streamed_size_is_the_rest_of_the_file(
    tmp_path: Path, make_wav: Make, declared: int
) -> None:
    assert len(_read(tmp_path, make_wav(TONE, declared=declared))) == len(TONE)


def test_what_is_left_of_a_truncated_file_is_used(tmp_path: Path, make_wav: Make) -> None:
    data = make_wav(TONE)
    assert len(_read(tmp_path, data[: len(data) // 2 + 1])) == pytest.approx(8_000, abs=30)


@pytest.mark.parametrize(
    ("data_of", "kind"),
    [
        (lambda _: b"", errors.AudioEmpty),
        (lambda make: make(TONE[:0]), errors.AudioEmpty),
        (lambda make: make(TONE)[:44], errors.AudioEmpty),
        (lambda make: make(np.zeros(16_000, np.float32)), errors.AudioSilent),
        (lambda make: make(np.full(16_000, 0.5, np.float32)), errors.AudioSilent),
        (lambda _: b"RIFF", errors.AudioUnreadable),
        (lambda _: b"ID3\x04" + bytes(500), errors.AudioUnreadable),
        (lambda make: make(TONE)[:30], errors.AudioUnreadable),
        (lambda make: make(TONE)[:40], errors.AudioUnreadable),
        (lambda make: make(TONE)[:1_000], errors.AudioUnreadable),
        (lambda make: make(TONE, code=7, bits=8), errors.AudioUnreadable),
        (lambda make: make(TONE).replace(b"fmt ", b"xxxx"), errors.AudioUnreadable),
        (lambda make: make(TONE * np.nan, code=3, bits=32), errors.AudioUnreadable),
    ],
)
def test_what_cannot_be_heard_is_told_in_portuguese(
    tmp_path: Path,
    make_wav: Make,
    data_of: Callable[[Make], bytes],
    kind: type[errors.HeritageError],
) -> None:
    with pytest.raises(kind) as refused:
        _read(tmp_path, data_of(make_wav))
    assert "fala.wav" in refused.value.say("pt-BR")
    assert refused.value.exit_code == 65


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(errors.AudioMissing):
        wav.read(tmp_path / "nada.wav")
    with pytest.raises(errors.AudioUnreadable):
        wav.read(tmp_path)
    # A device would be read for ever.
    with pytest.raises(errors.AudioUnreadable):
        wav.read(Path("/dev/zero"))


def test_ten_minutes_are_refused_from_the_header(tmp_path: Path, make_wav: Make) -> None:
    file = tmp_path / "longa.wav"
    header = make_wav(TONE[:0], declared=16_000 * 2 * 600)
    with file.open("wb") as out:
        out.write(header)
        out.truncate(len(header) + 16_000 * 2 * 600)
    tracemalloc.start()
    try:
        with pytest.raises(errors.AudioTooLong) as refused:
            wav.read(file)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert refused.value.values["seconds"] == 600
    assert "60" in refused.value.say("pt-BR")


@given(st.data())
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_damage_gives_sound_or_a_typed_error(
    tmp_path: Path, make_wav: Make, data: st.DataObject
) -> None:
    whole = bytearray(make_wav(TONE[:2_000], bits=24, channels=2, extensible=True))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, 80))] = data.draw(st.integers(0, 255))
    kept = data.draw(st.integers(0, len(whole)))
    try:
        samples = _read(tmp_path, bytes(whole[:kept]))
    except errors.AudioFault:
        return
    assert np.isfinite(samples).all()
