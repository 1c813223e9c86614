"""The real window, drawn offscreen; any Qt warning fails a test (see pyproject.toml)."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQml import QQmlExpression
from PySide6.QtTest import QTest

from kiosk import config
from kiosk.gallery.store import Gallery
from kiosk.session.children import sockets
from kiosk.ui import app
from kiosk.ui.collector import collecting
from kiosk.ui.previews import Previews
from kiosk.ui.session_model import SessionModel

MM = 3.0
WALK = """(function () {
    const found = [];
    function walk(item) {
        if (!item.visible)
            return;
        const place = item.mapToItem(null, 0, 0);
        found.push({
            name: item.name ?? "", text: typeof item.text === "string" ? item.text : "",
            pressable: item.down !== undefined, enabled: item.enabled,
            x: place.x, y: place.y, width: item.width, height: item.height
        });
        for (const child of item.children)
            walk(child);
    }
    walk(contentItem);
    return JSON.stringify(found);
})()"""


class Seen(msgspec.Struct, frozen=True):
    """One visible item, placed in the window's pixels."""

    name: str
    text: str
    pressable: bool
    enabled: bool
    x: float
    y: float
    width: float
    height: float


class Screen:
    """The window and a finger."""

    def __init__(
        self,
        folder: Path,
        pace: float,
        settings: config.KioskConfig | None = None,
        gallery: Gallery | None = None,
    ) -> None:
        previews = Previews()
        settings = settings or config.KioskConfig(paint_deadline_s=60)
        self.model = SessionModel(
            settings, sockets(folder), previews, pace=pace, gallery=gallery
        )
        self.session = self.model.controller
        # A test touches two things that stand at the same place sooner than a person means to.
        self.engine = app.open_window(
            self.model, previews, reducedMotion=True, pixelsPerMm=MM, doubleTouch=0
        )
        self.window = app.window(self.engine)
        self.turn(1080, 1920)
        self.window.show()

    def turn(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        QTest.qWait(30)

    def seen(self) -> list[Seen]:
        """Everything visible. The walk is done in QML: Python must not hold on to passing items."""
        expression = QQmlExpression(self.engine.rootContext(), self.window, WALK)
        return msgspec.json.decode(expression.evaluate()[0], type=list[Seen])

    def texts(self) -> list[str]:
        return [item.text for item in self.seen() if item.text]

    def buttons(self) -> dict[str, Seen]:
        """What can be pressed, by its name for those who cannot see it."""
        return {item.name: item for item in self.seen() if item.pressable and item.enabled}

    def text(self, key: str) -> str:
        return self.model.texts[key]

    def press(self, key: str) -> None:
        """Touch the button with this text of the catalogue (or this very name)."""
        name = self.model.texts.get(key, key)
        QTest.qWait(30)
        found = self.buttons()
        assert name in found, (name, sorted(found), self.model.page)
        self.touch(found[name])

    def touch(self, item: Seen) -> None:
        middle = QPoint(int(item.x + item.width / 2), int(item.y + item.height / 2))
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=middle)

    def until(self, holds: Callable[[], bool], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, (self.model.page, self.model.trouble)
            QTest.qWait(20)

    def page(self, name: str) -> None:
        self.until(lambda: self.model.page == name)
        QTest.qWait(30)

    def close(self) -> None:
        app.close_window(self.engine)
        self.model.close()


@pytest.fixture
def sockets_folder() -> Iterator[Path]:
    # AF_UNIX paths are short; pytest's own folders may be too long.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(autouse=True, scope="module")
def _garbage_is_collected_here(qapp) -> Iterator[None]:
    """As in the kiosk: windows of earlier tests must not be freed by a job's thread."""
    with collecting():
        yield


@pytest.fixture
def screen(qapp, sockets_folder: Path) -> Iterator[Screen]:
    app.load_fonts()
    made = Screen(sockets_folder, pace=1.0)
    yield made
    made.close()
