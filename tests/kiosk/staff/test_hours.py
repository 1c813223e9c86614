"""Opening hours by an injected clock, nights included, and what the closed page says."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue, config
from kiosk.staff import hours, notice
from kiosk.staff.settings import SettingsFile
from kiosk.staff.shutters import Shutters

WEEK = {"tuesday": "09:00-17:30", "saturday": "18:00-01:00", "sunday": "10:00-18:00"}
# A Monday.
MONDAY = datetime(2026, 11, 23).astimezone()
MINUTES = st.integers(0, 1439)
WEEKS = st.dictionaries(
    st.sampled_from(hours.WEEKDAYS), st.builds(hours.span, MINUTES, MINUTES), max_size=7
)


def at(days: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (at(0, 12), False), (at(1, 8, 59), False), (at(1, 9), True), (at(1, 17, 29), True),
        (at(1, 17, 30), False), (at(5, 17, 59), False), (at(5, 23, 59), True),
        (at(6, 0, 59), True), (at(6, 1), False), (at(6, 10), True), (at(7, 0, 30), False),
    ],
)  # fmt: skip
def test_open_or_closed(moment: datetime, open_: bool) -> None:
    assert hours.is_open(WEEK, moment) == open_


@given(WEEKS, st.integers(0, 7 * 1440 - 1))
def test_what_is_said_of_the_next_opening_comes_true(week: dict[str, str], minute: int) -> None:
    now = MONDAY + timedelta(minutes=minute)
    found = hours.next_opening(week, now)
    assert (found is None) == (not week)
    if found is None:
        return
    midnight = now.replace(hour=0, minute=0)
    opens = midnight + timedelta(days=found.days, minutes=found.minute)
    assert opens > now
    assert hours.WEEKDAYS[opens.weekday()] == found.weekday
    assert hours.is_open(week, opens)
    if not hours.is_open(week, now):
        between = now + (opens - now) / 2
        assert not hours.is_open(week, between.replace(second=0, microsecond=0))


@given(MINUTES, MINUTES)
def test_spans_are_read_as_they_are_written(begin: int, end: int) -> None:
    assert hours.minutes(hours.span(begin, end)) == (begin, end)


def test_the_closed_page_says_when_in_every_language() -> None:
    opening = hours.next_opening(WEEK, at(0, 20))
    assert notice.title("hours", opening, "pt-BR") == "Voltamos amanhã às\u00a09h"
    opening = hours.next_opening(WEEK, at(1, 20))
    assert notice.title("hours", opening, "pt-BR") == "Voltamos no sábado às\u00a018h"
    assert notice.title("hours", opening, "es") == "Volvemos el sábado a\u00a0las\u00a018:00"
    assert notice.title("hours", hours.next_opening(WEEK, at(1, 7)), "en") == (
        "We are back today at\u00a09:00"
    )
    assert notice.title("hours", None, "pt-BR") == "Voltamos em breve"
    assert notice.title("paused", opening, "pt-BR") == "Voltamos já"


def test_neighbours_with_the_same_hours_are_one_line() -> None:
    week = dict.fromkeys(("tuesday", "wednesday", "thursday"), "09:00-17:30")
    week |= dict.fromkeys(("saturday", "sunday"), "10:00-18:00")
    assert notice.week(week, "pt-BR") == [
        ("segunda", "fechado"),
        ("terça a quinta", "9h – 17h30"),
        ("sexta", "fechado"),
        ("sábado e domingo", "10h – 18h"),
    ]
    every = dict.fromkeys(hours.WEEKDAYS, "09:00-17:00")
    for language in catalogue.LANGUAGES:
        assert len(notice.week(every, language)) == 1


def shutters(folder, now: datetime, **configured: object) -> Shutters:
    return Shutters(config.KioskConfig(**configured), SettingsFile(folder), lambda: now)


def test_what_staff_set_goes_before_the_configuration(tmp_path) -> None:
    closed = shutters(tmp_path, at(0, 12), opening_hours=WEEK)
    assert closed.closed() == "hours"
    closed._settings.change(hours={"monday": "09:00-17:00"})
    assert closed.closed() is None
    closed._settings.change(hours={})
    assert closed.closed() == "hours"
    assert closed.next_opening() is None
    closed._settings.change(hours=None, paused=True)
    assert closed.closed() == "paused"
    assert shutters(tmp_path, at(1, 12), opening_hours=WEEK).closed() == "paused"


def test_without_hours_it_is_always_open(tmp_path) -> None:
    assert shutters(tmp_path, at(0, 3)).closed() is None


def test_a_clock_that_lost_its_time_closes_nothing_and_is_told_once(tmp_path, caplog) -> None:
    lost = shutters(tmp_path, datetime(1970, 1, 1, 3).astimezone(), opening_hours=WEEK)
    assert [lost.closed() for _ in range(3)] == [None, None, None]
    assert lost.next_opening() is None
    assert [record.getMessage() for record in caplog.records] == [
        "the clock shows 1970: until it is set, no opening hours"
    ]


def test_the_configuration_refuses_hours_that_are_none(tmp_path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[opening_hours]\nmonday = "9-17"\n')
    with pytest.raises(config.errors.ConfigUnreadable, match="opening_hours"):
        config.load(file)
    file.write_text('[opening_hours]\nmoonday = "09:00-17:00"\n')
    with pytest.raises(config.errors.ConfigUnreadable, match="moonday"):
        config.load(file)
    file.write_text('[opening_hours]\nmonday = "09:00-17:00"\n')
    assert config.load(file).opening_hours == {"monday": "09:00-17:00"}
