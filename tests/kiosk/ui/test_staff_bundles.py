"""The installer's bundles by touch, with the real painter."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

import kiosk
from kiosk import catalogue, config, paths
from kiosk.bundle import keys, store
from kiosk.session.children import sockets
from kiosk.session.machine import Event
from kiosk.staff import canary
from kiosk.staff.pins import Cost, Pins
from kiosk.ui import app
from tests.kiosk.ui.conftest import Screen

ROOT = Path(kiosk.__file__).parent.parent


@pytest.fixture
def settings(keys_folder: Path, tmp_path: Path, monkeypatch) -> config.KioskConfig:
    file = tmp_path / "kiosk.toml"
    shipped = ROOT / "assets" / "keys"
    file.write_text(f'keys = ["{keys_folder}", "{shipped}"]\nthreads = 1\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(file))
    return config.load()


@pytest.fixture
def painter(
    settings, tiny_bundle: Path, resign: Callable[..., None], sockets_folder: Path
) -> Iterator[Path]:
    """A painter with releases 3 and 4 of the tiny bundle installed; 4 is in use."""
    bundles = store.BundleStore(keys.trusted(map(Path, settings.keys)))
    bundles.install(tiny_bundle)
    newer = shutil.copytree(tiny_bundle, tiny_bundle.with_name("newer"))
    resign(newer, release=4, title="Tiny, mais nova")
    bundles.install(newer)
    socket = sockets(sockets_folder)["painter"]
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "painter", "--socket", str(socket)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    end = time.monotonic() + 60
    while not socket.is_socket():
        assert time.monotonic() < end
        time.sleep(0.05)
    yield socket
    process.terminate()
    process.wait(10)


@pytest.fixture
def installer(qapp, painter: Path, settings, sockets_folder: Path) -> Iterator[Screen]:
    Pins(paths.state_dir(), Cost(n=16)).set("installer", "90281755")
    app.load_fonts()
    made = Screen(sockets_folder, pace=1.0, settings=settings)
    made.model.staff_model._enter("installer")
    made.page("staff")
    yield made
    made.close()


def test_a_sample_another_bundle_and_the_way_back(installer: Screen, painter: Path) -> None:
    model = installer.model.staff_model.bundle_model

    def touch(key: str, **values: object) -> None:
        installer.press(catalogue.text(key, **values))
        installer.until(lambda: not model.busy())
        QTest.qWait(40)

    touch("staff.menu.bundles")
    assert "Tiny, mais nova" in installer.texts()
    assert [row["release"] for row in model.rows][:2] == [4, 3]
    assert all(row["sample"] == "" for row in model.rows)

    touch("staff.bundles.sample")
    shown = [row["sample"] for row in model.rows if row["sample"]]
    assert len(shown) == 1
    assert shown[0].startswith("file:")
    assert canary.health(painter).detail == "tiny-4"

    touch("staff.bundles.back")
    assert canary.health(painter).detail == "tiny-3"
    assert model.rows[0]["release"] == 3
    assert catalogue.text("staff.bundles.in_use") in installer.texts()

    installer.touch(
        min(
            (item for item in installer.seen() if item.name == catalogue.text("staff.bundles.use")),
            key=lambda item: item.y,
        )
    )
    installer.until(lambda: not model.busy())
    assert canary.health(painter).detail == "tiny-4"
    assert model.note == ""


def test_while_a_bundle_is_tried_out_no_visitor_is_painted_for(installer: Screen) -> None:
    staff, session = installer.model.staff_model, installer.session
    session.present = {"painter": True, "listener": False}
    installer.press(catalogue.text("staff.menu.bundles"))
    installer.until(lambda: not staff.busy())
    staff.bundle_model.back()
    assert staff.busy()
    staff.leave()
    session.happen(Event.TOUCH)
    assert installer.model.page == "closed"
    assert staff.hours_model.current_title() == catalogue.text("closed.paused")
    installer.until(lambda: not staff.busy())
    installer.model._tick()
    assert installer.model.page == "attract"


def test_what_goes_wrong_is_told_and_the_list_stays(installer: Screen) -> None:
    model = installer.model.staff_model.bundle_model
    installer.press(catalogue.text("staff.menu.bundles"))
    installer.until(lambda: not model.busy())
    (Path(model.rows[1]["folder"]) / "unet.onnx").write_bytes(b"something else")
    installer.press(catalogue.text("staff.bundles.back"))
    installer.until(lambda: not model.busy())
    QTest.qWait(40)
    assert "unet.onnx" in model.note
    assert model.rows[0]["inUse"]
    assert model.rows[0]["release"] == 4
    assert "unet.onnx" in model.rows[1]["fault"]
    assert catalogue.text("staff.bundles.back") not in installer.buttons()
