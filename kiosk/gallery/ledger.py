"""Numbers by day: counters, and how many scenes people approved, rejected and removed."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, Literal

from kiosk import wallclock
from kiosk.gallery.counters import Counter

Verdict = Literal["approved", "rejected", "removed"]

KEPT_DAYS: Final = 400
"""How long numbers are kept: a year can be compared with the one before."""


class Ledger:
    """Writes into the transaction that its caller has opened. Raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection, today: Callable[[], date]) -> None:
        self._database = connection
        self._today = today

    def day(self) -> date:
        """Today; while the clock cannot be right, the last day on which anything was counted."""
        today = self._today()
        if wallclock.plausible(today):
            return today
        (last,) = self._database.execute("SELECT max(day) FROM counters").fetchone()
        return date.fromisoformat(last) if last else wallclock.EARLIEST

    def add(self, name: Counter, by: int) -> None:
        """Add to a counter of today."""
        self._database.execute(
            "INSERT INTO counters VALUES (?, ?, ?)"
            " ON CONFLICT (day, name) DO UPDATE SET count = count + excluded.count",
            (self.day().isoformat(), name, by),
        )

    def review(self, scene: str, verdict: Verdict) -> None:
        """Note what became of a scene, by its id."""
        self._database.execute(
            "INSERT INTO reviews (scene, day, verdict) VALUES (?, ?, ?)",
            (scene, self.day().isoformat(), verdict),
        )

    def read(self, days: int) -> Mapping[date, Mapping[str, int]]:
        """Counts and verdicts by name of each of the last `days` days, today included."""
        last = self.day()
        told: dict[date, dict[str, int]] = {
            last - timedelta(days=ago): {} for ago in reversed(range(days))
        }
        rows = self._database.execute(
            "SELECT day, name, count FROM counters UNION ALL"
            " SELECT day, verdict, count(*) FROM reviews GROUP BY day, verdict"
        )
        for day, name, count in rows.fetchall():
            if date.fromisoformat(day) in told:
                told[date.fromisoformat(day)][name] = count
        return told

    def prune(self, today: date) -> None:
        """Delete the numbers that are too old."""
        oldest = ((today - timedelta(days=KEPT_DAYS)).isoformat(),)
        self._database.execute("DELETE FROM counters WHERE day < ?", oldest)
        self._database.execute("DELETE FROM reviews WHERE day < ?", oldest)
