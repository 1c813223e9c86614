"""A scene painted to see whether the painter paints: always the same sentence and seed."""

import uuid
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.config import KioskConfig
from kiosk.prompts import path as prompts
from kiosk.wire import client, messages

SENTENCE: Final = "um gaúcho na coxilha ao entardecer"
SEED: Final = 7


def health(socket: Path) -> messages.Healthy:
    """What a worker says of itself. Raises WorkerAbsent, DeadlinePassed."""
    try:
        for event in client.request(socket, messages.Health(job=uuid.uuid4().hex)):
            if isinstance(event, messages.Healthy):
                return event
    except errors.WorkerAbsent as gone:
        raise errors.WorkerAbsent(role=socket.stem, socket=socket) from gone
    raise errors.ProtocolFault(reason=f"{socket.stem} did not answer")


def paint(socket: Path, settings: KioskConfig) -> messages.Painted:
    """Paint the canary. Raises WorkerAbsent, DeadlinePassed, PainterFault, MemoryShort."""
    reads = health(socket).reads or "pt"
    prepared = prompts.prepare(SENTENCE, prompt_language=reads, seed=SEED)
    request = messages.Paint(
        job=uuid.uuid4().hex,
        prompt=prepared.final_prompt,
        negative=prepared.negative_prompt,
        seed=SEED,
        deadline_s=settings.paint_deadline_s,
        profile=settings.profile,
        previews=False,
    )
    for event in client.request(socket, request):
        if isinstance(event, messages.Painted):
            return event
    raise errors.PainterFault(reason="no picture")
