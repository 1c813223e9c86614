"""Draws the staff's pages, the PIN pad and the closed page: `staff_screens FOLDER`.

The painter and the listener are real, with the shipped bundle. Run it from the repository's root,
as `python -m tests.kiosk.ui.staff_screens`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlExpression
from PySide6.QtTest import QTest

from kiosk import config, paths
from kiosk.session.children import Children, commands, sockets
from kiosk.staff.pins import Pins
from kiosk.ui import app
from kiosk.ui.previews import Previews
from kiosk.ui.session_model import SessionModel

# Each size with the pixels of a millimetre: 43, 43, 43 and 10 inches.
SIZES = {(1080, 1920): 2.04, (1920, 1080): 2.04, (3840, 2160): 4.08, (1024, 600): 4.67}
HOURS = {
    **dict.fromkeys(("tuesday", "wednesday", "thursday", "friday"), "09:00-17:30"),
    **dict.fromkeys(("saturday", "sunday"), "10:00-18:00"),
}
PAGES = ("review", "hours", "bundles", "selftest", "log")


class Studio:
    def __init__(self, model: SessionModel, folder: Path, size: tuple[int, int], mm: float) -> None:
        self.model, self.folder = model, folder
        self.name = f"{size[0]}x{size[1]}"
        previews = Previews()
        self.engine = app.open_window(model, previews, reducedMotion=True, pixelsPerMm=mm)
        self.window = app.window(self.engine)
        self.window.resize(*size)
        self.window.show()
        QTest.qWait(200)

    def take(self, name: str) -> None:
        QTest.qWait(400)
        self.window.grabWindow().save(str(self.folder / f"{name}-{self.name}.png"))

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 120
        while not holds():
            assert time.monotonic() < end
            QTest.qWait(50)

    def show(self, page: str) -> None:
        self.find("item.stored !== undefined", f'item.show("{page}")')

    def choose(self, day: int) -> None:
        self.find("item.chosen !== undefined && item.hours", f"item.chosen = {day}")

    def find(self, which: str, act: str) -> None:
        script = f"""(function find(item) {{
            if ({which}) {act};
            for (const child of item.children ?? []) find(child);
        }})(contentItem)"""
        QQmlExpression(self.engine.rootContext(), self.window, script).evaluate()

    def pad(self) -> None:
        door = self.model.staff_model.door_model
        door.ask()
        for digit in "4071":
            door.digit(digit)
        self.take("pin")
        door.cancel()

    def closed(self) -> None:
        staff = self.model.staff_model
        staff.shutters.now = lambda: datetime(2026, 11, 25, 20, 0).astimezone()
        self.model._tick()
        self.take("closed")
        later = time.monotonic() + 100
        staff.now = self.model.controller.clock.now = lambda: later
        self.model._tick()
        self.take("closed-dark")
        staff.now = self.model.controller.clock.now = time.monotonic
        staff.shutters.now = lambda: datetime(2026, 11, 25, 12, 0).astimezone()
        self.model.controller.clock.sign_of_life()
        self.model._tick()

    def staff(self) -> None:
        staff = self.model.staff_model
        for role in ("gallery", "installer"):
            staff._enter(role)
            self.take(f"staff-{role}")
        for page in PAGES:
            self.show(page)
            QTest.qWait(200)
            self.until(lambda: not staff.busy())
            if page == "bundles":
                staff.bundle_model.sample(staff.bundle_model.rows[0]["folder"])
                self.until(lambda: not staff.busy())
            if page == "hours":
                self.choose(3)
            self.take(f"staff-{page}")
        staff.leave()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    app.load_fonts()
    pins = Pins(paths.state_dir())
    pins.set("gallery", "407163")
    pins.set("installer", "90281755")
    settings = config.KioskConfig(opening_hours=HOURS)
    with tempfile.TemporaryDirectory() as runtime, Children(commands(Path(runtime))):
        for size, mm in SIZES.items():
            model = SessionModel(settings, sockets(Path(runtime)), Previews())
            model.staff_model.shutters.now = lambda: datetime(2026, 11, 25, 12, 0).astimezone()
            studio = Studio(model, folder, size, mm)
            model.open()
            studio.until(lambda model=model: all(model.controller.present.values()))
            studio.pad()
            studio.closed()
            studio.staff()
            app.close_window(studio.engine)
            model.close()
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
