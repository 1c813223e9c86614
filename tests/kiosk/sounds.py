"""Sounds for the listener's tests, made here: robot voices, rooms, babble, and noise of all kinds.

Robot speech (espeak-ng) proves that the parts work together and shows whether a change helps; it
says little about people. Every sound follows from its seed alone. All are (N,) float32 at 16 kHz.
"""

import functools
import subprocess
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import soxr

from kiosk.listener.wav import RATE, Samples

# Of espeak-ng's own voices, those that Whisper base understands at all.
VOICES: Final = ("pt-br+m3", "pt-br+f2", "pt-br+m7", "pt-br+f4", "pt-br+m1")
RATES: Final = (105, 120, 135)
SNRS_DB: Final = (20, 10, 5)
_PEAK: Final = 0.5


@functools.lru_cache(maxsize=512)
def say(text: str, voice: str = "pt-br+m3", words_per_minute: int = 120) -> Samples:
    """`text` in a robot voice, with a quarter of a second of quiet around it."""
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-g", "3", "--stdout", text],  # noqa: S607
        capture_output=True, check=True,
    )  # fmt: skip
    # The header tells no true length on a pipe: 44 bytes, then 22,050 Hz, 16 bits, mono.
    raw = np.frombuffer(done.stdout[44:], dtype="<i2").astype(np.float32) / 32_768
    quiet = np.zeros(RATE // 4, np.float32)
    return np.concatenate((quiet, _peak(soxr.resample(raw, 22_050, RATE)), quiet))


def echoed(dry: Samples, seed: int, seconds: float = 0.5) -> Samples:
    """As from two metres away in a hard room whose sound falls by 60 dB in `seconds`."""
    rng = np.random.default_rng(seed)
    ticks = np.arange(round(seconds * RATE)) / RATE
    tail = rng.standard_normal(len(ticks)) * 10 ** (-3 * ticks / seconds)
    tail *= 0.7 / np.sqrt(np.sum(tail**2))
    tail[: RATE // 200] = 0.0
    tail[0] = 1.0
    return _peak(_convolved(dry, tail)[: len(dry)])


def mixed(speech: Samples, noise: Samples, snr_db: float) -> Samples:
    """Speech over noise of at least its length; powers are compared where there is speech."""
    loud = speech[np.abs(speech) > 0.01 * np.abs(speech).max()]
    power, other = float(np.mean(loud**2)), float(np.mean(noise[: len(speech)] ** 2))
    scale = np.sqrt(power / (other * 10 ** (snr_db / 10)))
    return _peak(speech + np.float32(scale) * noise[: len(speech)])


def babble(seed: int, seconds: float, sentences: Sequence[str], talkers: int = 8) -> Samples:
    """A room full of people: `talkers` at once, each far away and saying something else."""
    rng = np.random.default_rng(seed)
    whole = np.zeros(round(seconds * RATE), np.float32)
    for _ in range(talkers):
        text = sentences[rng.integers(len(sentences))]
        voice, rate = VOICES[rng.integers(len(VOICES))], 110 + 10 * int(rng.integers(8))
        one = say(text, voice, rate)
        again = np.tile(one, len(whole) // len(one) + 2)
        begin = rng.integers(len(one))
        whole += again[begin : begin + len(whole)] * np.float32(rng.uniform(0.3, 1.0))
    return echoed(whole, seed, 0.8)


def noise(kind: str, seed: int, seconds: float = 4.0) -> Samples:
    """A sound without words: one of NOISES, at a level of its own."""
    rng = np.random.default_rng([seed, sum(map(ord, kind))])
    made = NOISES[kind](rng, round(seconds * RATE))
    loudness = 1.0 if kind == "silence" else float(rng.uniform(0.05, 0.9))
    return (np.clip(made, -1.0, 1.0) * loudness).astype(np.float32)


def _silence(rng: np.random.Generator, length: int) -> Samples:
    """What a good microphone hears in an empty room: hiss around -66 dB."""
    return rng.standard_normal(length) * 10 ** rng.uniform(-4.0, -2.8)


def _hum(rng: np.random.Generator, length: int) -> Samples:
    """The mains and its harmonics, with the hiss of a fan."""
    ticks = np.arange(length) / RATE
    base = rng.choice((50.0, 60.0))
    tones = sum(
        rng.uniform(0.0, 1.0) / number * np.sin(2 * np.pi * base * number * ticks + number)
        for number in range(1, 9)
    )
    return _peak(tones + rng.uniform(0.0, 0.3) * _coloured(rng, length, 1.0))


def _music(rng: np.random.Generator, length: int) -> Samples:
    """A tune over chords: plucked or held notes with overtones, like a radio in the next room."""
    beat = round(RATE * rng.uniform(0.25, 0.6))
    whole = np.zeros(length + 4 * beat)
    root = rng.uniform(110, 220)
    held = rng.uniform(0.5, 6.0)
    for start in range(0, length, beat):
        chord = [0, 4, 7] if start // beat % 4 == 0 else []
        for step in (*chord, 12 + int(rng.choice((0, 2, 4, 5, 7, 9, 11)))):
            ticks = np.arange(4 * beat) / RATE
            pitch = root * 2 ** (step / 12)
            note = sum(np.sin(2 * np.pi * pitch * k * ticks) / k**1.3 for k in range(1, 7))
            whole[start : start + 4 * beat] += note * np.exp(-ticks * held)
    return _peak(whole[:length])


def _claps(rng: np.random.Generator, length: int) -> Samples:
    """Hands: sharp bursts in a room, alone or of a whole school class."""
    whole = np.zeros(length)
    for _ in range(rng.integers(3, 60)):
        start, size = rng.integers(length - RATE // 20), round(RATE * rng.uniform(0.003, 0.02))
        burst = rng.standard_normal(size) * np.exp(-np.linspace(0, 5, size))
        whole[start : start + size] += burst * rng.uniform(0.3, 1.0)
    return echoed(_peak(whole), int(rng.integers(1 << 30)), 0.7)


def _coughs(rng: np.random.Generator, length: int) -> Samples:
    """A throat: a burst of breath, then a rough voiced tail, through a vocal tract's resonances."""
    whole = np.zeros(length)
    for _ in range(rng.integers(1, 6)):
        size = round(RATE * rng.uniform(0.25, 0.5))
        ticks = np.arange(size) / RATE
        rough = np.sign(np.sin(2 * np.pi * rng.uniform(90, 220) * ticks)) * rng.uniform(0.1, 0.5)
        breath = rng.standard_normal(size) + rough * (ticks > 0.08)
        shape = np.minimum(ticks / 0.01, 1.0) * np.exp(-ticks / rng.uniform(0.06, 0.15))
        start = rng.integers(length - size)
        whole[start : start + size] += _resonant(rng, breath * shape)
    return _peak(whole + 0.002 * rng.standard_normal(length))


def _rumble(rng: np.random.Generator, length: int) -> Samples:
    """Traffic, air conditioning, wind on the microphone."""
    swell = 1.0 + 0.7 * np.sin(2 * np.pi * rng.uniform(0.1, 1.5) * np.arange(length) / RATE)
    return _peak(_coloured(rng, length, rng.uniform(0.5, 2.0)) * swell)


NOISES: Final[dict[str, Callable[[np.random.Generator, int], Samples]]] = {
    "silence": _silence,
    "hum": _hum,
    "music": _music,
    "claps": _claps,
    "coughs": _coughs,
    "rumble": _rumble,
}


def _coloured(rng: np.random.Generator, length: int, power: float) -> Samples:
    """Noise whose spectrum falls by the frequency to the power of `power`."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** power
    spectrum[0] = 0.0
    return _peak(np.fft.irfft(spectrum, length))


def _resonant(rng: np.random.Generator, dry: Samples) -> Samples:
    ticks = np.arange(RATE // 20) / RATE
    tract = sum(
        np.exp(-ticks * np.pi * rng.uniform(80, 200)) * np.sin(2 * np.pi * formant * ticks)
        for formant in (rng.uniform(400, 900), rng.uniform(1000, 1800), rng.uniform(2200, 3000))
    )
    return _peak(_convolved(dry, tract)[: len(dry)])


def _convolved(one: Samples, other: Samples) -> Samples:
    length = len(one) + len(other) - 1
    return np.fft.irfft(np.fft.rfft(one, length) * np.fft.rfft(other, length), length)


def _peak(samples: Samples) -> Samples:
    return (_PEAK * samples / np.abs(samples).max()).astype(np.float32)
