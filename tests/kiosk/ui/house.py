"""The kiosk as it hangs in a gallery: the real window on a small screen of 43 inches, the real
painter with the embedded bundle, a gallery, PINs. One for a module; each test brings it somewhere.

The listener is one that speaks the real protocol by a script.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

import kiosk
from kiosk import catalogue, config, paths
from kiosk.bundle import keys, store
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery
from kiosk.session.children import Children, commands, sockets
from kiosk.staff.pins import Cost, Pins
from kiosk.staff.settings import StaffSettings
from kiosk.ui import app
from tests.kiosk.ui import stage
from tests.kiosk.ui.conftest import Screen

ROOT = Path(kiosk.__file__).parent.parent
SCRIPTED = Path(__file__).parents[1] / "session" / "scripted_worker.py"
GALLERY, INSTALLER = "407163", "90281755"
NOON = datetime(2026, 11, 24, 12).astimezone()
# Screens of 43 and of 10 inches with few pixels: drawing them takes most of the time.
SIZES = {"portrait": (270, 480, 0.50425), "landscape": (480, 270, 0.50425),
         "ten-inch": (512, 300, 2.3365)}  # fmt: skip
OPEN_PAGE = """(function find(item) {
    if (item.stored !== undefined) item.show("%s");
    else for (const child of item.children) find(child);
})(contentItem)"""
ALL = """(function () {
    const found = [];
    function walk(item) {
        if (item.press !== undefined && item.down !== undefined) found.push(item.name);
        for (const child of item.children) walk(child);
    }
    walk(contentItem);
    return JSON.stringify(found);
})()"""


class House(Screen):
    """`seconds` is what its clocks show; they stand still until a test moves them."""

    def __init__(self, folder: Path, settings: config.KioskConfig, gallery: Gallery) -> None:
        super().__init__(folder, 1.0, settings, gallery)
        self.gallery = gallery
        self.seconds = 1000.0
        self.wall = NOON
        self.staff = self.model.staff_model
        self.door = self.staff.door_model
        self.staff.shutters.now = lambda: self.wall
        self.staff.now = self.door.now = self.session.clock.now = lambda: self.seconds
        self.size = ""
        self.lie("portrait")

    def lie(self, size: str) -> None:
        """Turn the screen, or put the other one in its place."""
        if size != self.size:
            width, height, mm = SIZES[size]
            self.window.setProperty("pixelsPerMm", mm)
            self.turn(width, height)
            self.size = size

    def goes(self, seconds: float) -> None:
        """Time passes, and nobody touches anything."""
        self.seconds += seconds
        self.model._tick()
        QTest.qWait(10)

    def empty(self) -> None:
        """As if nobody had been here: no dialog, no staff, no visitor, no worker's job, no ring."""
        self.wall = NOON
        self.door.cancel()
        self.until(lambda: not self.staff.busy())
        self.staff.leave()
        self.model._tick()
        self.session.home.ready = False
        self.model.leave()
        self.model._forget_settings()
        if self.staff.settings.now != StaffSettings():
            self.staff.settings.change(**msgspec.structs.asdict(StaffSettings()))
        self.session.keeper.offered = True
        stage.evaluate(self, stage.KEYBOARD % "editing = false")
        if stage.evaluate(self, "activeFocusItem?.ringed ?? false"):
            # A touch hides the ring; on this page it begins a visit, and that is over at once.
            self.touch_at(1, 1)
            self.model.leave()

    def touch_at(self, x: int, y: int) -> None:
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    def let_in(self, role: str, page: str = "") -> None:
        self.staff._enter(role)
        self.page("staff")
        if page:
            stage.evaluate(self, OPEN_PAGE % page)
            self.until(lambda: not self.staff.busy())

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue in the language shown; anything else is a text itself."""
        known = key in catalogue.templates("")
        return catalogue.text(key, self.model.language, **values) if known else key

    def names(self) -> list[str]:
        """Of all that can be pressed now, in the topmost layer, once nothing moves any more."""
        spots = stage.settle(self)
        return [spot.name for spot in spots if spot.pressable and spot.enabled]

    def built(self) -> set[str]:
        """Of every control there is, hidden, disabled or below a dialog."""
        return set(msgspec.json.decode(stage.evaluate(self, ALL), type=list[str]))

    def hit(self, name: str) -> None:
        """Touch the control of this name in the topmost layer."""
        found = {spot.name: spot for spot in stage.spots(self) if spot.pressable and spot.enabled}
        assert name in found, (name, sorted(found), self.model.page)
        self.touch(found[name])


@pytest.fixture(scope="module", autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In place of the fixture of that name: one state for the whole module."""
    home = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STATE", "CACHE", "RUNTIME"):
            patch.setenv(f"{name}_DIRECTORY", str(home / name.lower()))
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("HERITAGE_KIOSK_CONFIG", str(home / "kiosk.toml"))
        yield


@pytest.fixture(scope="module")
def house(
    qapp, _private_folders: None, _tiny_original: Path, keys_folder: Path
) -> Iterator[House]:
    """The embedded bundle is in use; a tiny one was before."""
    trusted = [str(keys_folder), str(ROOT / "assets" / "keys")]
    Path(os.environ["HERITAGE_KIOSK_CONFIG"]).write_text(
        f'keys = ["{trusted[0]}", "{trusted[1]}"]\ntake_home = "wifi"\n', encoding="utf-8"
    )
    bundles = store.BundleStore(keys.trusted(map(Path, trusted)))
    bundles.install(_tiny_original)
    bundles.use(paths.assets() / "bundles" / store.EMBEDDED_NAME)
    for role, pin in (("gallery", GALLERY), ("installer", INSTALLER)):
        Pins(paths.state_dir(), Cost(n=16)).set(role, pin)
    app.load_fonts()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        listener = sockets(folder)["listener"]
        heard = [sys.executable, str(SCRIPTED), "listener", str(listener), "well"]
        painter = commands(folder)["painter"]
        held.enter_context(Children({"painter": painter, "listener": heard}))
        gallery = Gallery(paths.state_dir() / "g", Limits(10**8, 0, 90), lambda: date(2026, 12, 1))
        held.callback(gallery.close)
        made = House(folder, config.load(), gallery)
        held.callback(made.close)
        made.model.controller.open()
        made.until(lambda: all(made.session.present.values()), 60)
        yield made


