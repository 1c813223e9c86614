"""Where in a sound somebody speaks: Silero's voice activity model, from inside faster-whisper."""

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps, get_vad_model

from kiosk.listener.wav import RATE, Samples

# Quieter speech is lifted before it is judged, by at most this factor (26 dB): far microphones.
_LIFT_AT_MOST = 20.0
_TARGET_PEAK = 0.7
_WINDOW = 512

_OPTIONS = VadOptions(
    threshold=0.5,
    neg_threshold=0.35,
    min_speech_duration_ms=150,
    # A visitor who searches for a word is silent for a while and is still the same visitor.
    min_silence_duration_ms=1_000,
    speech_pad_ms=300,
)


def lifted(samples: Samples) -> Samples:
    """Samples (N,) with the peak raised towards 0.7, never lowered."""
    peak = float(np.abs(samples).max(initial=0.0))
    factor = min(_LIFT_AT_MOST, _TARGET_PEAK / peak) if peak > 0.0 else 1.0
    return samples * np.float32(max(1.0, factor))


def speech(samples: Samples, at_most_s: float) -> Samples:
    """Only the spoken parts of (N,) at 16 kHz, joined, at most `at_most_s`; empty if there is none.

    The first part decides where listening begins: what comes after the limit is not heard.
    """
    if len(samples) < _WINDOW:
        return samples[:0]
    spans = get_speech_timestamps(samples, _OPTIONS)
    spoken = [samples[span["start"] : span["end"]] for span in spans]
    joined = np.concatenate(spoken) if spoken else samples[:0]
    return joined[: round(at_most_s * RATE)]


def somebody_speaks(samples: Samples) -> bool:
    """Whether (N,) at 16 kHz, a second or so, holds at least a fifth of a second of speech."""
    whole = samples[: len(samples) // _WINDOW * _WINDOW]
    if not len(whole):
        return False
    likely = np.asarray(get_vad_model()(whole)).reshape(-1) >= _OPTIONS.threshold
    return int(likely.sum()) * _WINDOW >= RATE // 5
