"""A worker's side of the wire: one path-based AF_UNIX socket, one job at a time, one thread.

The thread that does the work is the one that answers Health, so Healthy is never a lie. A
client's fault (nonsense, silence, going away, not reading) ends its connection, not the worker.
"""

import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from kiosk import errors, heartbeat
from kiosk.wire import frames, messages

# How long a client that connected may take to say what it wants.
FIRST_REQUEST_S: Final = 2.0
# How often the thread that waits for work says that it is there.
_IDLE_S: Final = 1.0
# Faults after which the worker cannot be trusted to go on: it answers, then leaves.
FATAL: Final = (
    errors.PermanentFault, errors.PainterFault, errors.MemoryShort, errors.ListenerFault,
)  # fmt: skip

_log = logging.getLogger(__name__)


class Connection:
    """One client and its job, as the handler sees it."""

    def __init__(self, channel: frames.Channel) -> None:
        self._channel = channel
        self._waiting: list[messages.Request] = []
        self._job = ""
        self._cancelled = False
        self._kept = False

    def send(self, event: messages.Event) -> None:
        """Send an event; a client that is gone makes the job cancelled instead of raising."""
        heartbeat.alive()
        if self._cancelled and not isinstance(event, messages.Cancelled):
            return
        try:
            self._channel.send(event)
        except OSError:
            self._cancelled = True

    def cancelled(self) -> bool:
        """Whether the client sent Cancel, went away, or broke the protocol. Never waits."""
        self._drain()
        return self._cancelled

    def keep(self) -> None:
        """The handler answers later, from another thread, and then closes the connection itself."""
        self._kept = True

    @property
    def kept(self) -> bool:
        """Whether the handler keeps the connection for itself."""
        return self._kept

    def close(self) -> None:
        """Close it; the client sees the end of the stream."""
        self._channel.close()

    def poll(self) -> messages.Request | None:
        """The next request on this connection (such as EndSpeech) if one arrived. Never waits."""
        self._drain()
        return self._waiting.pop(0) if self._waiting else None

    def first(self) -> messages.Request:
        """The request that opens the job. Raises ProtocolFault, TimeoutError, EOFError, OSError."""
        request = frames.decode_request(self._channel.receive(FIRST_REQUEST_S))
        self._job = request.job
        return request

    def _drain(self) -> None:
        heartbeat.alive()
        while not self._cancelled:
            try:
                request = frames.decode_request(self._channel.receive(0.0))
            except TimeoutError:
                return
            except (EOFError, OSError, errors.ProtocolFault):
                self._cancelled = True
                return
            if isinstance(request, messages.Cancel) or request.job != self._job:
                self._cancelled = True
            else:
                self._waiting.append(request)


Job = messages.Paint | messages.Load | messages.Listen | messages.Share
Handler = Callable[[Job, Connection], None]


def serve(
    socket_path: Path,
    handler: Handler,
    health: Callable[[str], messages.Healthy],
) -> None:
    """Answer jobs on `socket_path` (mode 0600) until SIGTERM; then remove the socket.

    `handler` sends events and the last one itself; a HeritageError it raises becomes Failed.
    `health` makes the answer to Health, for the job's number.
    Raises that error again when it is one of FATAL, so that the process leaves with its code.
    """
    with _listening(socket_path) as listener, _ends_on_sigterm():
        listener.settimeout(_IDLE_S)
        heartbeat.ready()
        while True:
            heartbeat.alive()
            try:
                accepted, _ = listener.accept()
            except TimeoutError:
                continue
            connection = Connection(frames.Channel(accepted))
            try:
                _answer(connection, handler, health)
            finally:
                if not connection.kept:
                    connection.close()


def _answer(
    connection: Connection,
    handler: Handler,
    health: Callable[[str], messages.Healthy],
) -> None:
    job = ""
    try:
        request = connection.first()
        job = request.job
        if isinstance(request, messages.Health):
            connection.send(health(job))
        elif isinstance(request, Job):
            handler(request, connection)
        else:
            raise errors.ProtocolFault(reason=f"{type(request).__name__} cannot open a job")
    except errors.HeritageError as fault:
        connection.send(failed(job, fault))
        if isinstance(fault, FATAL):
            raise
    except (TimeoutError, EOFError, OSError) as gone:
        _log.info("client left before its job: %s", type(gone).__name__)
    if not connection.kept and connection.cancelled():
        connection.send(messages.Cancelled(job=job))


def failed(job: str, fault: errors.HeritageError) -> messages.Failed:
    """The wire form of a typed error; the client rebuilds the same class from it."""
    values = {name: str(value) for name, value in fault.values.items()}
    return messages.Failed(job=job, kind=type(fault).__name__, values=values)


@contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    _remove_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    old_mask = os.umask(0o177)
    try:
        listener.bind(os.fspath(path))
    except OSError as refused:
        listener.close()
        raise errors.OutputRefused(file=path, reason=refused.strerror or refused) from refused
    finally:
        os.umask(old_mask)
    try:
        listener.listen(8)
        yield listener
    finally:
        listener.close()
        path.unlink(missing_ok=True)


def _remove_stale(path: Path) -> None:
    """Remove what a killed worker left behind; refuse to take a living worker's place."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(os.fspath(path)) == 0:
            raise errors.ProtocolFault(reason=f"{path} already has a worker")
    path.unlink(missing_ok=True)


@contextmanager
def _ends_on_sigterm() -> Iterator[None]:
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
