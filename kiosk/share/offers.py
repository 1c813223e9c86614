"""The pictures on offer: each under a path that nobody can guess, for ten minutes, in memory."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

import msgspec

SECONDS: Final = 600.0
MOST: Final = 8
"""Pictures at a time; the oldest makes room."""

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one picture."""

_TOKEN_BYTES: Final = 16


class Offer(msgspec.Struct, frozen=True):
    """One picture (PNG), and when it is forgotten, by the monotonic clock."""

    token: str
    png: bytes
    language: str
    ends: float

    def __repr__(self) -> str:
        return "Offer(…)"


class Offers:
    """Safe from any thread. A picture that has ended is gone, also when nobody asks for it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._offers: list[Offer] = []

    def add(self, png: bytes, language: str) -> Offer:
        """Offer a picture. Raises ValueError for one over LARGEST."""
        if len(png) > LARGEST:
            raise ValueError(len(png))
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        offer = Offer(token, png, language, self._now() + SECONDS)
        with self._lock:
            self._forget()
            self._offers = [*self._offers, offer][-MOST:]
        return offer

    def find(self, token: str) -> Offer | None:
        """The picture under that token, if it is still on offer."""
        asked = token.encode()
        with self._lock:
            self._forget()
            # Each is compared, and in constant time: how long an answer takes tells nothing.
            found = [o for o in self._offers if hmac.compare_digest(o.token.encode(), asked)]
        return found[0] if found else None

    def forget_ended(self) -> None:
        """Drop what has ended; called now and then, so that nothing lies in memory unasked."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        now = self._now()
        self._offers = [offer for offer in self._offers if offer.ends > now]
