"""Colours that can be read: every pair in the theme, and every word as it is really drawn."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlComponent

from kiosk.ui import app
from tests.kiosk.ui import stage

PALETTES = [(), ("high_contrast",)]
PROBE = f'import QtQuick\nimport "{QUrl.fromLocalFile(str(app.MAIN.parent)).toString()}"\n' + """
QtObject {
    readonly property string pairs: JSON.stringify(
        Theme.pairs.map(pair => [...pair, Theme[pair[0]].toString(), Theme[pair[1]].toString()]))
    readonly property real title: Theme.title
}
"""


def luminance(rgb: np.ndarray) -> np.ndarray:
    part = rgb / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    first, second = luminance(one), luminance(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def rgb(colour: str) -> np.ndarray:
    parsed = QColor(colour)
    return np.array([parsed.red(), parsed.green(), parsed.blue()], float)


def theme(screen, name: str) -> object:
    component = QQmlComponent(screen.engine)
    component.setData(PROBE.encode(), QUrl())
    found = component.create()
    assert found is not None, component.errorString()
    return found.property(name)


def pairs(screen) -> list[tuple[str, str, float, str, str]]:
    """Ink, ground, least contrast, and the two colours as they are now."""
    found = theme(screen, "pairs")
    return msgspec.json.decode(str(found), type=list[tuple[str, str, float, str, str]])


@pytest.mark.parametrize("switches", PALETTES, ids=["evening", "high-contrast"])
def test_every_pair_of_the_theme(screen, switches: tuple[str, ...]) -> None:
    stage.switch(screen, *switches)
    listed = pairs(screen)
    assert len(listed) > 15
    for ink, ground, least, over, under in listed:
        assert contrast(rgb(over), rgb(under)) >= least, (ink, ground)


def test_high_contrast_is_higher(screen) -> None:
    def of_reading() -> float:
        reading = [(over, under) for _, _, least, over, under in pairs(screen) if least == 4.5]
        return min(float(contrast(rgb(over), rgb(under))) for over, under in reading)

    evening = of_reading()
    stage.switch(screen, "high_contrast")
    assert of_reading() >= 7 > evening


def pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(float)


def around(image: np.ndarray, spot: stage.Spot) -> np.ndarray:
    """The pixels just outside a text: its ground as it is drawn."""
    top, left = max(0, int(spot.y) - 2), max(0, int(spot.x) - 2)
    bottom, right = int(spot.y + spot.height) + 2, int(spot.x + spot.width) + 2
    part = image[top:bottom, left:right]
    return np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])


@pytest.mark.parametrize("size", ["portrait", "landscape"])
@pytest.mark.parametrize("switches", PALETTES, ids=["evening", "high-contrast"])
def test_every_word_as_it_is_drawn(screen, switches: tuple[str, ...], size: str) -> None:
    stage.turn(screen, size)
    large = theme(screen, "title")
    for name in stage.NAMES:
        stage.show(screen, name)
        stage.switch(screen, *switches)
        spots = stage.settle(screen)
        image = pixels(screen.window.grabWindow())
        for spot in spots:
            if not spot.text or not spot.enabled:
                continue
            measured = contrast(around(image, spot), rgb(spot.colour))
            least = 3 if spot.letters >= large else 4.5
            assert np.percentile(measured, 10) >= least, (name, spot, np.percentile(measured, 10))
