"""Where in a sound somebody speaks: Silero's voice activity model, from inside faster-whisper."""

from collections import deque
from typing import Final

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps, get_vad_model

from kiosk.listener.endpoint import WINDOW
from kiosk.listener.wav import RATE, Samples

# Quieter speech is lifted before it is judged, by at most this factor (26 dB): far microphones.
_LIFT_AT_MOST: Final = 20.0
_TARGET_PEAK: Final = 0.7
# What Silero is given of the window before.
_CONTEXT: Final = 64
_STATE: Final = (1, 1, 128)

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
    return samples * np.float32(_lift(float(np.abs(samples).max(initial=0.0))))


def speech(samples: Samples, at_most_s: float) -> Samples:
    """Only the spoken parts of (N,) at 16 kHz, joined, at most `at_most_s`; empty if there is none.

    The first part decides where listening begins: what comes after the limit is not heard.
    """
    if len(samples) < WINDOW:
        return samples[:0]
    spans = get_speech_timestamps(samples, _OPTIONS)
    spoken = [samples[span["start"] : span["end"]] for span in spans]
    joined = np.concatenate(spoken) if spoken else samples[:0]
    return joined[: round(at_most_s * RATE)]


class Detector:
    """Silero as the sound comes: its state goes on from window to window, nothing is heard twice.

    faster-whisper runs the model over a whole recording only; its state is fed back here by hand.
    """

    def __init__(self) -> None:
        self._session = get_vad_model().session
        self._hidden = np.zeros(_STATE, np.float32)
        self._cell = np.zeros(_STATE, np.float32)
        # Context, then what has come of the window.
        self._window = np.zeros((1, _CONTEXT + WINDOW), np.float32)
        self._filled = 0
        self._peaks: deque[float] = deque(maxlen=RATE // WINDOW)

    def add(self, samples: Samples) -> list[float]:
        """Speech probabilities, 0..1, of the windows that (N,) at 16 kHz completes."""
        found = []
        while len(samples):
            taken = min(WINDOW - self._filled, len(samples))
            start = _CONTEXT + self._filled
            self._window[0, start : start + taken] = samples[:taken]
            self._filled += taken
            samples = samples[taken:]
            if self._filled == WINDOW:
                found.append(self._judge())
        return found

    def forget(self) -> None:
        """Overwrite what was heard."""
        for kept in (self._window, self._hidden, self._cell):
            kept.fill(0.0)
        self._filled = 0
        self._peaks.clear()

    def _judge(self) -> float:
        self._peaks.append(float(np.abs(self._window[0, _CONTEXT:]).max()))
        lifted_window = self._window * np.float32(_lift(max(self._peaks)))
        output, self._hidden, self._cell = self._session.run(
            None, {"input": lifted_window, "h": self._hidden, "c": self._cell}
        )
        lifted_window.fill(0.0)
        self._window[0, :_CONTEXT] = self._window[0, -_CONTEXT:]
        self._filled = 0
        return float(output.reshape(-1)[0])


def _lift(peak: float) -> float:
    """How much a sound with this peak is raised."""
    return max(1.0, min(_LIFT_AT_MOST, _TARGET_PEAK / peak)) if peak > 0.0 else 1.0
