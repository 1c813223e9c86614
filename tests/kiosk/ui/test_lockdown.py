"""Every row of docs/kiosk-lockdown.md, tried on the real window: nothing happens.

What reaches the window is what the window system would deliver to it.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest

from kiosk import paths
from kiosk.session.machine import Session, State
from kiosk.staff.pins import Pins
from kiosk.ui import app
from tests.kiosk.ui.conftest import MM, Screen

CTRL, ALT, META, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
FUNCTION = [getattr(K, f"Key_F{number}") for number in range(1, 13)]
KEYS = [
    (K.Key_F4, ALT), (K.Key_Q, CTRL), (K.Key_W, CTRL), (K.Key_C, CTRL), (K.Key_N, CTRL),
    (K.Key_R, CTRL), (K.Key_O, CTRL), (K.Key_P, CTRL), (K.Key_T, CTRL), (K.Key_L, CTRL),
    (K.Key_Delete, CTRL | ALT), (K.Key_Backspace, CTRL | ALT), (K.Key_T, CTRL | ALT),
    (K.Key_I, CTRL | SHIFT), (K.Key_Escape, NONE), (K.Key_Escape, CTRL), (K.Key_Escape, SHIFT),
    (K.Key_Back, NONE), (K.Key_Home, NONE), (K.Key_HomePage, NONE), (K.Key_Menu, NONE),
    (K.Key_Print, NONE), (K.Key_Help, NONE), (K.Key_Search, NONE),
    (K.Key_Meta, NONE), (K.Key_Super_L, NONE), (K.Key_D, META), (K.Key_L, META), (K.Key_E, META),
    (K.Key_R, META), (K.Key_Tab, ALT), (K.Key_Space, ALT), (K.Key_A, CTRL), (K.Key_V, CTRL),
    (K.Key_Insert, SHIFT), *((key, NONE) for key in FUNCTION),
    *((key, CTRL | ALT) for key in FUNCTION),
]  # fmt: skip
Act = Callable[[Screen], None]


def keys(screen: Screen) -> None:
    for key, modifier in KEYS:
        QTest.keyClick(screen.window, key, modifier)


def close_requests(screen: Screen) -> None:
    screen.window.close()
    for _ in range(2):
        QGuiApplication.sendEvent(screen.window, QCloseEvent())


def other_buttons(screen: Screen) -> None:
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton,
                   Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):  # fmt: skip
        for place in (QPoint(200, 300), QPoint(540, 960), QPoint(1070, 10)):
            QTest.mouseClick(screen.window, button, pos=place)
    middle = QPoint(540, 960)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, middle)
    QGuiApplication.sendEvent(screen.window, menu)


def hold(screen: Screen, place: QPoint, milliseconds: int) -> None:
    QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=place)
    QTest.qWait(milliseconds)
    QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=place)


def corner(screen: Screen) -> QPoint:
    return QPoint(screen.window.width() - 20, 20)


def impatient_in_the_corner(screen: Screen) -> None:
    for _ in range(20):
        QTest.mouseClick(screen.window, Qt.MouseButton.LeftButton, pos=corner(screen))
    QTest.mouseDClick(screen.window, Qt.MouseButton.LeftButton, pos=corner(screen))
    for _ in range(3):
        hold(screen, corner(screen), 100)


def sliding_out_of_the_corner(screen: Screen) -> None:
    QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=corner(screen))
    QTest.qWait(90)
    QTest.mouseMove(screen.window, corner(screen) - QPoint(round(30 * MM), 0))
    QTest.qWait(220)
    QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=QPoint(900, 20))


def holding_elsewhere(screen: Screen) -> None:
    # Just outside the 20 mm, and in the other corners.
    wide, high, mm = screen.window.width(), screen.window.height(), round(20 * MM)
    for place in (QPoint(wide - mm - 6, 5), QPoint(wide - 8, mm + 6), QPoint(5, 5),
                  QPoint(5, high - 5), QPoint(wide - 5, high - 5)):  # fmt: skip
        hold(screen, place, 220)


def touches(screen: Screen) -> None:
    device = QTest.createTouchDevice()
    for count in (2, 3, 5):
        places = [QPoint(150 + 140 * finger, 1500) for finger in range(count)]
        for event in ("press", "move", "move", "release"):
            fingers = QTest.touchEvent(screen.window, device)
            for finger, place in enumerate(places):
                moved = place + (QPoint(0, -60 * finger) if event == "move" else QPoint())
                getattr(fingers, event)(finger, moved, screen.window)
            fingers.commit()
    assert device.type() is QPointingDevice.DeviceType.TouchScreen


def swipes(screen: Screen) -> None:
    wide, high = screen.window.width() - 1, screen.window.height() - 1
    for path in (
        [(0, 900), (300, 900), (900, 900)], [(wide, 900), (700, 900), (100, 900)],
        [(500, 0), (500, 300), (500, 900)], [(500, high), (500, 1500), (500, 700)],
        [(wide, 0), (600, 400), (100, 1800)], [(200, 1200), (800, 1300), (300, 400)],
    ):  # fmt: skip
        points = [QPoint(*place) for place in path]
        QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=points[0])
        for before, after in pairwise(points):
            for step in range(1, 6):
                QTest.mouseMove(screen.window, before + (after - before) * step / 5)
        QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=points[-1])


def dropping(screen: Screen) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl("file:///etc/passwd"), QUrl("https://example.org")])
    carried.setText("https://example.org")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(500, 500), copy, carried, left, NONE)
    enter.ignore()
    QGuiApplication.sendEvent(screen.window, enter)
    assert not enter.isAccepted()
    drop = QDropEvent(QPointF(500, 500), copy, carried, left, NONE, QEvent.Type.Drop)
    drop.ignore()
    QGuiApplication.sendEvent(screen.window, drop)
    assert not drop.isAccepted()


def wheel(screen: Screen) -> None:
    for turn in (-1200, 1200):
        event = QWheelEvent(
            QPointF(500, 900), QPointF(500, 900), QPoint(0, turn), QPoint(0, turn),
            Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QGuiApplication.sendEvent(screen.window, event)


ACTS: dict[str, Act] = {
    "keys": keys, "close requests": close_requests, "other buttons": other_buttons,
    "impatience": impatient_in_the_corner, "sliding": sliding_out_of_the_corner,
    "holding elsewhere": holding_elsewhere, "touches": touches, "swipes": swipes,
    "dropping": dropping, "wheel": wheel,
}  # fmt: skip


TOUCHES = (
    touches, swipes, impatient_in_the_corner, sliding_out_of_the_corner, holding_elsewhere
)  # fmt: skip


@pytest.fixture
def locked(qapp, sockets_folder: Path) -> Iterator[Screen]:
    """The window with a PIN set; four seconds of holding are made to be 0.15."""
    Pins(paths.state_dir()).set("installer", "90281755")
    app.load_fonts()
    made = Screen(sockets_folder, pace=1.0)
    made.window.setProperty("cornerHold", 150)
    made.session.present = {"painter": True, "listener": True}
    yield made
    made.close()


def at(screen: Screen, state: State) -> None:
    screen.session.session = Session(state)
    screen.model._mirror()
    QTest.qWait(40)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
@pytest.mark.parametrize("state", [State.ATTRACT, State.CHOOSE, State.CLOSED])
def test_nothing_a_visitor_tries_leads_anywhere(locked: Screen, state: State, act: Act) -> None:
    at(locked, state)
    act(locked)
    QTest.qWait(60)
    # Touches may begin a visit or choose words: those are the visitor's own pages.
    visitors = {"attract", "choose", "painting", "listening", "trouble", "closed"}
    assert locked.model.page in visitors
    if act not in TOUCHES or state is State.CLOSED:
        assert locked.model.page == state
    assert locked.window.isVisible()
    assert not locked.model.staff_model.door_model.asking
    assert locked.model.staff_model.role == ""


def test_the_tries_are_not_in_vain_four_seconds_in_one_piece_open_the_pad(locked: Screen) -> None:
    hold(locked, corner(locked), 300)
    assert locked.model.staff_model.door_model.asking
    assert locked.model.page == "attract", "a pad is no way in"


def test_the_pad_itself_is_no_way_out(locked: Screen) -> None:
    locked.model.staff_model.door_model.ask()
    for act in (keys, close_requests, other_buttons, touches, swipes, dropping, wheel):
        act(locked)
    assert locked.window.isVisible()
    assert locked.model.page == "attract"
    assert locked.model.staff_model.role == ""


def test_no_text_of_the_kiosk_can_be_edited_selected_or_followed() -> None:
    for file in app.MAIN.parent.glob("*.qml"):
        source = file.read_text()
        if file.name == "MarkedSentence.qml":
            # It underlines words that nobody knew; the model escapes all that a visitor said, which
            # test_scene_page.py tries.
            source = source.replace("Text.StyledText : Text.PlainText", "Text.PlainText")
            source = source.replace("Text {", "BodyText {")
        for word in ("TextInput", "TextEdit", "TextField", "TextArea", "RichText", "StyledText",
                     "MarkdownText", "onLinkActivated", "openUrlExternally", "Shortcut",
                     "DropArea", "Qt.quit", "Qt.exit", "WebView", "XMLHttpRequest"):  # fmt: skip
            assert word not in source, f"{file.name}: {word}"
        # A Text without a format would guess, and take a visitor's "<a href=…>" for markup.
        assert source.count("Text {") <= source.count("PlainText") + source.count("BodyText {") + (
            source.count("TitleText {")
        ), file.name


def test_every_kind_of_try_is_in_the_list() -> None:
    page = (app.MAIN.parents[3] / "docs" / "kiosk-lockdown.md").read_text(encoding="utf-8")
    for word in ("Alt+F4", "Ctrl+Q", "Esc", "F11", "Ctrl+Alt+", "Meta", "long press", "fingers",
                 "swipes", "drags", "selected", "context menu", "links", "middle click",
                 "close request", "dropped", "wheel"):  # fmt: skip
        assert word in page, word


def test_only_the_process_itself_closes_its_window(locked: Screen) -> None:
    assert not locked.window.close()
    assert locked.window.isVisible()
    app.window(locked.engine).setProperty("ending", True)
    assert locked.window.close()
