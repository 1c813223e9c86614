"""The capture process as the listener holds it: started, asked, and replaced when it is silent.

A microphone that is pulled, a driver that hangs, a list of devices that is out of date: all end
the same way, with a new process. See docs/decisions/0009-a-process-for-the-microphone.md.
"""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from kiosk import errors
from kiosk.listener import devices
from kiosk.listener.line import (
    Absent,
    Close,
    Closed,
    Input,
    Line,
    Look,
    Open,
    Opened,
    Seen,
    Sound,
    Words,
)
from kiosk.listener.stream import STALLED_S

# Python and its libraries, from a slow disk too.
START_S: Final = 15.0
# How long a visitor waits for that.
_NEED_S: Final = 5.0
# How long one that ended at once is left alone.
_AGAIN_S: Final = 5.0
# PortAudio asks every sound card when it begins again.
_LOOK_S: Final = 2.0
_OPEN_S: Final = 3.0
_CLOSE_S: Final = 1.0
# The process tells of a stall itself; this is for one that cannot even do that.
_SILENT_S: Final = STALLED_S + 0.5
_POLL_S: Final = 0.1
_log = logging.getLogger(__name__)


class Microphone:
    """The capture process. All calls from one thread; `alive` is called while they wait."""

    def __init__(self, pattern: str | None, alive: Callable[[], None] = lambda: None) -> None:
        """Start the process for the input that `pattern` names; returns before it is ready."""
        self._pattern = pattern
        self._alive = alive
        self._seen: Seen | None = None
        self._doubted = False
        self._streaming = False
        self._closing = False
        self._start()

    def close(self) -> None:
        """End the process."""
        self._line.close()
        self._process.kill()
        # One that is stuck in a driver cannot be waited for; the system takes it when it can.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_S)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def present(self) -> bool | None:
        """Whether the microphone is there now; None where a new process does not know yet."""
        if not self._ready(0.0):
            return None if self._process.poll() is None else False
        seen = self._look()
        return seen is not None and seen.chosen is not None

    def inputs(self) -> Seen:
        """All inputs, and which is meant. Raises MicrophoneAbsent where nothing answers."""
        self._need()
        seen = self._look()
        if seen is None:
            raise devices.absent("stalled")
        return seen

    @contextmanager
    def opened(self) -> Iterator[Callable[[], Sound]]:
        """Open it; the function takes the next block, which the one after overwrites.

        Raises MicrophoneAbsent, at once or from the function; one that hung has been replaced.
        """
        self._need()
        try:
            self._open()
            yield self._take
        except errors.MicrophoneAbsent:
            self._doubted = True
            raise
        finally:
            self._line.forget()
            self._hush()

    def settle(self) -> None:
        """Wait until the stream is closed, and throw away what was still on its way."""
        if not self._closing:
            return
        self._closing = False
        if not isinstance(self._await(_CLOSE_S, skip=Sound), Closed):
            self._replace()
        self._line.forget()

    def _open(self) -> None:
        told = self._ask(Open(), _OPEN_S)
        if isinstance(told, Absent):
            raise errors.MicrophoneAbsent(reason=told.reason)
        if not isinstance(told, Opened):
            self._replace()
            raise devices.absent("stalled")
        _log.info("%s, %d channels at %.0f Hz", told.name, told.channels, told.rate)
        self._streaming = True
        self._doubted = False

    def _take(self) -> Sound:
        try:
            told = self._line.receive(_SILENT_S)
        except (TimeoutError, EOFError, OSError) as silent:
            self._replace()
            raise devices.absent("stalled") from silent
        if isinstance(told, Sound):
            return told
        self._replace()
        raise errors.MicrophoneAbsent(reason=getattr(told, "reason", type(told).__name__))

    def _hush(self) -> None:
        """Have the stream closed, without waiting for it: whoever spoke waits for an answer."""
        if self._streaming:
            self._streaming = False
            try:
                self._line.say(Close())
                self._closing = True
            except OSError:
                self._replace()

    def _look(self) -> Seen | None:
        seen = self._ask(Look(trial=self._doubted), _LOOK_S)
        if not isinstance(seen, Seen):
            self._replace()
            return None
        if self._doubted and seen.chosen is not None:
            self._doubted = False
        self._tell(seen)
        return seen

    def _ask(self, order: Words, patience_s: float) -> Words | Sound | None:
        """The answer; None where there is none in time."""
        self.settle()
        try:
            self._line.say(order)
        except OSError:
            return None
        return self._await(patience_s)

    def _await(
        self, patience_s: float, skip: type[Sound] | tuple[()] = ()
    ) -> Words | Sound | None:
        until = time.monotonic() + patience_s
        try:
            while isinstance(told := self._line.receive(max(0.0, until - time.monotonic())), skip):
                self._line.forget()
        except (TimeoutError, EOFError, OSError):
            return None
        return told

    def _need(self) -> None:
        """Wait for a process that has just been started. Raises MicrophoneAbsent."""
        until = time.monotonic() + _NEED_S
        while not self._ready(_POLL_S):
            self._alive()
            if self._process.poll() is not None or time.monotonic() > until:
                raise devices.absent("stalled")

    def _ready(self, wait_s: float) -> bool:
        """Whether the process has said what there is.

        One that takes too long is replaced, and one that ended at once after a pause: it would go
        on doing that.
        """
        if self._seen is not None:
            return True
        since = time.monotonic() - self._started
        try:
            told = self._line.receive(wait_s)
        except TimeoutError:
            if since > START_S:
                self._replace()
            return False
        except (EOFError, OSError):
            if since > _AGAIN_S:
                self._replace()
            return False
        if isinstance(told, Seen):
            self._tell(told)
        return self._seen is not None

    def _tell(self, seen: Seen) -> None:
        """Say in the journal what has changed, once."""
        before, self._seen = self._seen, seen
        if before == seen:
            return
        if seen.chosen is None:
            _log.warning("no microphone: %s", seen.reason)
            return
        _log.info("microphone: %s %s", seen.chosen.name, seen.chosen.place)
        alike = self._alike(seen)
        if len(alike) > 1:
            places = ", ".join(one.place or f"#{at}" for at, one in enumerate(alike, 1))
            _log.warning(
                "%d inputs fit %r, the first is taken: %s", len(alike), self._pattern, places
            )

    def _alike(self, seen: Seen) -> list[Input]:
        return devices.matching(seen.inputs, self._pattern) if self._pattern else []

    def _replace(self) -> None:
        _log.warning("the capture process is replaced")
        self.close()
        self._start()

    def _start(self) -> None:
        self._seen = None
        self._streaming = self._closing = False
        self._started = time.monotonic()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "kiosk.listener.ear", str(theirs.fileno())]
            if self._pattern is not None:
                command.append(self._pattern)
            # Our own interpreter; the pattern is the installer's and only compared with names.
            self._process = subprocess.Popen(  # noqa: S603
                command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL
            )
        self._line = Line(ours)
