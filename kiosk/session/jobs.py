"""Jobs of the two workers, each on a thread of its own; what they say is posted to one thread."""

import logging
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.prompts import path as prompts
from kiosk.wire import client, messages

HEALTH_S: Final = 2.0
_log = logging.getLogger(__name__)

Answer = prompts.Prepared | messages.Event | errors.HeritageError
Post = Callable[[Callable[[], None]], None]
"""Hands a call over to the thread that owns the session; must be safe from any thread."""


class Job:
    """One request to one worker. `answer(job, what)` is posted for every event, last one included.

    After stop() nothing more is posted, and the worker is told to stop.
    """

    def __init__(self, post: Post, answer: Callable[["Job", Answer], None]) -> None:
        self.id = uuid.uuid4().hex
        self._post = post
        self._answer = answer
        self._stopped = threading.Event()
        self._call: client.Call | None = None
        self._ending = False
        self._tapped = False
        self._lock = threading.Lock()

    def start(
        self, socket: Path, compose: Callable[[str], Iterator[Answer | messages.Request]]
    ) -> None:
        """Run `compose(id)` on a thread: requests it yields go to `socket`, the rest is posted."""
        thread = threading.Thread(
            target=self._run, args=(socket, compose), name=f"job-{socket.stem}", daemon=True
        )
        thread.start()

    def stop(self) -> None:
        """Stop the worker within one step. May be called more than once."""
        self._stopped.set()
        self._say(messages.Cancel(job=self.id))

    def end_speech(self) -> None:
        """The visitor has finished speaking; kept for later if the worker is not connected yet."""
        with self._lock:
            self._ending = True
        self._say(messages.EndSpeech(job=self.id))

    def let_go(self) -> None:
        """The button was tapped, not held; kept for later like end_speech()."""
        with self._lock:
            self._tapped = True
        self._say(messages.LetGo(job=self.id))

    def _run(
        self, socket: Path, compose: Callable[[str], Iterator[Answer | messages.Request]]
    ) -> None:
        try:
            for step in compose(self.id):
                if isinstance(step, messages.Request):
                    self._ask(socket, step)
                else:
                    self._tell(step)
        except errors.HeritageError as fault:
            self._tell(fault)
        except Exception as defect:  # noqa: BLE001 ours: a visitor must not wait for a thread that died
            self._tell(_defective(socket.stem, defect))

    def _ask(self, socket: Path, request: messages.Request) -> None:
        if self._stopped.is_set():
            return
        call = client.Call(socket, request)
        with self._lock:
            self._call = call
            ending, tapped = self._ending, self._tapped
        if tapped:
            self._say(messages.LetGo(job=self.id))
        if ending:
            self._say(messages.EndSpeech(job=self.id))
        if self._stopped.is_set():
            self._say(messages.Cancel(job=self.id))
        for event in call.events():
            self._tell(event)

    def _tell(self, what: Answer) -> None:
        if not self._stopped.is_set():
            self._post(lambda: None if self._stopped.is_set() else self._answer(self, what))

    def _say(self, message: messages.Cancel | messages.EndSpeech | messages.LetGo) -> None:
        with self._lock:
            call = self._call
        if call is not None:
            # A worker that is gone cannot be told anything; the reading side reports it.
            with suppress(errors.TemporaryFault):
                call.send(message)


def _defective(role: str, defect: Exception) -> errors.HeritageError:
    """A defect of ours as a fault of that worker; what it says is not written down, for a visitor's
    words may be in it."""
    kind = type(defect).__name__
    places = [f"{at.filename}:{at.lineno}" for at in traceback.extract_tb(defect.__traceback__)]
    _log.error("a defect ended a job of the %s: %s at %s", role, kind, " < ".join(places[::-1]))
    known = {"painter": errors.PainterFault, "listener": errors.ListenerFault}
    return known[role](reason=kind)


class Pulse:
    """Asks one worker every HEALTH_S whether it is there, unless it is at work for us."""

    def __init__(
        self,
        socket: Path,
        post: Post,
        busy: Callable[[], bool],
        told: Callable[[messages.Healthy | None], None],
    ) -> None:
        self._socket = socket
        self._post = post
        self._busy = busy
        self._told = told
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{socket.stem}", daemon=True)

    def start(self) -> None:
        """Begin asking, the first time at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop asking and wait for the thread."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(client.HEALTH_S + HEALTH_S)

    def _run(self) -> None:
        wait = 0.0
        while not self._end.wait(wait):
            wait = HEALTH_S
            if self._busy():
                continue
            answered = self._answer()
            # A worker that took our job meanwhile has no time to answer: that is no absence.
            if answered or not self._busy():
                self._post(partial(self._told, answered))
            wait = HEALTH_S if answered else HEALTH_S / 8

    def _answer(self) -> messages.Healthy | None:
        request = messages.Health(job=uuid.uuid4().hex)
        try:
            for event in client.request(self._socket, request):
                if isinstance(event, messages.Healthy):
                    return event
        except errors.HeritageError as fault:
            _log.debug("%s is not there: %s", self._socket.stem, type(fault).__name__)
        return None
