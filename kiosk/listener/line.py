"""What the listener and its capture process say to each other, over a pair of unnamed sockets.

Packets (SOCK_SEQPACKET): one is one message. Sound goes as it is behind a short head, and is
received into one array that is overwritten by the next; a file never comes into it.
"""

import math
import select
import socket
import struct
from typing import Final

import msgspec
import numpy as np

from kiosk import errors
from kiosk.listener.wav import Samples

BLOCKS_A_SECOND: Final = 10
"""Sound packets, each a tenth of a second at 16 kHz."""

_HEAD: Final = struct.Struct("<BBHI")
_SOUND, _WORDS = 0, 1
_LARGEST: Final = 1 << 16


class Look(msgspec.Struct, frozen=True, tag=True):
    """listener → capture. Which inputs are there? `trial`: open the chosen one for a moment too."""

    trial: bool = False


class Open(msgspec.Struct, frozen=True, tag=True):
    """listener → capture. Send sound until Close."""


class Close(msgspec.Struct, frozen=True, tag=True):
    """listener → capture. Answered by Closed, after which no sound follows."""


class Input(msgspec.Struct, frozen=True):
    """An input as PortAudio lists it. `place`: where it is plugged in, as far as ALSA says."""

    index: int
    name: str
    place: str
    channels: int
    rate: float
    default: bool = False


class Seen(msgspec.Struct, frozen=True, tag=True):
    """capture → listener. The inputs, which one would be opened, and why none would."""

    inputs: tuple[Input, ...]
    chosen: Input | None = None
    reason: str = ""


class Opened(msgspec.Struct, frozen=True, tag=True):
    """capture → listener. Sound follows, from `channels` at `rate`, as 16 kHz mono."""

    name: str
    rate: float
    channels: int


class Absent(msgspec.Struct, frozen=True, tag=True):
    """capture → listener. No sound, or no more; `reason` is for staff."""

    reason: str


class Closed(msgspec.Struct, frozen=True, tag=True):
    """capture → listener. The stream is closed."""


class Sound(msgspec.Struct, frozen=True):
    """(N,) at 16 kHz, valid until the next is received; `lost`: blocks dropped since Open."""

    samples: Samples
    clipped: bool
    lost: int


Words = Look | Open | Close | Seen | Opened | Absent | Closed
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder[Words](Words)


class Line:
    """One end of the pair."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._body = np.zeros(_LARGEST // 4, np.float32)
        self._head = bytearray(_HEAD.size)

    def say(self, words: Words) -> None:
        """Send. Raises OSError when the other end is gone."""
        self._socket.sendmsg([_HEAD.pack(_WORDS, 0, 0, 0), _ENCODER.encode(words)])

    def send(self, sound: Sound) -> None:
        """Send. Waits while the other end is slow. Raises OSError when it is gone."""
        head = _HEAD.pack(_SOUND, sound.clipped, 0, sound.lost)
        self._socket.sendmsg([head, sound.samples.data.cast("B")])

    def receive(self, timeout_s: float | None) -> Words | Sound:
        """The next message. Raises TimeoutError, EOFError, ProtocolFault, OSError."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        if not poller.poll(None if timeout_s is None else math.ceil(timeout_s * 1000)):
            raise TimeoutError
        whole = self._body.data.cast("B")
        count, *_ = self._socket.recvmsg_into([self._head, whole])
        if not count:
            raise EOFError
        kind, clipped, _, lost = _HEAD.unpack(self._head)
        size = count - _HEAD.size
        if kind == _SOUND:
            return Sound(self._body[: size // 4], bool(clipped), lost)
        try:
            words: Words = _DECODER.decode(whole[:size])
        except msgspec.DecodeError as wrong:
            raise errors.ProtocolFault(reason=str(wrong)) from wrong
        return words

    def forget(self) -> None:
        """Overwrite what was received last."""
        self._body.fill(0.0)

    def close(self) -> None:
        """Close this end; the other sees the end."""
        self._socket.close()
