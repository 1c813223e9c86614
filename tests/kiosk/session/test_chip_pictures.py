"""The folder of chip pictures: whole files only, and not for ever."""

import io
import os

import pytest
from PIL import Image

from kiosk import paths
from kiosk.prompts import lexicon
from kiosk.session.chip_pictures import ChipPictures

CHIP = lexicon.chip("gaucho")


def scene(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), (9, 90, 40)).save(data, "PNG")
    return data.getvalue()


def test_what_was_kept_is_found_and_a_broken_file_is_painted_again() -> None:
    store = ChipPictures("a-1-0")
    file = store.keep(CHIP, scene(256, 256))
    assert store.present() == {"gaucho": file}
    assert CHIP not in store.missing(store.present())
    file.write_bytes(file.read_bytes()[:200])
    assert store.present() == {}
    assert CHIP in store.missing(store.present())
    assert not file.exists()


def test_what_is_no_picture_is_not_kept() -> None:
    store = ChipPictures("a-1-0")
    with pytest.raises(OSError, match="image"):
        store.keep(CHIP, b"nonsense")
    assert store.present() == {}


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden"])
def test_a_bundle_cannot_name_another_folder(name: str) -> None:
    with pytest.raises(ValueError, match="bundle"):
        ChipPictures(name)


def test_the_pictures_of_old_bundles_go() -> None:
    for release in range(7):
        store = ChipPictures(f"a-{release}-0")
        folder = store.keep(CHIP, scene(64, 64)).parent
        os.utime(folder, (release, release))
    oldest = ChipPictures("a-0-0")
    oldest.prune()
    left = sorted(path.name for path in (paths.cache_dir() / "chips").iterdir())
    assert left == ["a-0-0", "a-3-0", "a-4-0", "a-5-0", "a-6-0"]
