"""The painter process: one AF_UNIX socket, one scene at a time, and no way to be talked to death.

Leaves with 78 when a restart will not help (bundle, provider), with 75 when it may (the model
failed while painting); systemd's units act on these codes.
"""

import logging
import time
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.bundle import keys, store
from kiosk.bundle.verify import VerifiedBundle
from kiosk.config import KioskConfig, threads
from kiosk.painter import runtime
from kiosk.painter.engine import Glance, Painter, Scene
from kiosk.wire import messages, server

PROVIDERS: Final = {"cpu": runtime.CPU, "cuda": runtime.CUDA}

_log = logging.getLogger(__name__)


def open_bundle(config: KioskConfig, folder: Path | None = None) -> VerifiedBundle:
    """The verified bundle in use, or exactly the one in `folder`, if given. Raises BundleFault."""
    trusted = keys.trusted([Path(key) for key in config.keys] or None)
    bundles = store.BundleStore(trusted)
    if folder is not None:
        return bundles.check(folder)
    opened = bundles.open(Path(config.bundle) if config.bundle else None)
    for fault in opened.refused:
        _log.warning("%s", fault.say(config.language))
    return opened.bundle


def load(config: KioskConfig, bundle: VerifiedBundle) -> Painter:
    """A painter as configured. Raises BundleFault, ProviderRefused."""
    return Painter(bundle, threads(config), PROVIDERS[config.provider])


def run(socket: Path, config: KioskConfig, bundle: Path | None = None) -> None:
    """Load, warm up, then serve until SIGTERM: a socket that exists can be painted with.

    Raises HeritageError for faults after which the process must leave.
    """
    opened = open_bundle(config, bundle)
    painter = load(config, opened)
    painter.warm_up()
    _log.info("painting with %s", painter.name)

    def handle(request: messages.Paint | messages.Listen, connection: server.Connection) -> None:
        if not isinstance(request, messages.Paint):
            raise errors.ProtocolFault(reason="the painter does not listen")
        answer(painter, request, connection)

    reads = opened.manifest.model.prompt_language
    server.serve(socket, handle, "painter", lambda: painter.name, reads)


def answer(painter: Painter, request: messages.Paint, connection: server.Connection) -> None:
    """Paint one request, looking for Cancel and at the deadline between steps."""
    started = time.perf_counter()
    first_preview_s = 0.0
    scene = painter.paint(
        request.prompt, request.seed, request.negative or "", request.profile, request.previews
    )
    for made in scene:
        spent = time.perf_counter() - started
        if connection.cancelled():
            return
        if spent > request.deadline_s:
            raise errors.DeadlinePassed(seconds=f"{request.deadline_s:g}")
        first_preview_s = first_preview_s or spent
        if isinstance(made, Glance):
            connection.send(_progress(request, made))
        else:
            connection.send(_painted(request, made, first_preview_s, spent))


def _progress(request: messages.Paint, made: Glance) -> messages.Progress:
    return messages.Progress(
        job=request.job,
        step=made.step,
        steps=made.steps,
        fraction=made.step / made.steps,
        preview=made.preview,
    )


def _painted(
    request: messages.Paint, made: Scene, first_preview_s: float, total_s: float
) -> messages.Painted:
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
    )
