"""How far two arrays are from one another."""

import math
from typing import Any, Final

import numpy as np

# Stands for "no difference", which has no finite number of decibels.
_ALIKE_DB: Final = 99.0


def psnr_db(got: Any, want: Any, peak: float) -> float:
    """Peak signal-to-noise ratio in dB, at most 99; NaN where a value is not a number."""
    error = float(np.square(np.asarray(got, np.float64) - np.asarray(want, np.float64)).mean())
    if not math.isfinite(error):
        return math.nan
    if error <= peak**2 * 10 ** (-_ALIKE_DB / 10):
        return _ALIKE_DB
    return round(10 * math.log10(peak**2 / error), 1)


def relative(got: Any, want: Any) -> float:
    """Largest difference, relative to the largest value wanted (at least 1)."""
    return float(np.abs(got - want).max() / max(1.0, float(np.abs(want).max())))
