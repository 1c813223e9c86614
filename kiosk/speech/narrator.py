"""Speaks one utterance after the other, each in a process of its own; silent at once when asked."""

import logging
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kiosk.speech.programs import Program, one_line

_PATIENCE_S: Final = 8.0
_LETTERS_A_SECOND: Final = 6.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Utterance:
    """What is said, and in which language of the catalogue."""

    text: str
    language: str

    @property
    def longest_s(self) -> float:
        """A program that speaks longer than this has hung (a sound card that takes nothing)."""
        return _PATIENCE_S + len(self.text) / _LETTERS_A_SECOND


class Narrator:
    """`volume` gives 0..100 when an utterance begins; 0 says nothing. Used from one thread.

    tick() must be called a few times a second: it begins what waits and reaps what ended.
    """

    def __init__(
        self,
        program: Program | None,
        volume: Callable[[], int],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program = program
        self._volume = volume
        self._now = now
        self._waiting: deque[Utterance] = deque()
        self._voice: subprocess.Popen[bytes] | None = None
        self._until = 0.0
        self._leaving: list[subprocess.Popen[bytes]] = []

    @property
    def available(self) -> bool:
        """Whether this machine can speak at all."""
        return self._program is not None

    @property
    def speaking(self) -> bool:
        """Whether something is being said or waits for its turn."""
        return bool(self._waiting) or self._voice is not None

    def say(self, utterances: Iterable[Utterance]) -> None:
        """Be silent, then say these."""
        self.stop()
        self.add(utterances)

    def add(self, utterances: Iterable[Utterance]) -> None:
        """Say these after what is being said."""
        if self._program is not None and self._volume() > 0:
            self._waiting.extend(said for said in utterances if said.text.strip())
        self.tick()

    def stop(self) -> None:
        """Be silent at once. Nothing that waited is said."""
        self._waiting.clear()
        voice, self._voice = self._voice, None
        if voice is not None:
            # Not SIGTERM: a program may finish its sentence first.
            voice.kill()
            self._leaving.append(voice)
            if self._program is not None and self._program.silence:
                self._start(self._program.silence, self._leaving.append)
        self._reap()

    def tick(self) -> None:
        """Let the next utterance begin when the last has ended."""
        self._reap()
        if self._voice is not None:
            if self._voice.poll() is None and self._now() < self._until:
                return
            self._end_voice()
        if self._waiting:
            self._begin(self._waiting.popleft())

    def close(self) -> None:
        """Be silent and leave no process behind."""
        self.stop()
        for process in self._leaving:
            try:
                process.wait(1.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._leaving.clear()

    def _begin(self, said: Utterance) -> None:
        if self._program is None:
            return

        def begun(process: subprocess.Popen[bytes]) -> None:
            self._voice = process
            self._until = self._now() + said.longest_s

        command = self._program.speak(said.language, max(0, min(100, self._volume())))
        self._start(command, begun, said.text)

    def _end_voice(self) -> None:
        voice, self._voice = self._voice, None
        if voice is None:
            return
        if voice.poll() is None:
            _log.warning("the voice did not end in time and was stopped")
            voice.kill()
            self._leaving.append(voice)
        elif voice.returncode:
            _log.warning("the voice ended with %d; is there a sound card?", voice.returncode)

    def _start(
        self,
        command: Sequence[str],
        begun: Callable[[subprocess.Popen[bytes]], None],
        text: str = "",
    ) -> None:
        """Start `command` and give it `text`, which is never among its arguments."""
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as wrong:
            _log.warning("the voice %s could not be started: %s", command[0], wrong.strerror)
            return
        begun(process)
        if process.stdin is not None:
            # A sentence is far smaller than a pipe holds, so this never waits.
            with suppress(BrokenPipeError), process.stdin as pipe:
                pipe.write(one_line(text).encode() if text else b"")

    def _reap(self) -> None:
        self._leaving = [process for process in self._leaving if process.poll() is None]
