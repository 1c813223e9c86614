"""Gives QML the gallery's pictures: the one on the wall from memory, staff's from the disk."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.gallery.store import Gallery

NAME: Final = "gallery"
WALL: Final = "wall/"


class GalleryPictures(QQuickImageProvider):
    """`image://gallery/wall/<n>` is what hangs, whatever n is; `image://gallery/<id>` a scene."""

    def __init__(self, gallery: Gallery | None) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._gallery = gallery
        self._wall = _clear()

    def hang(self, picture: QImage) -> None:
        """What hangs on the wall from now on."""
        self._wall = picture

    def requestImage(self, name: str, size: QSize, asked: QSize) -> QImage:
        """Called by Qt. A single clear pixel where there is no picture (any more)."""
        picture = self._wall if name.startswith(WALL) else self._kept(name)
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        return picture

    def _kept(self, name: str) -> QImage:
        if self._gallery is None:
            return _clear()
        try:
            return decoded(self._gallery.picture(name))
        except KeyError:
            return _clear()


def decoded(png: bytes) -> QImage:
    """The picture; a single clear pixel where the bytes are none."""
    picture = QImage.fromData(png)
    return _clear() if picture.isNull() else picture


def _clear() -> QImage:
    empty = QImage(1, 1, QImage.Format.Format_ARGB32)
    empty.fill(0)
    return empty
