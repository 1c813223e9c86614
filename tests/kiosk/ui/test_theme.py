"""Colours that can be read, texts that exist, typefaces that load."""

import re
import tomllib

import pytest
from PySide6.QtGui import QFont, QFontInfo

from kiosk import catalogue, paths
from kiosk.prompts import lexicon
from kiosk.ui import app

QML = sorted(app.MAIN.parent.glob("*.qml"))
COLOURS = dict(
    re.findall(
        r'property color (\w+): "(#[0-9a-f]{6})"', (app.MAIN.parent / "Theme.qml").read_text()
    )
)
# (ink, ground, least contrast): 4.5 for reading, 3 for large letters and for marks.
PAIRS = [
    ("wool", "night", 4.5), ("woolDim", "night", 4.5), ("ember", "night", 4.5),
    ("erva", "night", 4.5), ("clay", "night", 3.0), ("wool", "dusk", 4.5),
    ("woolDim", "dusk", 4.5), ("wool", "poncho", 4.5), ("wool", "ponchoPressed", 4.5),
    ("wool", "ervaDeep", 4.5), ("erva", "ervaDeep", 3.0), ("poncho", "wool", 3.0),
    ("night", "clay", 3.0),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(ink: str, ground: str, least: float) -> None:
    light, dark = sorted((luminance(COLOURS[ink]), luminance(COLOURS[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


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
