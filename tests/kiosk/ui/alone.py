"""A component of the QML module in a window of its own, with the real gallery behind it."""

import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlExpression
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk import catalogue
from kiosk.gallery.store import Gallery
from kiosk.ui import app, gallery_pictures
from kiosk.ui.gallery_model import GalleryModel
from tests.kiosk.ui.conftest import WALK, Seen

HOST = """
import QtQuick
Window {{
    id: window
    required property var gallery
    required property var texts
    color: Theme.night
    Binding {{ target: Theme; property: "screenWidth"; value: window.width }}
    Binding {{ target: Theme; property: "screenHeight"; value: window.height }}
    Binding {{ target: Theme; property: "pixelsPerMm"; value: {millimetre} }}
    Binding {{ target: Theme; property: "reducedMotion"; value: true }}
    {name} {{
        objectName: "page"
        anchors.fill: parent
        anchors.margins: Theme.margin
        gallery: window.gallery
        texts: window.texts
        {extra}
    }}
}}
"""
MM = 3.0


class Alone:
    """One component. `extra` are more of its properties, as QML."""

    def __init__(
        self,
        name: str,
        gallery: Gallery | None,
        width: int = 1080,
        height: int = 1920,
        *,
        millimetre: float = MM,
        extra: str = "",
        language: str = catalogue.DEFAULT,
    ) -> None:
        self.texts = catalogue.templates("ui.", language)
        self.model = GalleryModel(gallery, language)
        self.engine = QQmlApplicationEngine()
        self.engine.addImageProvider(gallery_pictures.NAME, self.model.pictures)
        self.engine.setInitialProperties({"gallery": self.model, "texts": self.texts})
        host = HOST.format(name=name, millimetre=millimetre, extra=extra)
        place = QUrl.fromLocalFile(str(app.MAIN.parent / "Host.qml"))
        self.engine.loadData(host.encode(), place)
        window = self.engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window
        window.resize(width, height)
        window.show()
        QTest.qWait(30)

    def until(self, holds: Callable[[], bool], seconds: float = 10.0) -> None:
        """In short waits: Python's other threads run only between them."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end
            QTest.qWait(20)
        QTest.qWait(40)

    def evaluate(self, expression: str) -> object:
        return QQmlExpression(self.engine.rootContext(), self.window, expression).evaluate()[0]

    def page(self, name: str) -> object:
        """A property of the component."""
        return self.evaluate(f"contentItem.children[0].{name}")

    def seen(self) -> list[Seen]:
        return msgspec.json.decode(str(self.evaluate(WALK)), type=list[Seen])

    def texts_seen(self) -> list[str]:
        return [item.text for item in self.seen() if item.text]

    def buttons(self) -> dict[str, Seen]:
        return {item.name: item for item in self.seen() if item.pressable and item.enabled}

    def frame_place(self) -> tuple[float, float]:
        """Where the frame hangs."""
        return float(str(self.page("children[0].x"))), float(str(self.page("children[0].y")))

    def press(self, key: str) -> None:
        """Touch the button with this text of the catalogue (or this very name)."""
        item = self.buttons()[self.texts.get(key, key)]
        middle = QPoint(int(item.x + item.width / 2), int(item.y + item.height / 2))
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=middle)
        QTest.qWait(30)

    def close(self) -> None:
        app.close_window(self.engine)
        self.model.close()
