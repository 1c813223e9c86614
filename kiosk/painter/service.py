"""The painter process: one AF_UNIX socket, one scene at a time, and no way to be talked to death.

Leaves with 78 when a restart will not help (bundle, provider), with 75 when it may (the model
failed while painting); systemd's units act on these codes.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.bundle import manifest as contract
from kiosk.config import KioskConfig
from kiosk.painter import ready
from kiosk.painter.engine import Glance, Painter, Scene
from kiosk.painter.shelf import Shelf
from kiosk.wire import messages, server

_log: Final = logging.getLogger(__name__)


def run(socket: Path, config: KioskConfig, bundle: Path | None = None) -> None:
    """Load, tune, warm up, then serve until SIGTERM: a socket that exists can be painted with.

    Raises HeritageError for faults after which the process must leave.
    """
    first = ready.warm(config, ready.open_bundle(config, bundle))
    with contextlib.closing(Shelf(config, first)) as shelf:

        def handle(request: server.Job, connection: server.Connection) -> None:
            if isinstance(request, messages.Load):
                shelf.answer(request, connection)
            elif isinstance(request, messages.Paint):
                answer(shelf.in_use, request, connection)
            else:
                raise errors.ProtocolFault(reason="the painter does not listen")

        def health(job: str) -> messages.Healthy:
            return messages.Healthy(
                job=job,
                role="painter",
                detail=shelf.in_use.painter.name,
                reads=shelf.in_use.bundle.manifest.model.prompt_language,
                bundle=contract.identity(shelf.in_use.bundle.manifest),
                engine=engine(shelf, config.language),
            )

        _log.info("painting with %s: %s", first.painter.name, engine(shelf, config.language))
        server.serve(socket, handle, health)


def engine(shelf: Shelf, language: str) -> messages.Engine:
    """What the bundle in use is painted with, and why, in the reader's language."""
    now = shelf.in_use
    return messages.Engine(
        provider=now.choice.provider,
        flavour=now.choice.flavour,
        why=now.why(language),
        threads=now.threads,
        split=now.split,
        tuning=now.tuning,
        profile=now.profile,
        profiles=tuple(profile.name for profile in now.bundle.manifest.profiles),
        loaded=shelf.names(),
    )


def answer(
    now: ready.Ready, request: messages.Paint, connection: server.Connection
) -> None:
    """Paint one request, looking for Cancel and at the deadline between steps."""
    started = time.perf_counter()
    first_preview_s = 0.0
    profile = request.profile or now.profile
    for made in _scene(now.painter, request, profile):
        spent = time.perf_counter() - started
        if connection.cancelled():
            return
        if spent > request.deadline_s:
            raise errors.DeadlinePassed(seconds=f"{request.deadline_s:g}")
        first_preview_s = first_preview_s or spent
        if isinstance(made, Glance):
            connection.send(_progress(request, made))
        else:
            connection.send(_painted(request, made, now, first_preview_s, spent))


def _scene(
    painter: Painter, request: messages.Paint, profile: str
) -> Iterator[Glance | Scene]:
    """The scene in `profile`, or, where memory does not suffice, in the next smaller one."""

    def paint(name: str) -> Iterator[Glance | Scene]:
        return painter.paint(
            request.prompt, request.seed, request.negative or "", name, request.previews
        )

    try:
        yield from paint(profile)
    except errors.MemoryShort as short:
        smaller = painter.smaller(profile)
        if smaller is None:
            raise
        _log.warning("profile %s: %s; painting %s instead", profile, short, smaller)
        yield from paint(smaller)


def _progress(request: messages.Paint, made: Glance) -> messages.Progress:
    return messages.Progress(
        job=request.job,
        step=made.step,
        steps=made.steps,
        fraction=made.step / made.steps,
        preview=made.preview,
    )


def _painted(
    request: messages.Paint,
    made: Scene,
    now: ready.Ready,
    first_preview_s: float,
    total_s: float,
) -> messages.Painted:
    asked = request.profile or now.profile
    return messages.Painted(
        job=request.job,
        png=made.png,
        prompt=request.prompt,
        seed=request.seed,
        steps=made.steps,
        width=made.width,
        height=made.height,
        first_preview_s=first_preview_s,
        total_s=total_s,
        provider=made.provider,
        bundle=made.bundle,
        sha256=made.sha256,
        profile=made.profile,
        threads=now.threads,
        split=now.split,
        instead_of=asked if made.profile != asked else None,
    )
