"""What this machine is, in the words that a cached measurement is kept under."""

import os
from pathlib import Path
from typing import Final

from kiosk.painter import runtime

_CPU: Final = Path("/proc/cpuinfo")
# The driver's own list, one folder a card; reading it needs no library.
_CARDS: Final = Path("/proc/driver/nvidia/gpus")
_DRIVER: Final = Path("/proc/driver/nvidia/version")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def name(provider: str) -> str:
    """The processor's model; with CUDA also each card's and the driver's. Empty when not told."""
    processor = _field(_CPU, "model name")
    if provider != runtime.CUDA:
        return processor
    cards = [_field(file, "Model") for file in sorted(_CARDS.glob("*/information"))]
    return " / ".join([processor, *cards, _field(_DRIVER, "NVRM version")])


def _field(file: Path, wanted: str) -> str:
    """The value of the first line `wanted : value`."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == wanted:
            return value.strip()
    return ""
