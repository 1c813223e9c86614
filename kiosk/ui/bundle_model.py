"""The bundles on the installer's screen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot

from kiosk import catalogue, config, errors
from kiosk.staff.bundles import Bundles, Listed
from kiosk.ui.background import Background


class BundleModel(QObject):
    """What is installed, what it paints, and the way back."""

    changed = Signal()

    def __init__(
        self, settings: config.KioskConfig, painter: Path, language: Callable[[], str]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._painter = painter
        self._language = language
        self._listed: list[Listed] = []
        self._said: Callable[[str], str] | None = None
        self._background = Background()

    @Property(list, notify=changed)
    def rows(self) -> list[dict[str, object]]:
        """Each bundle, the one in use first."""
        return [
            {
                "folder": str(one.folder),
                "title": one.title,
                "name": one.name,
                "release": one.release,
                "inUse": one.in_use,
                "shipped": one.shipped,
                "fault": one.fault.say(self._language()) if one.fault else "",
                "sample": QUrl.fromLocalFile(str(one.sample)).toString() if one.sample else "",
            }
            for one in self._listed
        ]

    @Property(bool, notify=changed)
    def working(self) -> bool:
        """Whether the list, a change or a sample is under way."""
        return self.busy()

    @Property(bool, notify=changed)
    def canReturn(self) -> bool:
        """Whether there is another sound bundle that was in use before."""
        before = self._listed[1:2]
        return not self._settings.bundle and bool(before) and before[0].fault is None

    @Property(str, notify=changed)
    def note(self) -> str:
        """What went wrong, or what is being done."""
        return self._said(self._language()) if self._said else ""

    def busy(self) -> bool:
        """Whether the painter may be painting with another bundle just now."""
        return self._background.running

    @Slot()
    def look(self) -> None:
        """List them."""
        self._do(lambda bundles: None, "staff.bundles.looking")

    @Slot(str)
    def use(self, folder: str) -> None:
        """Paint with this one from now on."""
        self._do(lambda bundles: bundles.use(Path(folder)), "staff.bundles.changing")

    @Slot()
    def back(self) -> None:
        """Return to the one that was in use before."""
        self._do(lambda bundles: bundles.back(), "staff.bundles.changing")

    @Slot(str)
    def sample(self, folder: str) -> None:
        """Have this one paint a picture."""
        self._do(lambda bundles: bundles.sample(Path(folder)), "staff.bundles.painting")

    def _do(self, act: Callable[[Bundles], object], said: str) -> None:
        def work(post: Callable[[Callable[[], None]], None]) -> None:
            bundles = Bundles(self._settings, self._painter)
            try:
                act(bundles)
            finally:
                found = bundles.listed()
                post(lambda: self._show(found))

        if self._background.start(work, self._failed, self._done):
            self._said = lambda language: catalogue.text(said, language)
            self.changed.emit()

    def _show(self, found: list[Listed]) -> None:
        self._listed, self._said = found, None
        self.changed.emit()

    def _failed(self, fault: errors.HeritageError | OSError) -> None:
        if isinstance(fault, errors.HeritageError):
            self._said = fault.say
        else:
            reason = fault.strerror or str(fault)
            self._said = errors.OutputRefused(file=fault.filename or "?", reason=reason).say

    def _done(self) -> None:
        self.changed.emit()
