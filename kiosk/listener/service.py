"""The listener process: a warm speech model behind the socket. It writes no audio anywhere."""

import functools
import logging
import time
from collections.abc import Callable
from pathlib import Path

from kiosk import config as configuration
from kiosk import errors, heartbeat
from kiosk.listener import capture, transcribe, wav, weights
from kiosk.wire import messages, server

# How many times the warm-up a transcription may take before it counts as hung.
_PATIENCE = 4
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The job was cancelled; the server says so."""


def run(socket_path: Path, config: configuration.KioskConfig) -> None:
    """Load the model, warm it, then answer Listen until SIGTERM.

    Raises SpeechModelAbsent or SpeechModelChanged before the socket exists.
    """
    given = None if config.speech_model is None else Path(config.speech_model)
    model = transcribe.Transcriber(weights.speech_model(given), configuration.threads(config))
    began = time.monotonic()
    model.warm()
    heartbeat.allow(_PATIENCE * (time.monotonic() - began))
    handler = functools.partial(_listen, model, config.microphone)
    server.serve(
        socket_path,
        handler,
        lambda job: messages.Healthy(job=job, role="listener", detail=transcribe.version()),
    )


def _listen(
    model: transcribe.Transcriber,
    microphone: str | None,
    request: server.Job,
    connection: server.Connection,
) -> None:
    if not isinstance(request, messages.Listen):
        raise errors.ProtocolFault(reason="the listener does not paint")
    if request.language != transcribe.LANGUAGE:
        raise errors.ProtocolFault(reason=f"language {request.language}")
    try:
        _hear(model, microphone, request, connection)
    except _Stopped:
        _log.info("job %s cancelled", request.job)


def _hear(
    model: transcribe.Transcriber,
    microphone: str | None,
    request: messages.Listen,
    connection: server.Connection,
) -> None:
    began = time.monotonic()

    def check() -> None:
        """Between the steps: leave when cancelled or too late."""
        if connection.cancelled():
            raise _Stopped
        if time.monotonic() - began > request.deadline_s:
            raise errors.DeadlinePassed(seconds=request.deadline_s)

    if request.source is None:
        samples = _from_microphone(microphone, request.job, connection, check)
        # The visitor waits from the moment the button is released.
        waited_from = time.monotonic()
    else:
        samples, waited_from = wav.read(Path(request.source)), began
    check()
    heard = model.transcribe(samples)
    check()
    taken = time.monotonic() - waited_from
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


def _from_microphone(
    pattern: str | None,
    job: str,
    connection: server.Connection,
    check: Callable[[], None],
) -> wav.Samples:
    def on_level(now: capture.Meter) -> None:
        connection.send(
            messages.Level(job=job, level=now.level, clipped=now.clipped, speech=now.speech)
        )

    def ended() -> bool:
        check()
        return isinstance(connection.poll(), messages.EndSpeech)

    samples, dropped = capture.record(pattern, on_level, ended)
    if dropped:
        _log.warning("job %s: %d blocks of sound were lost", job, dropped)
    return samples
