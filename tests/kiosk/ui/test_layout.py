"""Every page at every size: what is touched is 20 mm, apart and on the screen; no word is cut."""

import pytest

from kiosk import catalogue
from kiosk.session import access
from tests.kiosk.ui import stage

LARGE = ("large_text", "controls_low")
CASES = [
    (size, language, switches)
    for size in ("portrait", "landscape", "ten-inch")
    for language in catalogue.LANGUAGES
    for switches in ((), LARGE)
    if switches or language == catalogue.DEFAULT
] + [("four-k", "pt-BR", LARGE)]


@pytest.mark.parametrize(
    ("size", "language", "switches"),
    CASES,
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else value,
)
def test_every_page_holds(screen, size: str, language: str, switches: tuple[str, ...]) -> None:
    width, height, per_mm = stage.turn(screen, size)
    places = set()
    for name in stage.NAMES:
        stage.show(screen, name, long=True)
        # Coming to the attract page a visitor has gone, and the switches with them.
        stage.switch(screen, *switches)
        screen.model.show_language(language)
        spots = stage.settle(screen)
        where = (size, language, switches, name)
        presses = [spot for spot in spots if spot.pressable]
        assert presses, where
        for spot in presses:
            assert min(spot.width, spot.height) >= 20 * per_mm - 0.5, (where, spot)
            assert spot.inside(width, height), (where, spot)
        for index, spot in enumerate(presses):
            for other in presses[index + 1 :]:
                assert not spot.meets(other), (where, spot, other)
        check_words(spots, where, width, height)
        button = screen.model.access.texts["access.button"]
        places |= {(spot.x, spot.y, spot.width) for spot in presses if spot.name == button}
        if "controls_low" in switches and size == "portrait":
            lowest = max(height / 2, height - access.REACH_MM * per_mm)
            assert all(spot.y >= lowest - 1 for spot in presses), where
    assert len(places) == 1, places


def check_words(spots: list[stage.Spot], where: object, width: int, height: int) -> None:
    presses = [(index, spot) for index, spot in enumerate(spots) if spot.pressable]
    for spot in spots:
        if spot.pressable or not spot.text:
            continue
        own = stage.LONG.text[:20].lower() in spot.text.lower()
        assert own or not spot.cut, (where, spot)
        assert spot.inside(width, height), (where, spot)
        for index, press in presses:
            assert index == spot.holder or not spot.meets(press, slack=3), (where, spot, press)


def test_large_text_is_at_least_1_3_times_as_large(screen) -> None:
    def letters() -> dict[str, float]:
        return {spot.text: spot.letters for spot in stage.show(screen, "choose") if spot.text}

    normal = letters()
    stage.switch(screen, "large_text")
    for text, size in letters().items():
        # Letters are whole pixels.
        assert size + 1 >= 1.3 * normal.get(text, 0), text


@pytest.mark.parametrize("size", ["portrait", "landscape", "ten-inch"])
def test_every_chip_can_be_reached_leaf_by_leaf(screen, size: str) -> None:
    stage.turn(screen, size)
    stage.switch(screen, "large_text", "controls_low")
    stage.show(screen, "choose")
    more = screen.model.access.texts["access.words.more"]
    for shelf in screen.model.shelves:
        screen.press(f"ui.choose.{shelf}")
        expected = {chip["label"] for chip in screen.model.chips if chip["shelf"] == shelf}
        seen: set[str] = set()
        for _ in range(len(expected)):
            found = stage.controls(screen)
            seen |= expected & set(found)
            if seen == expected:
                break
            screen.touch(found[more])
        assert seen == expected, shelf
