"""What hangs on the wall while nobody is here: approved scenes in turn, else the archive."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from kiosk import catalogue
from kiosk.gallery import archive
from kiosk.gallery.scenes import Scene
from kiosk.gallery.store import Gallery

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hanging:
    """One scene to hang. `read` brings its PNG bytes and raises KeyError or OSError."""

    read: Callable[[], bytes]
    sentences: dict[str, str]

    def sentence(self, language: str) -> str:
        """The plate under it; a visitor's own sentence is in no other language."""
        return self.sentences.get(language) or self.sentences[catalogue.DEFAULT]


class Wall:
    """Turns from one scene to the next. Reads the disk: for the clerk's thread only."""

    def __init__(self, gallery: Gallery | None) -> None:
        self._gallery = gallery
        self._turn = -1

    def next(self) -> tuple[bytes, Hanging] | None:
        """The next scene whose picture can be read; None where there is none at all."""
        hangings = self._approved() or self._archive()
        for _ in hangings:
            self._turn = (self._turn + 1) % len(hangings)
            hanging = hangings[self._turn]
            try:
                return hanging.read(), hanging
            except (KeyError, OSError) as gone:
                _log.warning("a scene could not be hung: %s", gone)
        return None

    def _approved(self) -> list[Hanging]:
        gallery = self._gallery
        if gallery is None:
            return []

        def hanging(scene: Scene) -> Hanging:
            return Hanging(
                lambda: gallery.picture(scene.id), {catalogue.DEFAULT: scene.sentence}
            )

        return [hanging(scene) for scene in gallery.approved()]

    def _archive(self) -> list[Hanging]:
        return [
            Hanging((archive.folder() / scene.file).read_bytes, scene.sentence)
            for scene in archive.scenes()
        ]
