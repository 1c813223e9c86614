"""Every page in both orientations: names, sizes to touch, idle, language, kindness."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtTest import QTest

from kiosk import errors
from kiosk.prompts import lexicon
from kiosk.session.idle import COUNTDOWN_S, QUIET_S
from kiosk.session.machine import Session, State
from kiosk.session.sentence import of_chips
from kiosk.session.visit import Visit

MM = 3.0
PAGES = [state for state in State if state is not State.INVITE]
SENTENCE = of_chips([lexicon.chip("gaucho"), lexicon.chip("coxilha")])


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 40, 40)).save(data, "PNG")
    return data.getvalue()


def stand(screen, state: State, under: State | None = None, **visit: object) -> None:
    screen.session.session = Session(state, under)
    screen.session.visit = replace(Visit(sentence=SENTENCE), **visit)
    screen.session.present = {"painter": True, "listener": True}
    screen.session.clock.sign_of_life()
    screen.model._mirror()
    QTest.qWait(60)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=["portrait", "landscape"])
@pytest.mark.parametrize("state", PAGES)
def test_everything_to_touch_is_20_mm_and_on_the_screen(screen, state: State, size) -> None:
    screen.turn(*size)
    stand(screen, state, fault=errors.PromptBlocked(suggestion="uma ema"), picture=picture())
    buttons = screen.buttons()
    assert buttons
    for name, button in buttons.items():
        assert button.height >= 20 * MM, name
        assert button.width >= 20 * MM, name
        assert button.x >= 0, name
        assert button.y >= 0, name
        assert button.x + button.width <= size[0] + 1, name
        assert button.y + button.height <= size[1] + 1, name


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=["portrait", "landscape"])
def test_every_shelf_of_words_has_room_and_its_tab_stays_where_it_is(screen, size) -> None:
    screen.turn(*size)
    stand(screen, State.CHOOSE)
    offered: set[str] = set()
    places = set()
    for shelf in screen.model.shelves:
        screen.press(f"ui.choose.{shelf}")
        QTest.qWait(30)
        buttons = screen.buttons()
        tab = buttons[screen.text(f"ui.choose.{shelf}")]
        places.add((shelf, tab.x, tab.y))
        lowest = min(buttons[screen.text(f"ui.choose.{name}")].y for name in ("surprise", "paint"))
        chips = {chip.label.pt for chip in lexicon.chips() if chip.shelf == shelf and chip.embedded}
        offered |= chips & set(buttons)
        for name in chips:
            assert buttons[name].y + buttons[name].height <= lowest, name
            assert buttons[name].x + buttons[name].width <= size[0], name
    assert offered == {chip.label.pt for chip in lexicon.chips() if chip.embedded}
    assert len({y for _, _, y in places}) <= 2
    screen.press("ui.choose.people")
    last = screen.model.shelves[-1]
    tab = screen.buttons()[screen.text(f"ui.choose.{last}")]
    assert (last, tab.x, tab.y) in places


def test_the_scene_shows_the_very_picture(screen) -> None:
    stand(screen, State.SHOWING, picture=picture(), finished=True)
    QTest.qWait(100)
    middle = screen.window.grabWindow().pixelColor(540, 480)
    assert (middle.red(), middle.green(), middle.blue()) == (200, 40, 40)


def test_an_idle_visitor_is_asked_and_may_stay_or_go(screen) -> None:
    seconds = 0.0
    screen.session.clock.now = lambda: seconds
    stand(screen, State.SHOWING, picture=picture())
    seconds += QUIET_S[State.SHOWING]
    screen.model._tick()
    assert screen.model.inviting
    assert screen.model.countdown == COUNTDOWN_S
    screen.press("ui.invite.stay")
    assert screen.model.page == "showing"
    assert not screen.model.inviting
    seconds += QUIET_S[State.SHOWING]
    screen.model._tick()
    screen.press("ui.invite.leave")
    assert screen.model.page == "attract"
    assert screen.session.visit == Visit()


def test_each_visitor_may_choose_a_language_and_the_next_one_starts_anew(screen) -> None:
    screen.press("Español")
    screen.press("ui.attract.touch")
    assert screen.text("ui.choose.paint") == "Pintar"
    assert screen.text("ui.choose.surprise") == "Sorpresa"
    screen.press("ui.choose.animals")
    assert "Caballo criollo" in screen.buttons()
    screen.press("English")
    assert screen.text("ui.choose.paint") == "Paint"
    screen.model.leave()
    assert screen.model.language == "pt-BR"


def test_the_words_come_while_one_speaks_the_newest_of_them(screen) -> None:
    stand(screen, State.LISTENING)
    assert screen.text("ui.speak.example") in screen.texts()
    stand(screen, State.LISTENING, caption="um gaúcho na coxilha")
    assert "“um gaúcho na coxilha…" in screen.texts()
    assert screen.text("ui.speak.example") not in screen.texts()
    words = [f"palavra{number}" for number in range(40)]
    stand(screen, State.LISTENING, caption=" ".join(words))
    shown = next(text for text in screen.texts() if "palavra39" in text)
    assert "palavra0 " not in shown
    # It begins with a whole word.
    assert shown.strip("…").split()[0] in words


def test_without_a_microphone_the_button_is_gone_and_a_sentence_says_why(screen) -> None:
    stand(screen, State.CHOOSE)
    assert screen.text("ui.choose.speak") in screen.buttons()
    # The listener is away, or there but without its microphone.
    for listener, microphone in ((False, True), (True, False)):
        screen.session.present = {"painter": True, "listener": listener}
        screen.session.microphone = microphone
        screen.model._mirror()
        QTest.qWait(50)
        assert screen.text("ui.choose.speak") not in screen.buttons()
        assert screen.text("ui.choose.voice_absent") in screen.texts()
