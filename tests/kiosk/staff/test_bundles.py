"""Bundles on the installer's screen, with a real painter process."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import config, errors
from kiosk.bundle import keys, store
from kiosk.session.children import sockets
from kiosk.staff import canary
from kiosk.staff.bundles import Bundles


@pytest.fixture
def settings(keys_folder: Path, tmp_path: Path, monkeypatch) -> config.KioskConfig:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'keys = ["{keys_folder}", "assets/keys"]\nthreads = 1\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(file))
    return config.load()


@pytest.fixture
def two_installed(
    settings: config.KioskConfig, tiny_bundle: Path, resign: Callable[..., None], tmp_path: Path
) -> store.BundleStore:
    """Releases 3 and 4 of the tiny bundle; 4 is in use."""
    bundles = store.BundleStore(keys.trusted(map(Path, settings.keys)))
    bundles.install(tiny_bundle)
    newer = shutil.copytree(tiny_bundle, tmp_path / "newer")
    resign(newer, release=4, title="Tiny, again")
    bundles.install(newer)
    return bundles


@pytest.fixture
def bundles(two_installed, settings, start, runtime: Path) -> Bundles:
    socket = sockets(runtime)["painter"]
    start("painter", sys.executable, "-m", "kiosk", "painter", "--socket", str(socket))
    return Bundles(settings, socket)


def painting(bundles: Bundles) -> str:
    return canary.health(bundles._painter).detail


def test_back_and_forth_and_the_samples(bundles: Bundles, settings) -> None:
    listed = bundles.listed()
    assert [(one.name, one.release, one.in_use) for one in listed] == [
        ("tiny", 4, True), ("tiny", 3, False), ("pampa-mini", listed[2].release, False),
    ]  # fmt: skip
    assert [one.shipped for one in listed] == [False, False, True]
    newer, older = listed[0].folder, listed[1].folder
    assert painting(bundles) == "tiny-4"

    sample = bundles.sample(older)
    assert sample.read_bytes().startswith(b"\x89PNG")
    assert painting(bundles) == "tiny-4", "trying a bundle out leaves the one in use"
    assert bundles.listed()[1].sample == sample

    bundles.back()
    assert painting(bundles) == "tiny-3"
    assert [one.folder for one in bundles.listed()][:2] == [older, newer]
    found = store.BundleStore(keys.trusted(map(Path, settings.keys))).open()
    assert (found.bundle.folder, found.refused) == (older, ()), "after a restart too"

    bundles.back()
    assert painting(bundles) == "tiny-4"


def test_a_bundle_that_was_changed_is_not_used(bundles: Bundles) -> None:
    older = bundles.listed()[1].folder
    (older / "unet.onnx").write_bytes(b"something else")
    assert isinstance(bundles.listed()[1].fault, errors.BundleFault)
    with pytest.raises(errors.BundleFault):
        bundles.use(older)
    assert painting(bundles) == "tiny-4"
    assert bundles.listed()[0].release == 4


def test_a_bundle_fixed_by_the_configuration_is_not_changed_here(
    two_installed, settings, tiny_bundle: Path, runtime: Path
) -> None:
    from msgspec.structs import replace

    fixed = Bundles(replace(settings, bundle=str(tiny_bundle)), sockets(runtime)["painter"])
    assert fixed.listed()[0].folder == tiny_bundle
    for act in (fixed.back, lambda: fixed.use(tiny_bundle)):
        with pytest.raises(errors.BundleFixed):
            act()


def test_only_bundles_of_this_machine_may_be_older(two_installed, tiny_bundle: Path) -> None:
    """The way back is for what was accepted here; an old release from elsewhere stays out."""
    with pytest.raises(errors.BundleOlder):
        two_installed.recall(tiny_bundle)
    with pytest.raises(errors.BundleAbsent):
        two_installed.use(tiny_bundle)
    older = two_installed.kept()[1]
    assert two_installed.recall(older).manifest.release == 3


def test_the_shipped_bundle_may_be_used_and_left_again(two_installed, tiny_bundle, resign) -> None:
    newer, older, shipped = two_installed.kept()
    two_installed.use(shipped)
    assert two_installed.kept() == (shipped, newer, older)
    assert two_installed.open().bundle.folder == shipped
    resign(tiny_bundle, release=5)
    newest = two_installed.install(tiny_bundle).folder
    assert two_installed.kept() == (newest, newer, shipped)
    assert not older.exists()
