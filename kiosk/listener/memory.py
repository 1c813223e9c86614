"""Memory that is given back is overwritten: libraries copy a voice to places that we do not know."""

import ctypes
import logging
from typing import Final

# mallopt(3), malloc.h of the GNU C library.
_M_PERTURB: Final = -6
_ANY_BYTE: Final = 0xA5
_log = logging.getLogger(__name__)


def overwrite_what_is_freed() -> None:
    """From now on the C library overwrites every block that this process frees.

    numpy's arrays lie in such blocks, and so do the copies that soxr, onnxruntime and CTranslate2
    make of the sound. A large block goes back to the kernel, which hands it on as zeros.
    """
    try:
        done = ctypes.CDLL(None).mallopt(_M_PERTURB, _ANY_BYTE)
    except AttributeError:
        done = 0
    if done != 1:
        _log.warning("this C library does not overwrite freed memory; our own buffers still are")
