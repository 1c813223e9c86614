"""Closed hours in the real window, by an injected clock."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk import config
from kiosk.session.machine import Event, Session, State
from kiosk.session.sentence import spoken
from kiosk.session.visit import Visit
from kiosk.ui import app
from kiosk.ui.staff_model import DARK_S
from tests.kiosk.ui.conftest import Screen

# A Tuesday.
DAY = datetime(2026, 11, 24).astimezone()


class Night:
    """The window, a wall clock and a monotonic one."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.wall, self.seconds = screen, DAY + timedelta(hours=12), 100.0
        self.staff = screen.model.staff_model
        self.staff.shutters.now = lambda: self.wall
        self.staff.now = screen.session.clock.now = lambda: self.seconds
        screen.session.sign_of_life()

    def goes(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)
        self.screen.model._tick()
        QTest.qWait(30)


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "panel"


@pytest.fixture
def night(qapp, sockets_folder: Path, said: Path) -> Iterator[Night]:
    script = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    command = (sys.executable, "-c", script, str(said))
    settings = config.KioskConfig(
        opening_hours=dict.fromkeys(("tuesday", "wednesday"), "09:00-17:00"),
        screen_off_command=(*command, "off "),
        screen_on_command=(*command, "on "),
    )
    app.load_fonts()
    made = Screen(sockets_folder, pace=1.0, settings=settings)
    made.session.present = {"painter": True, "listener": True}
    yield Night(made)
    made.close()


def test_an_evening_a_night_and_a_morning(night: Night, said: Path) -> None:
    model = night.screen.model
    night.goes(1)
    assert model.page == "attract"
    night.goes(5 * 3600)
    assert model.page == "closed"
    texts = night.screen.texts()
    assert "Voltamos amanhã às\u00a09h" in texts
    assert "terça e quarta" in texts
    assert not night.staff.asleep
    bright = night.screen.window.grabWindow().pixelColor(540, 1900).lightness()
    night.goes(DARK_S - 2)
    assert not night.staff.asleep
    night.goes(3)
    assert night.staff.asleep
    assert night.staff.panel.settle(20)
    assert said.read_text() == "off "
    QTest.qWait(60)
    image = night.screen.window.grabWindow()
    assert image.pixelColor(540, 1900).lightness() <= min(bright, 4)
    brightest = max(
        image.pixelColor(x, y).lightness() for x in range(0, 1080, 9) for y in range(0, 1920, 9)
    )
    assert brightest < 40, "nearly black"

    QTest.mouseClick(night.screen.window, Qt.MouseButton.LeftButton, pos=QPoint(540, 1000))
    night.goes(0.3)
    assert not night.staff.asleep
    assert night.staff.panel.settle(20)
    assert said.read_text() == "off on "
    assert model.page == "closed", "a touch wakes the page, it opens nothing"
    night.goes(DARK_S + 1)
    assert night.staff.panel.settle(20)

    night.goes(8 * 3600)
    assert "Voltamos hoje às\u00a09h" in night.screen.texts(), "after midnight it is today"
    night.goes(8 * 3600)
    assert model.page == "attract"
    night.goes(0.3)
    assert night.staff.panel.settle(20)
    assert said.read_text() == "off on off on "


@pytest.mark.parametrize("event", [Event.PAINT, Event.SPEAK])
@pytest.mark.parametrize("state", [State.CHOOSE, State.CONFIRM, State.SHOWING, State.TROUBLE])
def test_a_visit_at_closing_time_may_be_looked_at_but_begins_nothing(
    night: Night, state: State, event: Event
) -> None:
    session = night.screen.session
    session.session = Session(state)
    session.visit = Visit(sentence=spoken("um gaúcho na coxilha"))
    night.wall = DAY + timedelta(hours=17)
    night.goes(1)
    assert session.session.state is state
    session.happen(event)
    assert session.session.state is State.CLOSED
    assert session.visit == Visit()
    assert not session.busy()


def test_no_touch_begins_a_visit_while_closed(night: Night) -> None:
    night.wall = DAY + timedelta(hours=20)
    # Between closing time and the next tick.
    night.screen.model.touch()
    assert night.screen.model.page == "closed"
    for event in Event:
        if event not in (Event.STAFF, Event.OPEN):
            night.screen.session.happen(event)
            assert night.screen.model.page == "closed", event
            assert not night.screen.session.busy()


def test_a_painter_that_is_away_is_no_matter_while_closed(night: Night) -> None:
    night.screen.session.present = {"painter": False, "listener": False}
    night.screen.session._painter_seen -= 60
    night.goes(1)
    assert night.screen.model.page == "degraded"
    night.wall = DAY + timedelta(hours=20)
    night.goes(1)
    assert night.screen.model.page == "closed"


def test_a_clock_that_lost_its_time_closes_nothing(night: Night) -> None:
    night.wall = datetime(1970, 1, 1, 3).astimezone()
    night.goes(1)
    assert night.screen.model.page == "attract"


def test_each_language_may_be_closed(night: Night) -> None:
    night.wall = DAY + timedelta(hours=20)
    night.goes(1)
    night.screen.model.speakLanguage("en")
    QTest.qWait(30)
    assert "We are back tomorrow at\u00a09:00" in night.screen.texts()
