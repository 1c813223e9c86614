"""The gallery as Qt properties: what hangs on the wall, and what staff review, remove and count."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from kiosk import catalogue, wallclock
from kiosk.gallery.clerk import Clerk
from kiosk.gallery.scenes import Scene
from kiosk.gallery.store import Gallery
from kiosk.ui import tallies
from kiosk.ui.gallery_pictures import NAME, WALL, GalleryPictures, decoded
from kiosk.ui.wall import Hanging, Wall


class GalleryModel(QObject):
    """Everything that touches the disk is the clerk's; what it found comes back by a signal.

    Without a gallery the wall shows the archive, and staff find nothing to review.
    """

    changed = Signal()
    hung = Signal()
    languageChanged = Signal()
    _posted = Signal(object)

    def __init__(
        self,
        gallery: Gallery | None = None,
        language: str = catalogue.DEFAULT,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.clerk = Clerk()
        self.pictures = GalleryPictures(gallery)
        self._gallery = gallery
        self._wall = Wall(gallery)
        self._language = language
        self._pending: list[dict[str, Any]] = []
        self._approved: list[dict[str, Any]] = []
        self._counts: tallies.Counts = {}
        self._hanging: Hanging | None = None
        self._hangings = 0
        self._pruned: date | None = None
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """Let the clerk finish."""
        self.clerk.close()

    def speak(self, language: str) -> None:
        """Labels and plates in another language."""
        self._language = language
        self.languageChanged.emit()

    @Slot()
    def turn(self) -> None:
        """Hang the next scene, as soon as it is read."""
        self.clerk.do(self._turn)

    @Slot()
    def refresh(self) -> None:
        """Read everything that staff see anew."""
        self.clerk.do(self._look)

    @Slot(str)
    def approve(self, name: str) -> None:
        """Let a scene onto the wall."""
        self._change(lambda gallery: gallery.approve(name))

    @Slot(str)
    def reject(self, name: str) -> None:
        """Delete a scene that waits."""
        self._change(lambda gallery: gallery.reject(name))

    @Slot(str)
    def remove(self, name: str) -> None:
        """Take a scene off the wall and delete it."""
        self._change(lambda gallery: gallery.remove(name))

    @Property(list, notify=changed)
    def pending(self) -> list[dict[str, Any]]:
        """Scenes that wait, oldest first: id, sentence, source, day."""
        return self._pending

    @Property(list, notify=changed)
    def approved(self) -> list[dict[str, Any]]:
        """Scenes for the wall, newest first: id, sentence, source, day."""
        return self._approved

    @Property(dict, notify=changed)
    def statistics(self) -> dict[str, Any]:
        """Counters of the last days; see kiosk/ui/tallies.py."""
        return tallies.told(self._counts, self._language)

    @Property(str, notify=hung)
    def source(self) -> str:
        """Address of the picture that hangs; empty where none does."""
        return f"image://{NAME}/{WALL}{self._hangings}" if self._hanging else ""

    @Property(str, notify=languageChanged)
    def sentence(self) -> str:
        """The plate of the picture that hangs."""
        return self._hanging.sentence(self._language) if self._hanging else ""

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()

    def _change(self, how: Callable[[Gallery], None]) -> None:
        gallery = self._gallery
        if gallery is not None:
            self.clerk.do(partial(how, gallery))
            self.refresh()

    def _turn(self) -> None:
        """On the clerk's thread."""
        self._prune_daily()
        found = self._wall.next()
        if found is not None:
            png, hanging = found
            self._posted.emit(partial(self._hang, decoded(png), hanging))

    def _prune_daily(self) -> None:
        today = wallclock.today()
        if self._gallery is not None and today != self._pruned:
            self._pruned = today
            self._gallery.prune()

    def _hang(self, picture: QImage, hanging: Hanging) -> None:
        self.pictures.hang(picture)
        self._hanging = hanging
        self._hangings += 1
        self.hung.emit()
        self.languageChanged.emit()

    def _look(self) -> None:
        """On the clerk's thread."""
        gallery = self._gallery
        if gallery is not None:
            pending, approved = _rows(gallery.pending()), _rows(gallery.approved())
            counts = gallery.counters(tallies.DAYS)
            self._posted.emit(partial(self._show, pending, approved, counts))

    def _show(
        self,
        pending: list[dict[str, Any]],
        approved: list[dict[str, Any]],
        counts: tallies.Counts,
    ) -> None:
        self._pending, self._approved, self._counts = pending, approved, counts
        self.changed.emit()


def _rows(scenes: Iterable[Scene]) -> list[dict[str, Any]]:
    return [
        {
            "id": scene.id,
            "sentence": scene.sentence,
            "day": f"{scene.day.day}/{scene.day.month}/{scene.day.year}",
            "source": f"image://{NAME}/{scene.id}",
        }
        for scene in scenes
    ]
