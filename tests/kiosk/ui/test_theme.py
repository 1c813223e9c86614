"""Texts that exist, typefaces that load."""

import re
import tomllib

import pytest
from PySide6.QtGui import QFont, QFontInfo

from kiosk import catalogue, paths
from kiosk.prompts import lexicon
from kiosk.session import access
from kiosk.ui import app

QML = sorted(app.MAIN.parent.glob("*.qml"))


@pytest.mark.parametrize("family", ["Vollkorn Medium", "Cabin"])
def test_the_shipped_typefaces_are_the_ones_drawn(qapp, family: str) -> None:
    app.load_fonts()
    assert QFontInfo(QFont(family)).family() in (family, "Vollkorn")


def test_each_typeface_comes_with_its_licence() -> None:
    folder = paths.assets() / "fonts"
    for file in folder.glob("*.[to]tf"):
        licence = folder / f"OFL-{file.stem.split('-')[0]}.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_every_text_a_page_asks_for_exists_and_none_is_left_over() -> None:
    # A key that ends in a dot is put together with the name of a shelf.
    named = {key for file in QML for key in re.findall(r'"(ui\.[a-z_.]+)"', file.read_text())}
    shelves = {key + shelf for key in named if key.endswith(".") for shelf in lexicon.SHELVES}
    asked = {key for key in named if not key.endswith(".")} | shelves
    code = "".join(
        file.read_text()
        for folder in ("ui", "session")
        for file in app.MAIN.parents[2].joinpath(folder).glob("*.py")
    )
    known = {key for key in catalogue.keys(catalogue.DEFAULT) if key.startswith("ui.")}
    assert asked <= known
    spare = {key for key in known - asked if key not in code}
    assert spare <= {"ui.trouble.painter", "ui.trouble.listener"}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_each_language_has_all_texts_of_the_screen(language: str) -> None:
    file = paths.assets() / "i18n" / language / "ui.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8"))
    own = {key for key in catalogue.keys(language) if key.startswith("ui.")}
    assert own == {key for key in catalogue.keys(catalogue.DEFAULT) if key.startswith("ui.")}


def test_every_word_about_access_exists_and_is_used() -> None:
    code = "".join(file.read_text() for file in [*QML, *app.MAIN.parents[2].rglob("*.py")])
    asked = {key for key in re.findall(r'"(access\.[a-z_.]+)"', code) if not key.endswith(".")}
    known = {key for key in catalogue.keys(catalogue.DEFAULT) if key.startswith("access.")}
    assert asked <= known
    assert known - asked <= {f"access.{name}" for name in access.NAMES}
