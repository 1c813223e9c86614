"""Works on the gallery, one thing after the other, on a thread of its own."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import Final

_GRACE_S: Final = 10.0
_log = logging.getLogger(__name__)

Work = Callable[[], None]


class Clerk:
    """What a disk does may take long, so nobody who draws or listens waits for it."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gallery", daemon=True)
        self._lock = threading.Lock()
        self._closed = False

    def do(self, work: Work) -> None:
        """Have `work` done soon; what it cannot write is told to the journal. From any thread."""
        with self._lock:
            if self._closed:
                return
            if self._thread.ident is None:
                self._thread.start()
            self._asked.put(work)

    def close(self) -> None:
        """Finish what was asked, then end. May be called twice."""
        with self._lock:
            self._closed = True
        self._asked.put(None)
        if self._thread.ident is not None:
            self._thread.join(_GRACE_S)

    def _run(self) -> None:
        while (work := self._asked.get()) is not None:
            try:
                work()
            except (OSError, sqlite3.Error) as refused:
                _log.error("the gallery could not be written: %s", refused)
