"""Opening hours on the staff screen, and what the closed page says of them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk import wallclock
from kiosk.config import Weekday
from kiosk.staff import hours, notice
from kiosk.staff.shutters import Reason, Shutters

STEP: Final = 15
"""Minutes that one touch moves an hour."""
_USUAL: Final = (9 * 60, 17 * 60)
_DAY: Final = 24 * 60


class HoursModel(QObject):
    """Mirrors the shutters; `change` writes other hours into the staff's settings."""

    changed = Signal()

    def __init__(
        self,
        shutters: Shutters,
        language: Callable[[], str],
        change: Callable[[dict[str, str] | None], None],
    ) -> None:
        super().__init__()
        self._shutters = shutters
        self._language = language
        self._change = change
        self._told = ""

    def tick(self) -> None:
        """Lets time act: what is tomorrow today is today after midnight."""
        title = self.current_title()
        if title != self._told:
            self._told = title
            self.changed.emit()

    def current_title(self) -> str:
        """When the kiosk opens again."""
        return notice.title(self._reason(), self._shutters.next_opening(), self._language())

    def _reason(self) -> Reason:
        # Closed for no reason of staff's or of the clock: a bundle is being tried out.
        return self._shutters.closed() or "paused"

    @Property(list, notify=changed)
    def days(self) -> list[dict[str, object]]:
        """Each day: its id, name, whether it is open, and its hours in words."""
        language = self._language()
        return [
            {
                "id": day,
                "name": notice.day_name(day, language),
                "open": self._span(day) != "",
                "said": notice.spoken(self._span(day) or None, language),
                "begin": self._part(day, 0),
                "end": self._part(day, 1),
            }
            for day in hours.WEEKDAYS
        ]

    @Property(bool, notify=changed)
    def always(self) -> bool:
        """Whether there are no hours at all."""
        return self._shutters.week is None

    @Property(bool, notify=changed)
    def believed(self) -> bool:
        """Whether the clock can be believed; else the hours are not kept."""
        return wallclock.plausible(self._shutters.now())

    @Property(str, notify=changed)
    def title(self) -> str:
        """When the kiosk opens again."""
        return self.current_title()

    @Property(str, notify=changed)
    def body(self) -> str:
        """A kind word beside it."""
        return notice.body(self._reason(), self._language())

    @Property(list, notify=changed)
    def rows(self) -> list[dict[str, str]]:
        """The week in words; nothing where there are no hours."""
        week = self._shutters.week
        lines = notice.week(week, self._language()) if week is not None else []
        return [{"days": days, "hours": said} for days, said in lines]

    @Slot(str, bool)
    def setOpen(self, day: str, opened: bool) -> None:
        """Open that day at the usual hours, or close it."""
        week = self._week()
        if opened:
            week.setdefault(day, hours.span(*_USUAL))
        else:
            week.pop(day, None)
        self._change(week)

    @Slot(str, int, int)
    def move(self, day: str, end: int, steps: int) -> None:
        """Move the beginning (`end` 0) or the end (1) of that day by quarters of an hour."""
        week = self._week()
        if day in week:
            parts = list(hours.minutes(week[day]))
            parts[end] = (parts[end] + steps * STEP) % _DAY
            week[day] = hours.span(*parts)
            self._change(week)

    @Slot(str)
    def copyToAll(self, day: str) -> None:
        """The same for all days that are open."""
        week = self._week()
        if day in week:
            self._change(dict.fromkeys(week, week[day]))

    @Slot()
    def forget(self) -> None:
        """Back to what the configuration says."""
        self._change(None)

    def _week(self) -> dict[str, str]:
        """The hours in force; where there were none, all days as they were: open all day."""
        week = self._shutters.week
        return {str(day): self._span(day) for day in hours.WEEKDAYS if week is None or day in week}

    def _span(self, day: Weekday) -> str:
        """One day's hours; all day where there are none, and empty where it is closed."""
        week = self._shutters.week
        return hours.span(0, 0) if week is None else week.get(day, "")

    def _part(self, day: Weekday, end: int) -> str:
        span = self._span(day)
        return notice.clock(hours.minutes(span)[end], self._language()) if span else ""
