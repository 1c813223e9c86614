"""What was heard leaves memory by no way: freed blocks are overwritten, and no core is dumped."""

import ctypes
import logging
import resource
from typing import Final

# mallopt(3), malloc.h of the GNU C library.
_M_PERTURB: Final = -6
_ANY_BYTE: Final = 0xA5
_log = logging.getLogger(__name__)


def keep_to_itself() -> None:
    """From now on the C library overwrites every block that this process frees.

    Libraries copy a voice to places that we do not know: numpy's arrays lie in such blocks, and so
    do what soxr, onnxruntime and CTranslate2 make of the sound. A large block goes back to the
    kernel, which hands it on as zeros.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        done = ctypes.CDLL(None).mallopt(_M_PERTURB, _ANY_BYTE)
    except AttributeError:
        done = 0
    if done != 1:
        _log.warning("this C library does not overwrite freed memory; our own buffers still are")
