"""Taking a picture home: whether it can be offered now, and doing it. Off unless configured."""

import logging
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeVar

from kiosk import config, errors, wallclock
from kiosk.credentials import sign
from kiosk.session import printing
from kiosk.session.jobs import Post
from kiosk.wire import client, messages

LOOK_S: Final = 4.0
"""Between two looks at the printer or the share process, while a scene is shown."""

_SHARE_S: Final = 10.0
_log = logging.getLogger(__name__)

_T = TypeVar("_T")
Status = Literal["", "working", "printed", "offered", "failed"]


class TakeHome:
    """For the thread that owns the session; slow work is done on threads, results are posted.

    `ready`: it can be offered now. `url` is set while `status` is "offered".
    """

    def __init__(
        self,
        settings: config.KioskConfig,
        share: Path,
        post: Post,
        changed: Callable[[], None],
        now: Callable[[], float],
    ) -> None:
        self.ready = False
        self.status: Status = ""
        self.url = ""
        self._settings = settings
        self._share = share
        self._post = post
        self._changed = changed
        self._now = now
        self._looked: float | None = None
        self._looking = False
        # Counts the scenes: what is said of an earlier one comes too late.
        self._scene = 0

    def look(self) -> None:
        """Called often while a scene is shown: now and then, ask whether it can be taken home."""
        if self._settings.take_home == "none" or self._looking:
            return
        if self._looked is not None and self._now() - self._looked < LOOK_S:
            return
        self._looking = True

        def told(ready: bool) -> None:
            self._looked, self._looking = self._now(), False
            if not ready and self.status == "offered":
                self.status, self.url = "", ""
            if ready != self.ready:
                self.ready = ready
                self._changed()

        self._aside(self._can, told)

    def begin(self, png: bytes, sentence: str, language: str) -> None:
        """Print or offer this scene; `status` says how far it is."""
        if not self.ready or self.status in ("working", "printed", "offered"):
            return
        self.status, scene = "working", self._scene
        work = self._print if self._settings.take_home == "print" else self._offer

        def told(result: tuple[Status, str]) -> None:
            if scene == self._scene:
                self.status, self.url = result
                self._changed()

        self._aside(lambda: work(png, sentence, language), told)
        self._changed()

    def put_away(self) -> None:
        """Back to the scene. A page on offer stays so until its time is over."""
        if self.status in ("offered", "failed", "printed"):
            self.status, self.url = "", ""
            self._changed()

    def forget(self) -> None:
        """The scene is gone, or another takes its place."""
        self._scene += 1
        self.status, self.url = "", ""

    def _aside(self, work: Callable[[], _T], told: Callable[[_T], None]) -> None:
        def run() -> None:
            result = work()
            self._post(lambda: told(result))

        threading.Thread(target=run, name="take-home", daemon=True).start()

    def _can(self) -> bool:
        if self._settings.take_home == "print":
            left = printing.Quota(self._settings.prints_per_day).left(wallclock.today())
            return left > 0 and printing.idle_printer(self._settings.printer) is not None
        request = messages.Health(job=uuid.uuid4().hex)
        try:
            return any(
                isinstance(event, messages.Healthy)
                for event in client.request(self._share, request, deadline_s=1.0)
            )
        except errors.HeritageError:
            return False

    def _print(self, png: bytes, sentence: str, language: str) -> tuple[Status, str]:
        try:
            printer = printing.idle_printer(self._settings.printer)
            if printer is None:
                raise errors.PrinterAbsent(reason="busy")
            printing.Quota(self._settings.prints_per_day).count(wallclock.today())
            printing.send(printer, sign.sealed(printing.sheet(png, sentence, language)))
        except (errors.HeritageError, OSError) as fault:
            _log.warning("not printed: %s", fault)
            return "failed", ""
        return "printed", ""

    def _offer(self, png: bytes, _sentence: str, language: str) -> tuple[Status, str]:
        try:
            request = messages.Share(
                job=uuid.uuid4().hex, png=sign.sealed(png), language=language, deadline_s=_SHARE_S
            )
            for event in client.request(self._share, request):
                if isinstance(event, messages.Shared):
                    return "offered", event.url
        except (errors.HeritageError, OSError) as fault:
            _log.warning("not offered: %s", fault)
        return "failed", ""
