"""The listener process: a warm speech model behind the socket. It writes no audio anywhere."""

import functools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from kiosk import config as configuration
from kiosk import errors, heartbeat
from kiosk.listener import memory, transcribe, wav
from kiosk.listener.captions import Captions
from kiosk.listener.capture import Microphone
from kiosk.listener.endpoint import Verdict
from kiosk.listener.line import BLOCKS_A_SECOND, Sound
from kiosk.listener.utterance import Utterance
from kiosk.wire import messages, server

# How many times the warm-up a transcription may take before it counts as hung.
_PATIENCE: Final = 4
_BLOCK: Final = wav.RATE // BLOCKS_A_SECOND
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The job was cancelled; the server says so."""


def run(socket_path: Path, config: configuration.KioskConfig) -> None:
    """Load the model, warm it, then answer Listen until SIGTERM.

    Raises SpeechModelAbsent or SpeechModelChanged before the socket exists.
    """
    given = None if config.speech_model is None else Path(config.speech_model)
    # The capture process starts while the model loads.
    with closing(Microphone(config.microphone, heartbeat.alive)) as microphone:
        threads, gpu = configuration.threads(config), config.provider != "cpu"
        model = transcribe.ready(given, threads, gpu=gpu)
        # Not before: nothing of the model's weights has to be overwritten.
        memory.keep_to_itself()
        heartbeat.allow(_PATIENCE * model.warm())
        with closing(Listener(model, microphone)) as listener:
            server.serve(socket_path, listener.answer, listener.health)


class Listener:
    """What the process does, one job at a time."""

    def __init__(self, model: transcribe.Transcriber, microphone: Microphone) -> None:
        self._model = model
        self._microphone = microphone
        self._language: messages.Language = transcribe.LANGUAGE
        self._captions = Captions(lambda samples: model.glance(samples, self._language))

    def close(self) -> None:
        """End the captions' thread."""
        self._captions.close()

    def health(self, job: str) -> messages.Healthy:
        """Here, and whether a microphone is, as far as is known."""
        return messages.Healthy(
            job=job,
            role="listener",
            detail=transcribe.version(),
            microphone=self._microphone.present(),
        )

    def answer(self, request: server.Job, connection: server.Connection) -> None:
        """Hear what the job names. Raises HeritageError."""
        if not isinstance(request, messages.Listen):
            raise errors.ProtocolFault(reason="the listener does not paint")
        self._language = request.language
        check = functools.partial(_check, request, connection, time.monotonic())
        try:
            if request.source is None or request.live:
                self._converse(request, connection, check)
            else:
                self._read(request, connection, check)
        except _Stopped:
            _log.info("job %s cancelled", request.job)

    def _read(
        self, request: messages.Listen, connection: server.Connection, check: Callable[[], None]
    ) -> None:
        """A recording as a whole."""
        began = time.monotonic()
        samples = wav.read(Path(request.source or ""))
        try:
            check()
            self._transcribe(samples, began, request, connection, check)
        finally:
            samples.fill(0.0)

    def _converse(
        self, request: messages.Listen, connection: server.Connection, check: Callable[[], None]
    ) -> None:
        """A visitor at the microphone, or a recording as if it were one."""
        utterance = Utterance(held=request.held)
        self._captions.begin()
        try:
            with self._source(request) as take:
                lost = self._follow(take, utterance, request, connection, check)
            if lost:
                _log.warning("job %s: %d blocks of sound were lost", request.job, lost)
            # The visitor waits from the moment when the sentence is over.
            began = time.monotonic()
            self._transcribe(utterance.samples(), began, request, connection, check)
        finally:
            self._captions.end()
            utterance.forget()
            self._microphone.settle()

    def _follow(
        self,
        take: Callable[[], Sound],
        utterance: Utterance,
        request: messages.Listen,
        connection: server.Connection,
        check: Callable[[], None],
    ) -> int:
        """Hear until it is over: how many blocks were lost. Raises NothingUnderstood."""
        job = request.job
        while True:
            check()
            match connection.poll():
                case messages.EndSpeech():
                    utterance.finish()
                case messages.LetGo():
                    utterance.let_go()
            sound = take()
            verdict = utterance.add(sound.samples)
            now = utterance.meter
            connection.send(
                messages.Level(
                    job=job,
                    level=now.level,
                    clipped=sound.clipped,
                    speech=now.speech,
                    probability=round(now.probability, 3),
                    lost=sound.lost,
                )
            )
            if verdict is Verdict.NOTHING:
                raise errors.NothingUnderstood
            if verdict in (Verdict.OVER, Verdict.FULL):
                connection.send(messages.SpeechOver(job=job))
                return sound.lost
            if caption := self._captions.follow(utterance):
                connection.send(messages.Caption(job=job, text=caption))

    @contextmanager
    def _source(self, request: messages.Listen) -> Iterator[Callable[[], Sound]]:
        if request.source is None:
            with self._microphone.opened() as take:
                yield take
        else:
            samples = wav.read(Path(request.source))
            try:
                yield functools.partial(next, _as_if_spoken(samples))
            finally:
                samples.fill(0.0)

    def _transcribe(
        self,
        samples: wav.Samples,
        began: float,
        request: messages.Listen,
        connection: server.Connection,
        check: Callable[[], None],
    ) -> None:
        self._captions.end()
        heard = self._model.transcribe(samples, self._language)
        check()
        taken = time.monotonic() - began
        # Durations only: what a visitor said belongs in no log.
        _log.info("job %s heard %.1f s of speech in %.2f s", request.job, heard.speech_s, taken)
        connection.send(
            messages.Heard(
                job=request.job,
                transcript=heard.text,
                listen_s=round(taken, 3),
                audio_s=round(len(samples) / wav.RATE, 3),
            )
        )


def _check(request: messages.Listen, connection: server.Connection, began: float) -> None:
    """Between the steps: leave when cancelled or too late."""
    if connection.cancelled():
        raise _Stopped
    if time.monotonic() - began > request.deadline_s:
        raise errors.DeadlinePassed(seconds=request.deadline_s)


def _as_if_spoken(samples: wav.Samples) -> Iterator[Sound]:
    """A recording in blocks, as fast as it was spoken; then silence."""
    begun = time.monotonic()
    at = 0
    while True:
        block = samples[at : at + _BLOCK]
        padded = np.pad(block, (0, _BLOCK - len(block)))
        at += _BLOCK
        time.sleep(max(0.0, begun + at / wav.RATE - time.monotonic()))
        yield Sound(padded, clipped=False, lost=0)
