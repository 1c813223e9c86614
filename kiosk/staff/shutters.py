"""Whether visitors may paint now: paused by staff, or outside the opening hours."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from kiosk import config, wallclock
from kiosk.staff import hours
from kiosk.staff.settings import SettingsFile

Reason = Literal["paused", "hours"]
_log = logging.getLogger(__name__)


class Shutters:
    """Asks settings, configuration and clock. A clock that lost its time closes nothing."""

    def __init__(
        self,
        configured: config.KioskConfig,
        settings: SettingsFile,
        now: Callable[[], datetime] = wallclock.now,
    ) -> None:
        self._configured = configured
        self._settings = settings
        self.now = now
        self._believed = True

    @property
    def week(self) -> hours.Week | None:
        """The hours in force: those set on the screen, else the configured ones, else none."""
        own = self._settings.now.hours
        return own if own is not None else self._configured.opening_hours

    def closed(self) -> Reason | None:
        """Why the kiosk is closed now, or None."""
        if self._settings.now.paused:
            return "paused"
        week, now = self.week, self.now()
        if week is None or not self._believe(now) or hours.is_open(week, now):
            return None
        return "hours"

    def next_opening(self) -> hours.Opening | None:
        """When it opens again by the hours; None where that is not known."""
        week, now = self.week, self.now()
        return hours.next_opening(week, now) if week and wallclock.plausible(now) else None

    def _believe(self, now: datetime) -> bool:
        believed = wallclock.plausible(now)
        if believed != self._believed:
            self._believed = believed
            if not believed:
                _log.error("the clock shows %d: until it is set, no opening hours", now.year)
        return believed
