"""One row of the self-test, and what the checks look at."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk import catalogue, errors
from kiosk.config import KioskConfig
from kiosk.staff.panel import Panel
from kiosk.staff.settings import SettingsFile


class Row(msgspec.Struct, frozen=True):
    """One check. `said` names its sentence in `selftest.<id>`; a fault speaks for itself."""

    id: str
    ok: bool
    said: str = "good"
    values: Mapping[str, str] = {}
    fault: errors.HeritageError | None = None

    def title(self, language: str) -> str:
        """What was looked at."""
        return catalogue.text(f"selftest.{self.id}.title", language)

    def detail(self, language: str) -> str:
        """What was found."""
        if self.fault is not None:
            return self.fault.say(language)
        return catalogue.text(f"selftest.{self.id}.{self.said}", language, **self.values)

    def advice(self, language: str) -> str:
        """What to do; empty where nothing is, or another row says it."""
        if self.ok or self.said == "skipped":
            return ""
        return catalogue.text(f"selftest.{self.id}.todo", language)


class Place(msgspec.Struct, frozen=True):
    """What the checks look at. `workers` are the sockets; `panel` is there in the screen only."""

    config: KioskConfig
    workers: Mapping[str, Path]
    state: Path
    settings: SettingsFile
    panel: Panel | None = None
