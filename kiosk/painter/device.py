"""What this machine is, in the words that a cached measurement is kept under."""

import ctypes
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


# malloc.h: M_MMAP_THRESHOLD, in bytes.
_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 65_536


def give_back_at_once() -> None:
    """Let large blocks come from the system and go back to it as soon as they are freed.

    glibc else learns from every large block that was freed to keep the next ones. Loading graphs
    took 231 MB at most so, and 204 with this; scenes take as long.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)


def return_memory() -> None:
    """Hand freed memory back to the system. glibc else keeps what closed graphs held.

    After the measurement of the shipped bundle that was 114 MB.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


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
