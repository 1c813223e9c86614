"""The self-test and the log on the staff screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk import errors
from kiosk.staff import selftest
from kiosk.staff.log_ring import LogRing
from kiosk.staff.rows import Place, Row
from kiosk.ui.background import Background


class SelfTestModel(QObject):
    """Rows appear as they are found."""

    changed = Signal()
    logChanged = Signal()

    def __init__(self, place: Place, ring: LogRing, language: Callable[[], str]) -> None:
        super().__init__()
        self._place = place
        self._ring = ring
        self._language = language
        self._found: list[Row] = []
        self._background = Background()

    @Property(bool, notify=changed)
    def running(self) -> bool:
        """Whether the test is under way."""
        return self.busy()

    @Property(list, notify=changed)
    def rows(self) -> list[dict[str, object]]:
        """What was found so far; at the end what is to be mended stands on top."""
        language = self._language()
        found = self._found if self.busy() else sorted(self._found, key=lambda row: row.ok)
        return [
            {
                "id": row.id,
                "ok": row.ok,
                "title": row.title(language),
                "detail": row.detail(language),
                "advice": row.advice(language),
            }
            for row in found
        ]

    @Property(list, notify=logChanged)
    def log(self) -> list[str]:
        """The last lines of this process, newest first."""
        return self._ring.lines()[::-1]

    def busy(self) -> bool:
        """Whether the test is under way."""
        return self._background.running

    @Slot()
    def run(self) -> None:
        """Test everything, once more."""

        def work(post: Callable[[Callable[[], None]], None]) -> None:
            for row in selftest.run(self._place):
                post(partial(self._add, row))

        if self._background.start(work, self._failed, self.changed.emit):
            self._found = []
            self.changed.emit()

    @Slot()
    def readLog(self) -> None:
        """Look at the log again."""
        self.logChanged.emit()

    def _add(self, row: Row) -> None:
        self._found.append(row)
        self.changed.emit()

    def _failed(self, fault: errors.HeritageError | OSError) -> None:
        reason = fault.strerror or str(fault) if isinstance(fault, OSError) else str(fault)
        self._add(Row("state", False, "bad", {"reason": reason}))
