"""Every page and dialog in one real window, with the real painter and the embedded bundle: each
control is touched and does what it is for, keys reach what fingers reach, nobody stays for ever,
all languages are spoken, and a turned screen loses nothing. A warning of Qt's fails any of them.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.catalogue import LANGUAGES, templates
from kiosk.session.access import FORGET_S
from kiosk.session.idle import COUNTDOWN_S, QUIET_S
from kiosk.session.machine import State
from kiosk.session.visit import Visit
from kiosk.ui import app
from kiosk.ui.door_model import QUIET_S as PAD_S
from tests.kiosk.ui import keys, stage
from tests.kiosk.ui.atlas import PLACES, UNLIKE
from tests.kiosk.ui.atlas_visitors import draft
from tests.kiosk.ui.deeds import Does, Still
from tests.kiosk.ui.house import House, _private_folders, house

__all__ = ["_private_folders", "house"]
touched: set[str] = set()
built: set[str] = set()


def expected(house: House, name: str) -> Does:
    return {house.say(key): done for key, done in PLACES[name].does(house).items()}


def each_control(house: House, name: str, act) -> None:
    place = PLACES[name]
    place.come(house)
    controls = expected(house, name)
    assert set(house.names()) == set(controls), name
    built.update(house.built())
    fresh = True
    for control, does in controls.items():
        if does is None:
            continue
        if not fresh:
            place.come(house)
            assert set(house.names()) == set(controls), (name, control)
        done = does(house)
        act(house, control)
        try:
            house.until(done, 20)
        except AssertionError as late:
            raise AssertionError((name, control, house.model.page, house.model.inviting)) from late
        touched.add(control)
        fresh = isinstance(does, Still)
        if fresh and does.moves:
            stage.settle(house)


@pytest.mark.parametrize("name", PLACES)
def test_every_control_does_what_it_is_for(house: House, name: str) -> None:
    each_control(house, name, House.hit)


def test_no_control_was_left_out(house: House) -> None:
    """Of all that was built, hidden or disabled where it was seen: each was touched somewhere."""
    if touched:
        assert built - touched == set()


def test_what_takes_touches_is_known() -> None:
    """All that can be touched is a PressArea, but for these: the ground of a page or a dialog."""
    found = {
        (file.name, word)
        for file in app.MAIN.parent.glob("*.qml")
        for word in ("MouseArea", "TapHandler", "DragHandler", "PointHandler", "PinchHandler",
                     "HoverHandler", "WheelHandler", "MultiPointTouchArea", "SwipeView")
        if word + " {" in file.read_text(encoding="utf-8")
    }  # fmt: skip
    assert found == {
        ("PressArea.qml", "MouseArea"), ("AttractPage.qml", "MouseArea"),
        ("InviteOverlay.qml", "MouseArea"), ("AccessPanel.qml", "MouseArea"),
        ("TakeHomePanel.qml", "MouseArea"), ("PinPad.qml", "MouseArea"),
        ("SentenceLine.qml", "MouseArea"), ("StaffCorner.qml", "PointHandler"),
        ("AccessLayer.qml", "PointHandler"), ("Main.qml", "PointHandler"),
    }  # fmt: skip


# Where a touch beside all controls leads.
BESIDE = {
    "attract": "choose", "invite": "showing", "panel": "choose", "home failed": "showing",
    "pad": "showing",
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_a_touch_beside_all_controls(house: House, name: str) -> None:
    PLACES[name].come(house)
    stage.settle(house)
    house.touch_at(2, house.window.height() // 5)
    QTest.qWait(20)
    assert house.model.page == BESIDE[name]
    assert not house.model.inviting
    assert not house.model.access.open
    assert house.door.asking == (name == "pad")
    assert house.session.home.status == ("failed" if name == "home failed" else "")


# Controls, and how far from their left end another one comes to stand: without the guard each of
# these fails.
DOUBLE = [
    ("choose people", "ui.choose.speak", 0.5, "listening"),
    ("keyboard", "ui.keyboard.done", 0.5, "choose"),
    ("listening", "ui.speak.cancel", 0.5, "choose"),
    ("confirm", "ui.confirm.edit", 0.5, "choose"),
    ("confirm", "ui.confirm.again", 0.3, "listening"),
    ("showing", "ui.scene.edit", 0.3, "choose"),
    ("painting", "ui.painting.cancel", 0.5, "choose"),
    ("staff review", "ui.review.reject", 0.5, "staff"),
]


@pytest.fixture
def guarded(house: House) -> Iterator[House]:
    """With the kiosk's own idea of a double touch."""
    house.window.setProperty("doubleTouch", 350)
    yield house
    house.window.setProperty("doubleTouch", 0)


@pytest.mark.parametrize(("name", "control", "share", "page"), DOUBLE)
def test_a_double_touch_does_what_one_touch_does(
    guarded: House, name: str, control: str, share: float, page: str
) -> None:
    PLACES[name].come(guarded)
    stage.settle(guarded)
    spot = stage.controls(guarded)[guarded.say(control)]
    sentence, waiting = guarded.session.visit.sentence, len(guarded.gallery.pending())
    for _ in range(3):
        guarded.touch_at(int(spot.x + share * spot.width), int(spot.y + spot.height / 2))
        QTest.qWait(30)
    assert guarded.model.page == page
    assert not guarded.session.visit.ending
    assert guarded.session.visit.sentence == sentence
    assert len(guarded.gallery.pending()) == waiting


def test_typing_fast_is_no_double_touch(guarded: House) -> None:
    PLACES["keyboard"].come(guarded)
    stage.settle(guarded)
    for letter in "carreta":
        guarded.hit(letter)
    assert draft(guarded) == "um boicarreta"


@pytest.mark.parametrize("name", UNLIKE)
def test_five_keys_reach_all_that_fingers_reach(house: House, name: str) -> None:
    PLACES[name].come(house)
    controls = set(house.names())
    assert keys.standing(house) is None
    keys.key(house, keys.UP)
    first = keys.standing(house)
    assert first in controls
    found = keys.order(house)
    assert set(found) == controls
    keys.key(house, keys.LEFT)
    assert keys.standing(house) == found[-1]
    for code in (keys.DOWN, keys.UP):
        keys.key(house, code)
        # Whatever is under the ring can be seen: nothing stands on what has scrolled away.
        (ringed,) = [spot for spot in stage.settle(house) if spot.focused]
        assert ringed.inside(house.window.width(), house.window.height()), ringed


@pytest.mark.long
@pytest.mark.parametrize("name", PLACES)
def test_every_control_does_it_by_the_keys_too(house: House, name: str) -> None:
    each_control(house, name, keys.press)


# How long nobody needs to be there for what happens, by the state.
NEVER = ("listening", "painting")
PASSED_BY = ("attract", "degraded", "closed")


@pytest.mark.parametrize("name", UNLIKE)
def test_nobody_stays_for_ever(house: House, name: str) -> None:
    PLACES[name].come(house)
    house.model.show_language("en")
    if name in NEVER:
        house.goes(3600)
        assert (house.model.page, house.model.inviting) == (name, False)
        return
    if name in PASSED_BY:
        house.model.access.toggle("large_text")
        house.goes(FORGET_S + 1)
        assert house.model.page == name
    elif name.startswith("staff"):
        house.goes(QUIET_S[State.STAFF] - 1)
        assert house.model.page == "staff"
        house.goes(1)
        house.model._tick()
        assert house.staff.role == ""
    else:
        if name == "pad":
            house.goes(PAD_S)
            assert not house.door.asking
        if name != "invite":
            state = house.session.session.state
            house.goes(QUIET_S[state] - house.session.clock.quiet_s() - 1)
            assert not house.model.inviting
            house.goes(1)
        visit = house.session.visit
        assert house.model.inviting
        assert house.model.countdown >= 20
        assert {house.say("ui.invite.stay"), house.say("ui.invite.leave")} == set(house.names())
        house.goes(COUNTDOWN_S - 1)
        assert (house.model.inviting, house.model.countdown) == (True, 1)
        assert house.session.visit == visit
        house.goes(1)
    assert house.model.page == (name if name in PASSED_BY else "attract")
    assert house.session.visit == Visit()
    assert house.model.language == "pt-BR"
    assert not any(row["on"] for row in house.model.access.switches)
    assert not house.model.access.open
    assert house.session.home.status == ""


SAID = {
    language: {
        text for prefix in ("ui.", "access.", "staff.", "closed.", "selftest.", "prompts.notice.")
        for key, text in templates(prefix, language).items()
        if "{" not in text and key != "ui.language"
    }
    for language in LANGUAGES
}  # fmt: skip


@pytest.mark.parametrize("name", UNLIKE)
def test_every_text_changes_with_the_language(house: House, name: str) -> None:
    PLACES[name].come(house)
    seen = {spot.text or spot.name for spot in stage.settle(house)}
    assert seen & SAID["pt-BR"], name
    for language in ("es", "en"):
        house.model.show_language(language)
        shown = {spot.text or spot.name for spot in stage.settle(house)}
        foreign = set().union(*(SAID[other] for other in LANGUAGES if other != language))
        assert shown & SAID[language], name
        assert shown & (foreign - SAID[language]) == set(), (name, language)


def standing(house: House) -> object:
    """What a turned screen must not lose."""
    door, texts = house.door, sorted(house.texts())
    typed = [text for text in texts if text.endswith("|")]
    session, visit = house.session.session, house.session.visit
    return (session, visit, house.model.access.open, door.asking, door.dots, typed,
            house.session.home.status, house.staff.role, house.say("staff.menu.back") in (
                house.built()))  # fmt: skip


@pytest.mark.parametrize("name", UNLIKE)
def test_a_turned_screen_loses_nothing(house: House, name: str) -> None:
    place = PLACES[name]
    place.come(house)
    keys.key(house, keys.RIGHT)
    keys.key(house, keys.RIGHT)
    stood = keys.standing(house)
    controls, before = set(house.names()), standing(house)
    for size in ("landscape", "ten-inch", "portrait"):
        house.lie(size)
        there = set(house.names())
        if size != "ten-inch" and place.size != "ten-inch":
            assert there == controls, size
            assert keys.standing(house) == stood, size
        assert standing(house) == before, size
    assert place.size == "ten-inch" or set(house.names()) == controls


def test_a_screen_turned_while_it_is_painted(house: House) -> None:
    PLACES["choose people"].come(house)
    house.press("ui.choose.paint")
    sizes = ("landscape", "portrait")
    for turn in range(40):
        if house.model.page != "painting":
            break
        house.lie(sizes[turn % 2])
    house.page("showing")
    assert house.session.visit.finished
    assert house.model.sentence == "um boi"


def test_one_visit_goes_through_every_state(house: House) -> None:
    """By touch and voice, as they follow from each other; the painter's pictures are real."""
    house.empty()
    house.lie("portrait")
    states: list[str] = []
    house.model.changed.connect(lambda: states.append(str(house.session.session.state)))
    house.press("ui.attract.touch")
    house.press("ui.choose.speak")
    house.page("listening")
    house.until(lambda: house.model.speech)
    house.press("ui.speak.finish")
    house.page("confirm")
    assert house.model.sentence == "Um gaúcho na coxilha ao entardecer"
    assert "coxilha" in house.model.words
    house.press("ui.confirm.paint")
    house.page("painting")
    house.until(lambda: house.model.hasPicture)
    preview = house.session.visit.picture
    house.page("showing")
    picture = QImage.fromData(house.session.visit.picture)
    assert (picture.width(), picture.height()) == (256, 256)
    assert house.session.visit.picture != preview
    assert {house.say("ui.label"), house.model.sentence} <= set(house.texts())
    house.press("ui.scene.edit")
    house.page("choose")
    house.model.write("um homem nu")
    house.press("ui.choose.paint")
    house.page("trouble")
    house.press("ui.trouble.accept")
    house.page("showing")
    house.goes(QUIET_S[State.SHOWING])
    assert house.model.inviting
    house.press("ui.invite.stay")
    assert house.model.page == "showing"
    house.goes(QUIET_S[State.SHOWING])
    house.goes(COUNTDOWN_S)
    assert house.model.page == "attract"
    assert house.session.visit == Visit()
    visitors = {str(state) for state in State} - {"degraded", "closed", "staff"}
    assert set(states) == visitors
