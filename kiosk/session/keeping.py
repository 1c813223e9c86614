"""What a session leaves on the disk: a scene that the visitor wants on the wall, and numbers."""

import logging
import time
from collections.abc import Callable
from functools import partial

from kiosk import errors
from kiosk.credentials import sign
from kiosk.gallery import counters
from kiosk.gallery.clerk import Clerk
from kiosk.gallery.store import Gallery
from kiosk.session.jobs import Post
from kiosk.session.machine import State

_log = logging.getLogger(__name__)


class Keeper:
    """Hands everything to the clerk's thread; without a gallery it keeps and counts nothing.

    `offered` is whether visitors may leave a scene.
    """

    def __init__(
        self,
        gallery: Gallery | None = None,
        clerk: Clerk | None = None,
        *,
        offered: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gallery = gallery
        self._clerk = clerk or Clerk()
        self._now = now
        self._began = 0.0
        self.offered = offered and gallery is not None

    def keep(
        self, png: bytes, sentence: str, language: str, post: Post, told: Callable[[bool], None]
    ) -> None:
        """Keep a scene; whether it was kept is posted to `told`."""
        gallery = self._gallery
        if gallery is None:
            told(False)
            return

        def work() -> None:
            try:
                kept = gallery.keep(sign.sealed(png), sentence, language) is not None
            except errors.CredentialsUnusable as fault:
                # A scene that cannot say what it is must not outlive the visit.
                _log.error("%s", fault)
                kept = False
            post(partial(told, kept))

        self._clerk.do(work)

    def count(self, name: counters.Counter) -> None:
        """One more of `name`. Safe from any thread."""
        if self._gallery is not None:
            self._clerk.do(partial(self._gallery.count, name))

    def moved(self, before: State, after: State) -> None:
        """Count what a change of state means: a visit, a scene, how long it was waited for."""
        if (before, after) == (State.ATTRACT, State.CHOOSE):
            self.count(counters.VISITS)
        elif (before, after) == (State.PAINTING, State.SHOWING):
            self.count(counters.SCENES)
            self.count(counters.wait(self._now() - self._began))
        elif after is State.PAINTING and before is not State.PAINTING:
            self._began = self._now()
