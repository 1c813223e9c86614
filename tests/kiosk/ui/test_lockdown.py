"""Every row of docs/kiosk-lockdown.md, tried on the real window on every page: nothing happens.

What reaches the window is what the window system would deliver to it. The keys are those that the
page itself lists.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest

from kiosk import paths
from kiosk.session.machine import Session, State
from kiosk.session.sentence import spoken
from kiosk.session.visit import Visit
from kiosk.staff.pins import Cost, Pins
from kiosk.ui import app
from tests.kiosk.ui import stage
from tests.kiosk.ui.conftest import MM, Screen

LIST = app.MAIN.parents[3] / "docs" / "kiosk-lockdown.md"
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
HOLD_MS = 120
"""Stands for the four seconds."""
WRITTEN = (
    "file:///etc/passwd", "https://example.org", "<a href='https://example.org'>boi</a>",
    "[boi](https://example.org)", "javascript:alert(1)", "heritage-kiosk pin set gallery",
)  # fmt: skip
Act = Callable[[Screen], None]


def tries() -> list[str]:
    """The first column of the list."""
    table = LIST.read_text(encoding="utf-8").split("| Try |")[1].split("\n\n")[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


def listed_keys(row: str) -> list[QKeySequence]:
    """The keys that a row names; what is no key (a click, a close request) is left out."""
    names = []
    for name in row.split(", "):
        several = re.fullmatch(r"(.*)F(\d+) to F(\d+)", name)
        if several:
            first, last = int(several[2]), int(several[3])
            names += [f"{several[1]}F{number}" for number in range(first, last + 1)]
        elif name and name[0].isupper():
            names.append(name.replace("Delete", "Del"))
    return [QKeySequence(name) for name in names]


def keys_of(start: str) -> Act:
    """All keys of the row that begins so."""
    (row,) = (row for row in tries() if row.startswith(start))
    sequences = listed_keys(row)
    assert sequences

    def act(screen: Screen) -> None:
        for sequence in sequences:
            if sequence.isEmpty():
                # A modifier by itself.
                QTest.keyClick(screen.window, Qt.Key.Key_Meta)
                QTest.keyClick(screen.window, Qt.Key.Key_Super_L)
                continue
            key = sequence[0]
            assert key.key() != Qt.Key.Key_unknown, sequence.toString()
            QTest.keyClick(screen.window, key.key(), key.keyboardModifiers())

    return act


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
        hold(screen, corner(screen), HOLD_MS // 4)


def sliding_out_of_the_corner(screen: Screen) -> None:
    QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=corner(screen))
    QTest.qWait(HOLD_MS // 4)
    QTest.mouseMove(screen.window, corner(screen) - QPoint(round(30 * MM), 0))
    QTest.qWait(HOLD_MS + 40)
    QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=QPoint(900, 20))


def holding_elsewhere(screen: Screen) -> None:
    # Just outside the 20 mm, and in the other corners.
    wide, high, mm = screen.window.width(), screen.window.height(), round(20 * MM)
    for place in (QPoint(wide - mm - 6, 5), QPoint(wide - 8, mm + 6), QPoint(5, 5),
                  QPoint(5, high - 5), QPoint(wide - 5, high - 5)):  # fmt: skip
        hold(screen, place, HOLD_MS + 40)


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


def double_clicks(screen: Screen) -> None:
    for place in (QPoint(200, 300), QPoint(540, 960)):
        QTest.mouseDClick(screen.window, Qt.MouseButton.LeftButton, pos=place)


def long_press(screen: Screen) -> None:
    hold(screen, QPoint(540, 400), 3 * HOLD_MS)


def writing(screen: Screen) -> None:
    """What a visitor wrote stands on three pages, and is touched there."""
    for text in WRITTEN:
        for state in (State.CHOOSE, State.CONFIRM, State.SHOWING):
            at(screen, str(state))
            screen.session.visit = Visit(sentence=spoken(text), picture=stage.picture())
            screen.model._mirror()
            shown = [item for item in stage.spots(screen) if text[:12] in item.text]
            assert shown, (text, state)
            for item in shown:
                place = QPoint(int(item.x + item.width / 2), int(item.y + item.height / 2))
                QTest.mouseClick(screen.window, Qt.MouseButton.LeftButton, pos=place)


# By how a row begins: all that is tried for it.
ACTS: dict[str, tuple[Act, ...]] = {
    "Alt+F4": (keys_of("Alt+F4"), close_requests),
    "Ctrl+Q": (keys_of("Ctrl+Q"),),
    "Esc": (keys_of("Esc"),),
    "Meta": (keys_of("Meta"),),
    "Ctrl+Alt+F1": (keys_of("Ctrl+Alt+F1"),),
    "Ctrl+A,": (keys_of("Ctrl+A,"), other_buttons),
    "right click": (other_buttons, long_press),
    "a short touch in the corner": (impatient_in_the_corner,),
    "a hold that slides": (sliding_out_of_the_corner, holding_elsewhere),
    "two to five fingers": (touches,),
    "swipes": (swipes,),
    "a file or an address dropped": (dropping,),
    "links": (writing,),
    "wheel": (wheel, double_clicks),
}
# These may begin a visit or choose words: those are the visitor's own pages.
TOUCHING = {
    touches, swipes, impatient_in_the_corner, sliding_out_of_the_corner, holding_elsewhere,
    long_press, writing, double_clicks,
}  # fmt: skip
PAGES = (*stage.NAMES, "closed")
# Waiting is most of these: in the short suite they are tried on some pages only.
SLOW = {sliding_out_of_the_corner, holding_elsewhere, long_press}
SOME = ("attract", "choose", "showing", "closed")


class Opened(QObject):
    """Asked instead of a browser, if anything asks to open an address."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture(scope="module", autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In place of the fixture of that name: one state for the whole module."""
    home = tmp_path_factory.mktemp("locked")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STATE", "CACHE", "RUNTIME"):
            patch.setenv(f"{name}_DIRECTORY", str(home / name.lower()))
        yield


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    asked = Opened()
    for scheme in ("file", "https", "http", "javascript"):
        QDesktopServices.setUrlHandler(scheme, asked, "open")
    yield asked
    for scheme in ("file", "https", "http", "javascript"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture(scope="module")
def locked(qapp, _private_folders: None) -> Iterator[Screen]:
    """The window with a PIN set."""
    Pins(paths.state_dir(), Cost(n=16)).set("installer", "90281755")
    app.load_fonts()
    with tempfile.TemporaryDirectory() as folder:
        made = Screen(Path(folder), pace=1.0)
        made.window.setProperty("cornerHold", HOLD_MS)
        yield made
        made.close()


def at(screen: Screen, page: str) -> str:
    """Bring the window to a page, and say the state that is shown there."""
    screen.model.leave()
    if page == "closed":
        screen.model.access.show(False)
        screen.session.session, screen.session.visit = Session(State.CLOSED), Visit()
        screen.model._mirror()
        QTest.qWait(20)
    else:
        stage.show(screen, page)
    return str(screen.model.page)


def test_every_row_of_the_list_is_tried_and_nothing_else() -> None:
    rows = tries()
    assert len(rows) == len(ACTS)
    for start in ACTS:
        assert len([row for row in rows if row.startswith(start)]) == 1, start


@pytest.mark.parametrize("start", ACTS)
def test_nothing_a_visitor_tries_leads_anywhere(
    locked: Screen, opened: Opened, start: str
) -> None:
    for act in ACTS[start]:
        # What is written goes to its pages by itself.
        pages = SOME[:1] if act is writing else SOME if act in SLOW else PAGES
        tried(locked, opened, act, pages)


@pytest.mark.long
@pytest.mark.parametrize("act", SLOW)
def test_nothing_that_takes_long_leads_anywhere_from_any_page(
    locked: Screen, opened: Opened, act: Act
) -> None:
    tried(locked, opened, act, PAGES)


def tried(screen: Screen, opened: Opened, act: Act, pages: tuple[str, ...]) -> None:
    staff = screen.model.staff_model
    for page in pages:
        before = at(screen, page)
        act(screen)
        QTest.qWait(20)
        if act not in TOUCHING or page == "closed":
            assert screen.model.page == before, page
        assert screen.model.page in {*stage.NAMES, "closed"} - {"panel", "keyboard"}
        assert screen.window.isVisible()
        assert not staff.door_model.asking, (page, act)
        assert staff.role == ""
        assert opened.urls == []


def test_an_address_that_was_opened_would_be_noticed(opened: Opened) -> None:
    assert QDesktopServices.openUrl(QUrl("https://example.org"))
    assert opened.urls == ["https://example.org"]
    opened.urls.clear()


@pytest.mark.parametrize("page", PAGES)
def test_the_tries_are_not_in_vain_four_seconds_in_one_piece_open_the_pad(
    locked: Screen, page: str
) -> None:
    before = at(locked, page)
    QTest.mousePress(locked.window, Qt.MouseButton.LeftButton, pos=corner(locked))
    locked.until(lambda: locked.model.staff_model.door_model.asking, 10)
    QTest.mouseRelease(locked.window, Qt.MouseButton.LeftButton, pos=corner(locked))
    assert locked.model.staff_model.role == "", "a pad is no way in"
    if page not in ("attract", "invite"):
        assert locked.model.page == before
    locked.model.staff_model.door_model.cancel()


def test_the_pad_itself_is_no_way_out(locked: Screen) -> None:
    at(locked, "attract")
    locked.model.staff_model.door_model.ask()
    for act in {act for acts in ACTS.values() for act in acts} - {writing}:
        act(locked)
        locked.model.staff_model.door_model.ask()
    assert locked.window.isVisible()
    assert locked.model.page == "attract"
    assert locked.model.staff_model.role == ""
    locked.model.staff_model.door_model.cancel()


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


def test_only_the_process_itself_closes_its_window(locked: Screen) -> None:
    assert not locked.window.close()
    assert locked.window.isVisible()
    app.window(locked.engine).setProperty("ending", True)
    assert locked.window.close()
