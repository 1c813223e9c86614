"""Opens the window: fonts, previews, the session model, and the QML module in `Kiosk/`."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk import config, errors, heap, heartbeat, paths
from kiosk.gallery import local
from kiosk.gallery.store import Gallery
from kiosk.session import children
from kiosk.ui import gallery_pictures
from kiosk.ui.collector import collecting
from kiosk.ui.previews import NAME, Previews
from kiosk.ui.session_model import SessionModel

MAIN: Final = Path(__file__).resolve().parent / "Kiosk" / "Main.qml"
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_DRM: Final = Path("/dev/dri/card0")
_log = logging.getLogger(__name__)


def run(
    settings: config.KioskConfig,
    *,
    windowed: bool = False,
    workers: bool = True,
) -> int:
    """Show the kiosk until its window closes or SIGTERM or SIGINT comes; the exit code.

    `workers` starts painter and listener as children; without it they are found at their
    sockets. Raises DisplayAbsent.
    """
    need_display()
    folder = paths.runtime_dir()
    application = begin()
    with ExitStack() as held:
        held.enter_context(_leaves_on_signal())
        held.enter_context(collecting())
        if workers:
            share = settings.take_home == "wifi"
            held.enter_context(children.Children(children.commands(folder, share=share)))
        previews = Previews()
        gallery = open_gallery(settings)
        if gallery is not None:
            held.callback(gallery.close)
        model = SessionModel(settings, children.sockets(folder), previews, gallery=gallery)
        held.callback(model.close)
        engine = open_window(model, previews)
        held.callback(close_window, engine)
        model.open()
        _show(engine, windowed)
        heartbeat.ready()
        return application.exec()


def begin() -> QCoreApplication:
    """This process's one application, which ends when nobody holds it, with our typefaces."""
    # Before Qt has opened threads and taken memory.
    heap.share_one_arena()
    heap.give_back_at_once()
    application = QGuiApplication.instance() or QGuiApplication(["heritage-kiosk"])
    load_fonts()
    return application


def need_display() -> None:
    """Raises DisplayAbsent where no window could open."""
    if not any(os.environ.get(name) for name in _DISPLAYS):
        if not os.access(_DRM, os.R_OK | os.W_OK):
            raise errors.DisplayAbsent
        os.environ["QT_QPA_PLATFORM"] = "eglfs"


def load_fonts() -> None:
    """Give Qt the two shipped typefaces. A broken file is logged; Qt then takes another face."""
    for file in sorted((paths.assets() / "fonts").glob("*.[to]tf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            _log.error("typeface %s could not be loaded", file.name)


def open_gallery(settings: config.KioskConfig) -> Gallery | None:
    """This machine's gallery. Without one the kiosk goes on; why, stands in the journal."""
    try:
        return local.opened(settings)
    except errors.GalleryFault as fault:
        _log.error("%s", fault.say(settings.language))
        return None


def open_window(
    model: SessionModel, previews: Previews, **properties: object
) -> QQmlApplicationEngine:
    """The engine with its window loaded and not yet shown. `properties` go to Main.qml.

    Raises ConfigUnreadable when the QML files of this installation cannot be loaded.
    """
    engine = QQmlApplicationEngine()
    # QML owns the providers from here on.
    engine.addImageProvider(NAME, previews)
    engine.addImageProvider(gallery_pictures.NAME, model.gallery_pictures())
    engine.setInitialProperties({"session": model, **properties})
    # What pages left behind goes while nobody waits; later, since a page's own code may be running.
    model.left.connect(engine.collectGarbage, Qt.ConnectionType.QueuedConnection)
    engine.load(QUrl.fromLocalFile(str(MAIN)))
    if not engine.rootObjects():
        raise errors.ConfigUnreadable(file=MAIN.name, reason="QML")
    return engine


def window(engine: QQmlApplicationEngine) -> QQuickWindow:
    """The one window of an engine from open_window()."""
    found = engine.rootObjects()[0]
    if not isinstance(found, QQuickWindow):
        raise errors.ConfigUnreadable(file=MAIN.name, reason=type(found).__name__)
    return found


def close_window(engine: QQmlApplicationEngine) -> None:
    """Close the window and free its pages now, while the model that they read still lives."""
    shown = window(engine)
    # Any other wish to close the window, of a visitor or a window manager, is refused by Main.qml.
    shown.setProperty("ending", True)
    shown.close()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(engine, QEvent.Type.DeferredDelete.value)


def _show(engine: QQmlApplicationEngine, windowed: bool) -> None:
    if windowed:
        window(engine).resize(720, 1280)
        window(engine).show()
    else:
        window(engine).showFullScreen()


@contextmanager
def _leaves_on_signal() -> Iterator[None]:
    """SIGTERM and SIGINT end the event loop, so that everything opened is closed in order.

    Python runs a handler only between its own instructions; the model's timer sees to that. The
    call is queued, so that a signal before the loop has begun ends it as soon as it begins.
    """

    def leave(_number: int, _frame: FrameType | None) -> None:
        # Not quit(): that asks the window, which refuses everybody.
        QTimer.singleShot(0, partial(QGuiApplication.exit, 0))

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
