"""The share process: pictures come in over an AF_UNIX socket and go out to telephones."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.config import KioskConfig
from kiosk.share.offers import SECONDS, Offers
from kiosk.share.page import Server
from kiosk.wire import messages, server

_SWEEP_S: Final = 5.0


def run(socket: Path, config: KioskConfig) -> None:
    """Serve until SIGTERM. Raises ShareRefused where the address is none or cannot be had."""
    offers = Offers()
    if config.share_address is None:
        raise errors.ShareRefused(address="share_address", reason="HOST:PORT")
    with _serving(Server(config.share_address, offers), offers) as page:

        def handle(request: server.Job, connection: server.Connection) -> None:
            if not isinstance(request, messages.Share):
                raise errors.ProtocolFault(reason="this process only shares")
            try:
                offer = offers.add(request.png, request.language)
            except ValueError as large:
                raise errors.ProtocolFault(reason=f"picture of {large} bytes") from large
            shared = messages.Shared(job=request.job, url=page.url(offer), seconds=SECONDS)
            connection.send(shared)

        def health(job: str) -> messages.Healthy:
            return messages.Healthy(job=job, role="share", detail="")

        server.serve(socket, handle, health)


@contextlib.contextmanager
def _serving(page: Server, offers: Offers) -> Iterator[Server]:
    """The page on a thread, and another that lets nothing lie about after its time."""
    ended = threading.Event()

    def sweep() -> None:
        while not ended.wait(_SWEEP_S):
            offers.forget_ended()

    threads = [threading.Thread(target=work, daemon=True) for work in (page.serve_forever, sweep)]
    for thread in threads:
        thread.start()
    try:
        yield page
    finally:
        ended.set()
        page.shutdown()
        page.server_close()
        for thread in threads:
            thread.join()
