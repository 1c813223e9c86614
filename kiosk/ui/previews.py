"""Gives QML the pictures that the painter sent, from memory."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

NAME: Final = "scenes"


class Previews(QQuickImageProvider):
    """`image://scenes/<n>`: the picture in hand, whatever n is; n only makes QML ask again."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._picture = QImage()

    def show(self, png: bytes | None) -> None:
        """Take a picture, or none. A picture that cannot be read is none."""
        # fromData copies the bytes into Qt's own memory, so none of ours must outlive the call.
        self._picture = QImage.fromData(png) if png else QImage()

    def requestImage(self, name: str, size: QSize, asked: QSize) -> QImage:
        """Called by Qt. A single clear pixel where there is no picture."""
        if self._picture.isNull():
            empty = QImage(1, 1, QImage.Format.Format_ARGB32)
            empty.fill(0)
            return empty
        size.setWidth(self._picture.width())
        size.setHeight(self._picture.height())
        return self._picture
