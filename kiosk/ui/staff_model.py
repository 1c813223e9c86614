"""The staff screens as Qt properties: who is in, pause, volume, and the closed screen's sleep."""

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk import catalogue, config, errors, paths
from kiosk.staff import log_ring
from kiosk.staff.door import Door
from kiosk.staff.panel import Panel
from kiosk.staff.rows import Place
from kiosk.staff.settings import SettingsFile
from kiosk.staff.shutters import Shutters
from kiosk.ui.bundle_model import BundleModel
from kiosk.ui.door_model import DoorModel
from kiosk.ui.hours_model import HoursModel
from kiosk.ui.selftest_model import SelfTestModel

DARK_S: Final = 60.0
"""A closed screen that nobody touches goes dark after this time."""
VOLUME_STEP: Final = 10
_log = logging.getLogger(__name__)


class StaffModel(QObject):
    """Everything behind the PIN. `letIn` and `left` tell the session; it decides nothing itself."""

    changed = Signal()
    languageChanged = Signal()
    letIn = Signal()
    left = Signal()

    def __init__(
        self,
        configured: config.KioskConfig,
        workers: Mapping[Any, Path],
        language: Callable[[], str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        folder = paths.state_dir()
        self._language = language
        self.now = now
        self._role = ""
        self._fault: errors.HeritageError | None = None
        self._closed_since: float | None = None
        self._asleep = False
        self.settings = SettingsFile(folder)
        self.shutters = Shutters(configured, self.settings)
        self.panel = Panel(configured.screen_off_command, configured.screen_on_command)
        self._ring = log_ring.install()
        _log.info("the screen begins")
        self.door_model = DoorModel(Door(folder), language, now)
        self.hours_model = HoursModel(
            self.shutters, language, lambda week: self._change(hours=week)
        )
        self.bundle_model = BundleModel(configured, Path(workers["painter"]), language)
        place = Place(configured, workers, folder, self.settings, self.panel)
        self.selftest_model = SelfTestModel(place, self._ring, language)
        self.door_model.opened.connect(self._enter)

    def close(self) -> None:
        """The kiosk ends: leave the panel on, keep no more log."""
        self.panel.switch(True)
        self.panel.settle(2.0)
        log_ring.remove(self._ring)

    def closed(self) -> bool:
        """Whether visitors may begin nothing now."""
        # While a bundle is tried out, visitors would be painted for by that one.
        return self.shutters.closed() is not None or self.bundle_model.busy()

    def busy(self) -> bool:
        """Whether the staff screen works on something, so that it must not be left by itself."""
        return self.bundle_model.busy() or self.selftest_model.busy()

    def volume_now(self) -> int:
        """How loud the kiosk reads aloud, 0..100."""
        return self.settings.now.volume

    def tick(self, state: str, quiet_s: float) -> None:
        """Lets time act; `quiet_s` since the last touch."""
        self.door_model.tick()
        if state != "staff" and self._role:
            self._role = ""
            self.changed.emit()
        self._sleep(state == "closed", quiet_s)

    def speak(self) -> None:
        """The language has changed."""
        for signal in (
            self.languageChanged, self.changed, self.door_model.changed, self.hours_model.changed,
            self.bundle_model.changed, self.selftest_model.changed,
        ):  # fmt: skip
            signal.emit()

    @Property(dict, notify=languageChanged)
    def texts(self) -> dict[str, str]:
        """All sentences of the staff screens by key."""
        return catalogue.templates("staff.", self._language())

    @Property(str, notify=changed)
    def role(self) -> str:
        """Who is in: gallery, installer, or nobody."""
        return self._role

    @Property(bool, notify=changed)
    def paused(self) -> bool:
        """Whether staff paused the kiosk."""
        return self.settings.now.paused

    @Property(int, notify=changed)
    def volume(self) -> int:
        """How loud the kiosk reads aloud, 0..100."""
        return self.settings.now.volume

    @Property(bool, notify=changed)
    def asleep(self) -> bool:
        """Whether the closed screen is dark."""
        return self._asleep

    @Property(str, notify=changed)
    def fault(self) -> str:
        """A setting that could not be kept, or a settings file that was set aside."""
        fault = self._fault or self.settings.fault
        return fault.say(self._language()) if fault else ""

    @Property(QObject, constant=True)
    def door(self) -> QObject:
        """The PIN pad."""
        return self.door_model

    @Property(QObject, constant=True)
    def hours(self) -> QObject:
        """The opening hours."""
        return self.hours_model

    @Property(QObject, constant=True)
    def bundles(self) -> QObject:
        """The installed bundles."""
        return self.bundle_model

    @Property(QObject, constant=True)
    def selftest(self) -> QObject:
        """The self-test and the log."""
        return self.selftest_model

    @Slot()
    def pause(self) -> None:
        """Pause, or go on."""
        self._change(paused=not self.settings.now.paused)

    @Slot(int)
    def turnVolume(self, steps: int) -> None:
        """Louder or softer by tenths."""
        self._change(volume=max(0, min(100, self.volume_now() + steps * VOLUME_STEP)))

    @Slot(str, result=bool)
    def has(self, page: str) -> bool:
        """Whether this installation has that page."""
        return (Path(__file__).parent / "Kiosk" / page).is_file()

    @Slot()
    def leave(self) -> None:
        """Back to the visitors' screen."""
        self.left.emit()

    def _enter(self, role: str) -> None:
        self._role = role
        _log.info("%s staff let in", role)
        self.changed.emit()
        self.letIn.emit()

    def _change(self, **fields: Any) -> None:
        try:
            self.settings.change(**fields)
            self._fault = None
            _log.info("staff changed %s", ", ".join(fields))
        except (OSError, msgspec.ValidationError) as refused:
            reason = getattr(refused, "strerror", None) or refused
            self._fault = errors.OutputRefused(file="staff.json", reason=reason)
            _log.error("%s", self._fault)
        self.changed.emit()
        self.hours_model.changed.emit()

    def _sleep(self, closed: bool, quiet_s: float) -> None:
        if closed:
            self.hours_model.tick()
        if closed != (self._closed_since is not None):
            self._closed_since = self.now() if closed else None
        since = self._closed_since
        dark = since is not None and min(quiet_s, self.now() - since) >= DARK_S
        if dark != self._asleep:
            self._asleep = dark
            self.panel.switch(not dark)
            self.changed.emit()
