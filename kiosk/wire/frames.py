"""Frames on the wire: 4-byte big-endian body length, 1-byte protocol version, msgpack body."""

import select
import socket
import struct
import time
from typing import Final

import msgspec

from kiosk import errors
from kiosk.wire import messages

MAX_BODY: Final = 16 * 1024 * 1024
# A peer that does not read for so long counts as gone: a slow client may not hold up a worker.
SEND_TIMEOUT_S: Final = 5.0
_PREFIX: Final = struct.Struct(">IB")
_ENCODER: Final = msgspec.msgpack.Encoder()
_REQUESTS: Final = msgspec.msgpack.Decoder[messages.Request](messages.Request)
_EVENTS: Final = msgspec.msgpack.Decoder[messages.Event](messages.Event)


def encode(message: messages.Message) -> bytes:
    """One whole frame. Raises ProtocolFault for a message over 16 MiB."""
    body = _ENCODER.encode(message)
    if len(body) > MAX_BODY:
        raise errors.ProtocolFault(reason=f"message of {len(body)} bytes, limit {MAX_BODY}")
    return _PREFIX.pack(len(body), messages.PROTOCOL) + body


def decode_request(body: bytes) -> messages.Request:
    """Strictly read a request. Raises ProtocolFault."""
    try:
        request: messages.Request = _REQUESTS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise errors.ProtocolFault(reason=str(wrong)) from wrong
    return request


def decode_event(body: bytes) -> messages.Event:
    """Strictly read an event. Raises ProtocolFault."""
    try:
        event: messages.Event = _EVENTS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise errors.ProtocolFault(reason=str(wrong)) from wrong
    return event


def split(buffer: bytearray) -> bytes | None:
    """Take the first whole frame's body off `buffer`; None when it is not all there yet.

    Raises ProtocolFault as soon as the prefix is wrong, before any of the body is waited for.
    """
    if len(buffer) < _PREFIX.size:
        return None
    length, version = _PREFIX.unpack_from(buffer)
    if version != messages.PROTOCOL:
        raise errors.ProtocolFault(reason=f"protocol {version}, expected {messages.PROTOCOL}")
    if length > MAX_BODY:
        raise errors.ProtocolFault(reason=f"message of {length} bytes, limit {MAX_BODY}")
    end = _PREFIX.size + length
    if len(buffer) < end:
        return None
    body = bytes(buffer[_PREFIX.size : end])
    del buffer[:end]
    return body


class Channel:
    """Whole frames over one connected socket. One reader; a second thread may send."""

    def __init__(self, connected: socket.socket) -> None:
        connected.settimeout(SEND_TIMEOUT_S)
        self._socket = connected
        self._buffer = bytearray()

    def send(self, message: messages.Message) -> None:
        """Send one message. Raises OSError when the peer is gone or does not read."""
        self._socket.sendall(encode(message))

    def receive(self, timeout_s: float) -> bytes:
        """The next frame's body, waiting at most `timeout_s` (0: only what has arrived).

        Raises TimeoutError, EOFError (peer closed between frames), ProtocolFault, OSError.
        """
        until = time.monotonic() + timeout_s
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        while (body := split(self._buffer)) is None:
            left_ms = max(0.0, until - time.monotonic()) * 1000
            if not poller.poll(left_ms):
                raise TimeoutError
            data = self._socket.recv(1 << 18)
            if not data and self._buffer:
                raise errors.ProtocolFault(reason="connection closed inside a message")
            if not data:
                raise EOFError
            self._buffer += data
        return body

    def close(self) -> None:
        """Close the socket; the peer sees the end of the stream."""
        self._socket.close()
