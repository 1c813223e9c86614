"""The machine's clock on the wall: local time, and whether it can be believed at all.

For days and opening hours only; waits and timeouts use a clock that nobody can set.
"""

from datetime import date, datetime
from typing import Final

EARLIEST: Final = date(2026, 1, 1)
"""The year of this release: a clock that shows an earlier day has lost its battery."""


def now() -> datetime:
    """By the machine's clock, in its time zone."""
    return datetime.now().astimezone()


def today() -> date:
    """The day of now()."""
    return now().date()


def plausible(day: date) -> bool:
    """Whether it may be that day. A datetime is a date, too."""
    return date(day.year, day.month, day.day) >= EARLIEST
