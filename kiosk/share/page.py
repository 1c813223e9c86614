"""The take-home page: GET and HEAD of one page and its picture; everything else is not found."""

import html
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from kiosk import catalogue, errors
from kiosk.share.offers import Offer, Offers

# Telephones at a time; more wait at the door for a moment and are then turned away.
_GUESTS: Final = 24
_PATIENCE_S: Final = 5.0
_SUFFIX: Final = ".png"
_LONGEST_PATH: Final = 128
_STYLE: Final = (
    "body{margin:0;padding:5vmin;background:#0c1620;color:#f4ebda;text-align:center;"
    "font:1.1rem/1.5 Georgia,serif}img{width:100%;max-width:40rem;border:1vmin solid #f4ebda;"
    "box-sizing:border-box}a{display:inline-block;margin:1rem 0;padding:.9rem 2rem;"
    "border-radius:2rem;background:#a5352a;color:#f4ebda;text-decoration:none}"
    "small{display:block;color:#cfc4b0}"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Server(ThreadingHTTPServer):
    """Serves `offers` at `address`, at most _GUESTS at a time. Raises ShareRefused."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 2 * _GUESTS

    def __init__(self, address: str, offers: Offers) -> None:
        self.offers = offers
        self._room = threading.BoundedSemaphore(_GUESTS)
        try:
            host, port = _split(address)
            super().__init__((host, port), _Handler)
        except (ValueError, OSError) as refused:
            reason = getattr(refused, "strerror", None) or str(refused)
            raise errors.ShareRefused(address=address, reason=reason) from refused

    def url(self, offer: Offer) -> str:
        """Where a telephone finds the page of `offer`."""
        host, port = self.server_address[:2]
        name = host.decode() if isinstance(host, bytes | bytearray) else host
        return f"http://{name}:{port}/{offer.token}"

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        if self._room.acquire(timeout=_PATIENCE_S):
            try:
                super().process_request_thread(request, client_address)
            finally:
                self._room.release()
        else:
            self.shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A guest who goes away in the middle is no event; who it was is not written down."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE_S
    server_version = "heritage"
    sys_version = ""
    server: Server

    def do_GET(self) -> None:
        self._answer(lambda body: self.wfile.write(body))

    def do_HEAD(self) -> None:
        self._answer(lambda body: len(body))

    def _answer(self, tell: Callable[[bytes], int]) -> None:
        name = self.path.removeprefix("/")
        offer = None
        if len(self.path) <= _LONGEST_PATH:
            offer = self.server.offers.find(name.removesuffix(_SUFFIX))
        if offer is None:
            body, kind, status = b"", "text/plain", 404
        elif name.endswith(_SUFFIX):
            body, kind, status = offer.png, "image/png", 200
        else:
            body, kind, status = _page(offer), "text/html; charset=utf-8", 200
        self.send_response(status)
        for header, value in _HEADERS.items():
            self.send_header(header, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        tell(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a path is the key to a visitor's picture, an address is a visitor's."""


def _page(offer: Offer) -> bytes:
    def say(key: str) -> str:
        return html.escape(catalogue.text(key, offer.language))

    return (
        f'<!doctype html><html lang="{html.escape(offer.language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{say('share.title')}</title><style>{_STYLE}</style><h1>{say('share.title')}</h1>"
        f'<img src="/{offer.token}{_SUFFIX}" alt="{say("share.alt")}">'
        f'<p><a href="/{offer.token}{_SUFFIX}" download="{say("share.file")}.png">'
        f"{say('share.save')}</a><small>{say('ui.label')}</small>"
        f"<small>{say('share.minutes')}</small></html>"
    ).encode()


def _split(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isdigit()):
        raise ValueError("HOST:PORT")
    return host, int(port)
