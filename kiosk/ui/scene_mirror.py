"""What stands around the picture, as Qt properties: notes, variations, marked words, chips."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal

from kiosk.session.controller import Controller
from kiosk.session.machine import State
from kiosk.ui import scene_texts

_Said = list[dict[str, str]]


class SceneMirror(QObject):
    """Reads the controller when told to by `mirror` and decides nothing."""

    changed = Signal()
    picturesChanged = Signal()

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._read: object = None
        self._marked = ""
        self._notes: _Said = []
        self._variations: _Said = []
        self._pictures: Mapping[str, Path] = {}

    def mirror(self, language: str) -> None:
        """Look again; the lexicon is asked only where something it depends on has changed."""
        pictures = self._controller.chips.pictures
        if pictures is not self._pictures:
            self._pictures = pictures
            self.picturesChanged.emit()
        visit = self._controller.visit
        shown = self._controller.session.page in (State.PAINTING, State.SHOWING)
        read = (shown, language, visit.sentence, visit.prepared, visit.finished, visit.seed)
        if read == self._read:
            return
        self._read = read
        self._marked = scene_texts.marked(visit) if shown else ""
        self._notes = scene_texts.noted(visit, language) if shown else []
        self._variations = scene_texts.proposed(visit, language) if shown else []
        self.changed.emit()

    @Property(str, notify=changed)
    def marked(self) -> str:
        """The sentence as StyledText where it has words that the kiosk does not know, else ""."""
        return self._marked

    @Property(list, notify=changed)
    def notes(self) -> _Said:
        """Notes on what the sentence names: text and source."""
        return self._notes

    @Property(list, notify=changed)
    def variations(self) -> _Said:
        """Chips that paint the same scene otherwise: id and label."""
        return self._variations

    @Property(dict, notify=picturesChanged)
    def pictures(self) -> dict[str, str]:
        """Address of each chip's picture, by chip; a chip without one is not in it yet."""
        return {name: file.as_uri() for name, file in self._pictures.items()}
