"""Opening hours by weekday: open now? when again? Pure; local time is passed in."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, get_args

import msgspec

from kiosk.config import Span, Weekday

WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
Week = Mapping[Weekday, Span]
"""Days that are not named are closed. A span that ends at or before its beginning ends next day."""


class Opening(msgspec.Struct, frozen=True):
    """When the doors open again: `days` from today, on `weekday`, `minute` of that day."""

    days: int
    weekday: Weekday
    minute: int


def minutes(span: Span) -> tuple[int, int]:
    """Beginning and end of a span in minutes of the day."""
    begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in span.split("-"))
    return begin, end


def span(begin: int, end: int) -> Span:
    """The span from minute to minute of the day."""
    return "-".join(f"{minute // 60 % 24:02d}:{minute % 60:02d}" for minute in (begin, end))


def is_open(week: Week, now: datetime) -> bool:
    """Whether `now`, local time, lies within the hours of its day or of the night before."""
    minute = now.hour * 60 + now.minute
    today, yesterday = _on(week, now.date()), _on(week, now.date() - timedelta(days=1))
    if today is not None and today[0] <= minute < (today[1] if today[1] > today[0] else 1440):
        return True
    return yesterday is not None and yesterday[1] <= yesterday[0] and minute < yesterday[1]


def next_opening(week: Week, now: datetime) -> Opening | None:
    """The next beginning after `now` within a week; None where no day is open."""
    minute = now.hour * 60 + now.minute
    for days in range(8):
        day = now.date() + timedelta(days=days)
        found = _on(week, day)
        if found is not None and (days > 0 or found[0] > minute):
            return Opening(days, WEEKDAYS[day.weekday()], found[0])
    return None


def rows(week: Week) -> list[tuple[Weekday, Weekday, Span | None]]:
    """The week as first day, last day and their common hours, neighbours put together."""
    found: list[tuple[Weekday, Weekday, Span | None]] = []
    for day in WEEKDAYS:
        hours = week.get(day)
        if found and found[-1][2] == hours:
            found[-1] = (found[-1][0], day, hours)
        else:
            found.append((day, day, hours))
    return found


def _on(week: Week, day: date) -> tuple[int, int] | None:
    hours = week.get(WEEKDAYS[day.weekday()])
    return None if hours is None else minutes(hours)
