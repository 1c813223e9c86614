"""What a closed kiosk says: when it opens again, and the hours of the week."""

from kiosk import catalogue
from kiosk.config import Span, Weekday
from kiosk.staff import hours
from kiosk.staff.shutters import Reason


def title(reason: Reason, opening: hours.Opening | None, language: str) -> str:
    """One kind sentence, with the time where it is known."""
    if reason == "paused" or opening is None:
        return _say("paused" if reason == "paused" else "unknown", language)
    key = {0: "today", 1: "tomorrow"}.get(opening.days, "later")
    day = _say(f"on.{opening.weekday}", language)
    return _say(key, language, time=clock(opening.minute, language), day=day)


def body(reason: Reason, language: str) -> str:
    """What a visitor may do meanwhile."""
    return _say(f"body_{reason}", language)


def week(table: hours.Week, language: str) -> list[tuple[str, str]]:
    """Days and their hours, in words, neighbours with the same hours in one line."""
    return [
        (_days(first, last, language), spoken(span, language))
        for first, last, span in hours.rows(table)
    ]


def spoken(span: Span | None, language: str) -> str:
    """One day's hours in words."""
    if span is None:
        return _say("closed", language)
    begin, end = hours.minutes(span)
    return _say("span", language, begin=clock(begin, language), end=clock(end, language))


def clock(minute: int, language: str) -> str:
    """A time of day as it is written in that language."""
    key = "hour_minute" if minute % 60 else "hour"
    return _say(key, language, hour=minute // 60, minute=minute % 60)


def day_name(day: Weekday, language: str) -> str:
    """The day's short name."""
    return _say(f"day.{day}", language)


def _days(first: Weekday, last: Weekday, language: str) -> str:
    names = day_name(first, language), day_name(last, language)
    if first == last:
        return names[0]
    if (first, last) == ("monday", "sunday"):
        return _say("every_day", language)
    neighbours = hours.WEEKDAYS.index(last) - hours.WEEKDAYS.index(first) == 1
    return _say("both" if neighbours else "from_to", language, first=names[0], last=names[1])


def _say(key: str, language: str, **values: object) -> str:
    return catalogue.text(f"closed.{key}", language, **values)
