"""The client's side of the wire: one connection per job, a deadline, typed failures."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.wire import frames, messages

# Over the job's own deadline, so that a worker's typed answer arrives before ours.
GRACE_S: Final = 1.0
HEALTH_S: Final = 5.0
_LAST: Final = (
    messages.Painted, messages.Loaded, messages.Heard, messages.Shared, messages.Healthy,
    messages.Cancelled,
)  # fmt: skip
_ROLES: Final = {
    messages.Paint: "painter", messages.Load: "painter", messages.Listen: "listener",
    messages.Share: "share",
}  # fmt: skip


class Call:
    """One job on its own connection. Closing it early cancels the job."""

    def __init__(
        self, socket_path: Path, message: messages.Request, deadline_s: float | None = None
    ) -> None:
        """Connect and send. Raises WorkerAbsent."""
        self._job = message.job
        self._seconds = deadline_s if deadline_s is not None else _deadline_of(message)
        self._until = time.monotonic() + self._seconds
        self._absent = errors.WorkerAbsent(
            role=_ROLES.get(type(message), "worker"), socket=socket_path
        )
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connected.connect(os.fspath(socket_path))
            self._channel = frames.Channel(connected)
            self._channel.send(message)
        except OSError as gone:
            connected.close()
            raise self._absent from gone

    @property
    def job(self) -> str:
        """The job's number."""
        return self._job

    def send(self, message: messages.EndSpeech | messages.LetGo | messages.Cancel) -> None:
        """Say more on the same connection; may be called from another thread."""
        try:
            self._channel.send(message)
        except OSError as gone:
            raise self._absent from gone

    def events(self) -> Iterator[messages.Event]:
        """Events up to and with the last one.

        Raises DeadlinePassed, WorkerAbsent (it died), ProtocolFault, or the worker's own error.
        """
        try:
            while True:
                event = self._next()
                yield event
                if isinstance(event, _LAST):
                    return
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection; a job still running is cancelled by that."""
        self._channel.close()

    def _next(self) -> messages.Event:
        try:
            body = self._channel.receive(max(0.0, self._until - time.monotonic()))
        except TimeoutError as late:
            raise errors.DeadlinePassed(seconds=f"{self._seconds:g}") from late
        except (EOFError, OSError) as gone:
            raise self._absent from gone
        event = frames.decode_event(body)
        if isinstance(event, messages.Failed):
            raise rebuild(event)
        if event.job != self._job:
            raise errors.ProtocolFault(reason=f"answer to job {event.job}, asked {self._job}")
        return event


def request(
    socket_path: Path, message: messages.Request, deadline_s: float | None = None
) -> Iterator[messages.Event]:
    """Ask a worker and yield its events; see Call for what is raised."""
    return Call(socket_path, message, deadline_s).events()


def rebuild(failed: messages.Failed) -> errors.HeritageError:
    """The typed error that the worker raised. An unknown kind is a ProtocolFault."""
    kind = getattr(errors, failed.kind, None)
    if not (isinstance(kind, type) and issubclass(kind, errors.HeritageError) and kind.key):
        return errors.ProtocolFault(reason=f"unknown failure {failed.kind!r}")
    return kind(**failed.values)


def _deadline_of(message: messages.Request) -> float:
    if isinstance(message, messages.Paint | messages.Load | messages.Listen | messages.Share):
        return message.deadline_s + GRACE_S
    return HEALTH_S
