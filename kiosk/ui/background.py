"""Slow work of the staff screens on one thread; answers come back on the screen's thread."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk import errors


class Background(QObject):
    """One piece of work at a time; a second one while it runs is refused."""

    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._running = False
        self._told.connect(self._call, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether something is being done."""
        return self._running

    def start(
        self,
        work: Callable[[Callable[[Callable[[], None]], None]], None],
        failed: Callable[[errors.HeritageError | OSError], None],
        done: Callable[[], None],
    ) -> bool:
        """Run `work(post)`; whatever it posts, then `failed` or nothing, then `done`, come here."""
        if self._running:
            return False
        self._running = True

        def run() -> None:
            try:
                work(self._told.emit)
            except (errors.HeritageError, OSError) as fault:
                self._told.emit(lambda fault=fault: failed(fault))
            finally:
                self._told.emit(lambda: self._end(done))

        threading.Thread(target=run, name="staff", daemon=True).start()
        return True

    def _end(self, done: Callable[[], None]) -> None:
        self._running = False
        done()

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        call()
