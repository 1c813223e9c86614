"""A worker for tests that speaks the real protocol over a real socket, by a script.

Usage: scripted_worker.py ROLE SOCKET BEHAVIOUR; behaviour is well, quick, slow, deaf, dies, or
english (a painter whose bundle reads English), or patient (a listener whose button is held: it
hears until that is let go; its microphone is there unless a file beside the socket says otherwise).
"""

import io
import os
import sys
import time
from pathlib import Path

from PIL import Image

from kiosk import errors
from kiosk.wire import messages, server

ROLE, SOCKET, BEHAVIOUR = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
PAUSE_S = {"slow": 0.3, "quick": 0.0}.get(BEHAVIOUR, 0.01)


def png(shade: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (16, 16), (shade, 90, 40)).save(data, "PNG")
    return data.getvalue()


def paint(request: messages.Paint, connection: server.Connection) -> None:
    for step in range(1, 9):
        time.sleep(PAUSE_S)
        if BEHAVIOUR == "dies" and step == 3:
            os._exit(70)
        if connection.cancelled():
            return
        connection.send(
            messages.Progress(
                job=request.job, step=step, steps=8, fraction=step / 8, preview=png(step * 20)
            )
        )
    connection.send(
        messages.Painted(
            job=request.job, png=png(255), prompt=request.prompt, seed=request.seed, steps=8,
            width=16, height=16, first_preview_s=0.1, total_s=0.2, provider="cpu",
            bundle="scripted", sha256="0" * 64, profile="all", threads=1, split=False,
        )
    )  # fmt: skip


def listen(request: messages.Listen, connection: server.Connection) -> None:
    if BEHAVIOUR == "deaf":
        raise errors.MicrophoneAbsent(reason="none")
    if BEHAVIOUR == "patient":
        wait_for_button(request, connection)
        return
    until = time.monotonic() + 5
    while time.monotonic() < until and not connection.cancelled():
        connection.send(messages.Level(job=request.job, level=0.5, clipped=False, speech=True))
        if isinstance(connection.poll(), messages.EndSpeech):
            break
        time.sleep(0.02)
    # Misheard, as recognition does.
    heard = "Um gaucho na coxilia ao entardecer."
    connection.send(messages.Heard(job=request.job, transcript=heard, listen_s=0.1, audio_s=1.0))


def wait_for_button(request: messages.Listen, connection: server.Connection) -> None:
    """As the real one: held, only the button ends it; let go at once, silence does."""
    told: messages.Request | None = None
    while request.held and not told and not connection.cancelled():
        told = connection.poll()
        connection.send(messages.Level(job=request.job, level=0.5, clipped=True, speech=True))
        connection.send(messages.Caption(job=request.job, text="um gaúcho na"))
        time.sleep(0.02)
    connection.send(messages.SpeechOver(job=request.job))
    time.sleep(0.2)
    ended = {messages.LetGo: "ao amanhecer", messages.EndSpeech: "ao entardecer"}
    heard = f"Um gaúcho na coxilha {ended.get(type(told), 'de noite')}."
    connection.send(messages.Heard(job=request.job, transcript=heard, listen_s=0.1, audio_s=1.0))


def handle(request: server.Job, connection: server.Connection) -> None:
    if isinstance(request, messages.Paint):
        paint(request, connection)
    elif isinstance(request, messages.Listen):
        listen(request, connection)


def health(job: str) -> messages.Healthy:
    return messages.Healthy(
        job=job,
        role="painter" if ROLE == "painter" else "listener",
        detail="",
        reads="en" if BEHAVIOUR == "english" else None,
        bundle="scripted-1-0123" if ROLE == "painter" else None,
        microphone=not SOCKET.with_suffix(".pulled").exists() if BEHAVIOUR == "patient" else None,
    )


server.serve(SOCKET, handle, health)
