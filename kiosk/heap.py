"""Tells the GNU C library to hand freed memory back; without that library nothing happens."""

import ctypes
from typing import Final

# mallopt(3), malloc.h; sizes in bytes.
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
_LARGE: Final = 65_536


def give_back_at_once() -> None:
    """Let large blocks come from the system and go back to it as soon as they are freed.

    glibc else learns from every large block that was freed to keep the next ones. Loading graphs
    took 231 MB at most so, and 204 with this; scenes take as long.
    """
    _set(_MMAP_THRESHOLD, _LARGE)


def share_one_arena() -> None:
    """Let all threads take their blocks from one place, as long as none of them is in a hurry.

    glibc else opens one for each of the first threads, and what many short jobs leave in them is
    little each, and never enough to be given back.
    """
    _set(_ARENA_MAX, 1)


def return_memory() -> None:
    """Hand freed memory back to the system. glibc else keeps what closed graphs held.

    After the measurement of the shipped bundle that was 114 MB.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _set(option: int, value: int) -> None:
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(option, value)
