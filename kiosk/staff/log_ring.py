"""The last lines of this process's log, in memory, for the staff screen.

Loggers write numbers, job ids and reasons, never a visitor's words; so that a library's exception
cannot bring any in, a traceback is cut down to its type.
"""

import logging
from collections import deque
from typing import Final

LINES: Final = 200


class LogRing(logging.Handler):
    """Keeps the last LINES lines, oldest first."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._kept: deque[str] = deque(maxlen=LINES)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging, from any thread."""
        plain = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None})
        kind = record.exc_info[0] if record.exc_info else None
        self._kept.append(self.format(plain) + (f" ({kind.__name__})" if kind else ""))

    def lines(self) -> list[str]:
        """A copy."""
        self.acquire()
        try:
            return list(self._kept)
        finally:
            self.release()


def install() -> LogRing:
    """Begin keeping what the kiosk's own loggers say; returns the ring."""
    ring = LogRing()
    own = logging.getLogger("kiosk")
    own.addHandler(ring)
    if own.level == logging.NOTSET:
        own.setLevel(logging.INFO)
    return ring


def remove(ring: LogRing) -> None:
    """Stop keeping."""
    logging.getLogger("kiosk").removeHandler(ring)
