"""Chips with pictures, notes, marked words, variations and taking home, in the real window."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as with_settings
from PIL import Image
from PySide6.QtQml import QQmlExpression
from PySide6.QtTest import QTest

from kiosk import catalogue
from kiosk.prompts import lexicon, notes, path
from kiosk.session.chip_pictures import ChipPictures
from kiosk.session.machine import Session, State
from kiosk.session.sentence import of_chips, spoken
from kiosk.session.take_home import LOOK_S
from kiosk.session.visit import Visit
from kiosk.ui import scene_texts
from tests.kiosk.share.conftest import folder, free_address, start
from tests.kiosk.ui.test_visit import at_the_words, painter

__all__ = ["folder", "painter", "start"]
MM = 3.0
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080), "small": (1024, 600)}


def picture(shade: int = 200) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 64), (shade, 40, 40)).save(data, "PNG")
    return data.getvalue()


def stand(screen, state: State, text: str, **visit: object) -> None:
    """The page of `state` with that sentence, as the prompt path prepared it."""
    screen.session.session = Session(state)
    done = {"picture": picture(), "finished": state is State.SHOWING, "seed": 3}
    screen.session.visit = Visit(sentence=spoken(text), prepared=path.prepare(text), **done)
    screen.session.visit = replace(screen.session.visit, **visit)
    screen.session.present = {"painter": True, "listener": True}
    screen.model._mirror()
    QTest.qWait(60)


@pytest.fixture
def pictured(screen) -> None:
    file = ChipPictures("tiny-3-0").keep(lexicon.chip("gaucho"), picture())
    screen.session.chips.pictures = {chip.id: file for chip in lexicon.chips() if chip.embedded}
    screen.model._mirror()


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_chips_with_pictures_have_room_and_show_them(
    screen, pictured, size: str, language: str
) -> None:
    screen.turn(*SIZES[size])
    screen.model.speakLanguage(language)
    screen.session.session = Session(State.CHOOSE)
    screen.session.present = {"painter": True, "listener": True}
    screen.model._mirror()
    for shelf in screen.model.shelves:
        screen.press(f"ui.choose.{shelf}")
        QTest.qWait(60)
        buttons = screen.buttons()
        lowest = buttons[screen.text("ui.choose.surprise")].y
        for chip in lexicon.chips():
            if chip.shelf == shelf and chip.embedded:
                button = buttons[chip.label.text(language)]
                assert button.height >= 20 * MM
                assert button.y + button.height <= lowest, chip.id
                assert button.x + button.width <= SIZES[size][0], chip.id
    first = next(chip for chip in lexicon.chips() if chip.shelf == shelf)
    button = screen.buttons()[first.label.text(language)]
    shown = screen.window.grabWindow().pixelColor(
        int(button.x + button.height / 2), int(button.y + button.height / 2)
    )
    assert (shown.red(), shown.green(), shown.blue()) == (200, 40, 40)


def test_a_note_with_its_source_stands_by_the_scene_in_the_visitors_language(screen) -> None:
    (note,) = notes.about("um quero-quero")
    stand(screen, State.SHOWING, "um quero-quero")
    assert note.text.pt in screen.texts()
    assert any(note.source in text for text in screen.texts())
    screen.model.speakLanguage("en")
    QTest.qWait(30)
    assert note.text.en in screen.texts()


def test_notes_take_turns_while_it_is_painted(screen) -> None:
    text = "um gaúcho e um quero-quero na coxilha"
    stand(screen, State.PAINTING, text)
    expected = [note.text.pt for note in notes.about(text)]
    assert len(expected) == 3
    assert [shown for shown in screen.texts() if shown in expected] == expected[:1]
    hurry = """(function walk(item) {
        if (item.stay !== undefined) item.stay = 40;
        for (const child of item.children) walk(child);
    })(contentItem)"""
    QQmlExpression(screen.engine.rootContext(), screen.window, hurry).evaluate()
    seen: list[str] = []
    screen.until(lambda: seen.extend(t for t in screen.texts() if t in expected) or
                 set(seen) == set(expected), 5)  # fmt: skip


def test_words_that_nobody_knows_are_marked_in_the_sentence_itself(screen) -> None:
    stand(screen, State.SHOWING, "um gaúcho num zeppelin")
    assert "um gaúcho num <u>zeppelin</u>" in screen.texts()
    assert screen.text("ui.scene.unknown") in screen.texts()
    stand(screen, State.SHOWING, "um gaúcho na coxilha")
    assert "um gaúcho na coxilha" in screen.texts()
    assert screen.text("ui.scene.unknown") not in screen.texts()


def test_what_a_visitor_says_is_never_markup() -> None:
    said = "<img src='x'> & <b>zeppelin</b>"
    marked = scene_texts.marked(Visit(sentence=spoken(said), prepared=path.prepare(said)))
    assert "<u>" in marked
    bare = marked.replace("<u>", "").replace("</u>", "")
    assert "<" not in bare
    assert ">" not in bare


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ready", [False, True], ids=["alone", "with taking home"])
def test_a_full_scene_page_is_not_crowded(screen, pictured, size: str, ready: bool) -> None:
    screen.turn(*SIZES[size])
    long = "um gaúcho tomando chimarrão num zeppelin ao lado de uma araucária, em dia de sol"
    screen.session.home.ready = ready
    stand(screen, State.SHOWING, long)
    buttons = screen.buttons()
    # Seven of the page's own, and the accessibility button.
    assert len(buttons) == 8 + ready
    placed = [(b.x, b.y, b.x + b.width, b.y + b.height, name) for name, b in buttons.items()]
    for x, y, right, bottom, name in placed:
        assert right - x >= 20 * MM, name
        assert bottom - y >= 20 * MM, name
        assert min(x, y) >= 0, name
        assert right <= SIZES[size][0] + 1, name
        assert bottom <= SIZES[size][1] + 1, name
    for one in placed:
        for two in placed:
            if one is not two:
                apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
                assert apart, (one, two)
    top = min(placed[4:], key=lambda place: place[1])[1]
    label = next(item for item in screen.seen() if item.text == screen.text("ui.label"))
    assert label.y + label.height <= top


def test_one_tap_paints_the_same_scene_otherwise(screen, painter) -> None:
    at_the_words(screen)
    screen.session._write(of_chips([lexicon.chip("gaucho"), lexicon.chip("de-dia")]))
    screen.press("ui.choose.paint")
    screen.page("showing")
    seed = screen.session.visit.seed
    chip = screen.model.scene.variations[-1]
    screen.press(chip["label"])
    screen.until(lambda: chip["id"] in screen.session.visit.sentence.picked)
    screen.page("showing")
    assert screen.session.visit.seed == seed
    assert screen.model.sentence.startswith("um gaúcho de dia, ")
    screen.press("ui.scene.again")
    screen.page("showing")
    assert screen.session.visit.seed != seed
    assert screen.model.sentence.startswith("um gaúcho de dia, ")


def offered(screen) -> None:
    screen.session.home._settings = with_settings(screen.session._settings, take_home="wifi")
    screen.session.home._looked = None
    screen.model._tick()
    screen.until(lambda: screen.model.home.ready)


def test_the_code_is_shown_on_request_and_goes_with_the_process(
    screen, sockets_folder: Path, folder: Path, start: Callable
) -> None:
    process = start(free_address())
    screen.session.home._share = folder / "share.sock"
    stand(screen, State.SHOWING, "um boi")
    assert screen.text("ui.scene.home") not in screen.buttons()
    offered(screen)
    assert screen.model.home.code == ""
    screen.press("ui.scene.home")
    screen.until(lambda: screen.model.home.status == "offered")
    QTest.qWait(60)
    assert "Wi-Fi" in screen.text("ui.home.scan")
    assert screen.text("ui.home.scan") in screen.texts()
    screen.press("ui.home.back")
    assert screen.model.home.code == ""
    screen.press("ui.scene.home")
    screen.until(lambda: screen.model.home.status == "offered")
    process.terminate()
    process.wait(10)
    screen.session.home._looked -= LOOK_S
    screen.model._tick()
    screen.until(lambda: not screen.model.home.ready)
    QTest.qWait(30)
    assert screen.model.home.code == ""
    assert screen.text("ui.home.scan") not in screen.texts()
    assert screen.text("ui.scene.home") not in screen.buttons()
