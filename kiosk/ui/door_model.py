"""The PIN pad behind the hidden corner. The digits stay here; QML sees how many there are."""

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot

from kiosk import catalogue, errors
from kiosk.staff.door import Answer, Door
from kiosk.staff.pins import LONGEST, SHORTEST

QUIET_S: Final = 20.0
_log = logging.getLogger(__name__)


class DoorModel(QObject):
    """Asks for a PIN, judges it on a thread of its own, and closes itself after QUIET_S."""

    changed = Signal()
    opened = Signal(str)
    _judged = Signal(object)

    def __init__(
        self,
        door: Door,
        language: Callable[[], str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._door = door
        self._language = language
        self.now = now
        self._asking = False
        self._usable = False
        self._judging = False
        self._digits = ""
        self._wait_until = 0.0
        self._touched = 0.0
        self._note: Callable[[str], str] | None = None
        self._judged.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """Whether the pad is shown."""
        return self._asking

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Whether digits are taken: there is a PIN, no wait, no guess being judged."""
        return self._usable and not self._judging and self.wait_s() == 0

    @Property(int, notify=changed)
    def dots(self) -> int:
        """Digits typed so far."""
        return len(self._digits)

    @Property(bool, notify=changed)
    def enough(self) -> bool:
        """Whether a PIN may be that short."""
        return len(self._digits) >= SHORTEST

    @Property(int, notify=changed)
    def wait(self) -> int:
        """Whole seconds until the next guess."""
        return self.wait_s()

    @Property(str, notify=changed)
    def note(self) -> str:
        """What staff should know: a wrong PIN, none set, a disk that refuses."""
        return self._note(self._language()) if self._note else ""

    def wait_s(self) -> int:
        """Whole seconds until the next guess."""
        return max(0, math.ceil(self._wait_until - self.now()))

    def tick(self) -> None:
        """Lets time act."""
        if not self._asking:
            return
        if not self._judging and self.now() - self._touched >= QUIET_S:
            self.cancel()
        elif self._wait_until:
            self.changed.emit()

    @Slot()
    def ask(self) -> None:
        """The corner was held: show the pad."""
        self._asking, self._digits, self._note = True, "", None
        self._touched = self.now()
        try:
            self._usable = self._door.exists()
            self._wait_until = self.now() + self._door.wait_s() if self._usable else 0.0
            if not self._usable:
                self._note = _text("staff.pad.none")
        except (errors.PinsUnreadable, OSError) as fault:
            self._shut(fault)
        self.changed.emit()

    @Slot(str)
    def digit(self, digit: str) -> None:
        """One key of the pad."""
        self._touched = self.now()
        if self._accepts() and digit in "0123456789" and len(digit) == 1:
            self._digits = (self._digits + digit)[:LONGEST]
            self._note = None
        self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """The last digit goes."""
        self._touched = self.now()
        self._digits = self._digits[:-1]
        self.changed.emit()

    @Slot()
    def enter(self) -> None:
        """Judge what was typed."""
        self._touched = self.now()
        if self._accepts() and len(self._digits) >= SHORTEST:
            self._judging = True
            pin, self._digits = self._digits, ""
            # scrypt takes a tenth of a second for each role, and the count is flushed to the disk.
            threading.Thread(target=self._knock, args=(pin,), name="door", daemon=True).start()
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Put the pad away."""
        self._asking, self._digits, self._note = False, "", None
        self.changed.emit()

    def _accepts(self) -> bool:
        return self._asking and self._usable and not self._judging and self.wait_s() == 0

    def _knock(self, pin: str) -> None:
        try:
            answer: Answer | Exception = self._door.knock(pin)
        except (errors.PinsUnreadable, OSError) as fault:
            answer = fault
        self._judged.emit(answer)

    @Slot(object)
    def _take(self, answer: Answer | Exception) -> None:
        self._judging = False
        self._touched = self.now()
        if isinstance(answer, Exception):
            self._shut(answer)
        elif answer.role is None:
            self._wait_until = self.now() + answer.wait_s
            _log.warning("a wrong PIN; the next guess in %.0f s", answer.wait_s)
            early = answer.elsewhere_s > answer.wait_s
            key = "staff.pad.wrong_or_early" if early else "staff.pad.wrong"
            self._note = _text(key, minutes=math.ceil(answer.elsewhere_s / 60))
        elif self._asking:
            self.cancel()
            self.opened.emit(answer.role)
        self.changed.emit()

    def _shut(self, fault: Exception) -> None:
        """A guess that cannot be counted is not judged."""
        _log.error("%s", fault)
        self._usable = False
        if isinstance(fault, errors.HeritageError):
            self._note = fault.say
        else:
            self._note = _text("staff.pad.disk", reason=getattr(fault, "strerror", None) or fault)


def _text(key: str, **values: object) -> Callable[[str], str]:
    return lambda language: catalogue.text(key, language, **values)
