"""One visit by chance: what a person might do on each page, kind or unkind, until they go."""

import random
import time
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.session.machine import State
from kiosk.ui.robot.clock import SkippingClock
from kiosk.ui.robot.finger import Finger
from kiosk.ui.robot.watch import Beat, Frames
from kiosk.ui.session_model import SessionModel

_PAINTED_WITHIN_S: Final = 30.0
_GONE_WITHIN_S: Final = 20.0
_SKIP_S: Final = 3.0
_BUSY: Final = (State.PAINTING, State.LISTENING)
_PLACES: Final = ("na coxilha", "no banhado", "de noite", "ao entardecer", "em xilogravura")


@dataclass
class Told:
    """What the visits came to; times in seconds."""

    pages: dict[str, int] = field(default_factory=dict)
    scenes: int = 0
    talks: int = 0
    stuck: list[str] = field(default_factory=list)
    feedback_s: float = 0.0
    preview_s: list[float] = field(default_factory=list)


class Visitor:
    """Visits by `chance`. `marker` is a word that this visitor alone writes."""

    def __init__(
        self,
        model: SessionModel,
        window: QQuickWindow,
        clock: SkippingClock,
        chance: random.Random,
    ) -> None:
        self.told = Told()
        self.beat = Beat()
        self._model = model
        self._clock = clock
        self._chance = chance
        self._finger = Finger(window, chance)
        self._frames = Frames(window)

    def visit(self, marker: str) -> None:
        """Come, do things, go: by "done", or by walking away."""
        for _ in range(self._chance.randint(3, 14)):
            page = self._page
            self.told.pages[page] = self.told.pages.get(page, 0) + 1
            if self._chance.random() < 0.6:
                self._mean(page, marker)
            else:
                self._fumble()
            QTest.qWait(self._chance.choice((0, 1, 5, 20)))
        if self._chance.random() < 0.3:
            self._model.leave()
        self._walk_away()

    @property
    def _page(self) -> str:
        return str(self._model.controller.session.page)

    @property
    def _pictured(self) -> bool:
        return self._model.controller.visit.picture is not None

    def _mean(self, page: str, marker: str) -> None:
        """What somebody does who knows what the page is for."""
        if page == State.ATTRACT:
            self._model.touch()
        elif page in _BUSY:
            self._wait(page)
        elif page == State.CHOOSE and self._chance.random() < 0.6:
            self._say(marker)
        else:
            self._press()

    def _say(self, marker: str) -> None:
        if self._chance.random() < 0.4:
            self._model.write(f"um cavalo {self._chance.choice(_PLACES)} {marker}")
        else:
            self._model.surprise()
        if self._chance.random() < 0.7:
            self._paint()

    def _fumble(self) -> None:
        """What children, sleeves and the curious do."""
        wild = (
            self._press, self._press, self._finger.tap_anywhere, self._finger.drag,
            self._finger.key, self._hold,
            lambda: self._finger.hold_corner(self._chance.choice((50, 300))),
        )  # fmt: skip
        self._chance.choice(wild)()

    def _hold(self) -> None:
        controls = self._finger.controls()
        if controls:
            self._finger.hold(self._chance.choice(controls), 120)

    def _press(self) -> None:
        controls = self._finger.controls()
        if not controls:
            self._finger.tap_anywhere()
            return
        self._finger.press(self._chance.choice(controls))
        self.told.feedback_s = max(self.told.feedback_s, self._frames.seconds_to_next())

    def _paint(self) -> None:
        asked = time.monotonic()
        self._model.paint()
        if self._page == State.PAINTING and self._chance.random() < 0.8:
            self._wait(State.PAINTING, asked)

    def _wait(self, page: str, asked: float | None = None) -> None:
        """Watch it being painted, or speak; now and then do not wait for the end.

        asked: when the picture was asked for, where that is known.
        """
        began = time.monotonic()
        patience = _PAINTED_WITHIN_S if self._chance.random() < 0.85 else 0.05
        with self.beat.measured():
            while self._page == page and time.monotonic() - began < patience:
                QTest.qWait(2)
                if asked is not None and self._pictured:
                    self.told.preview_s.append(time.monotonic() - asked)
                    asked = None
        if self._page == page and patience == _PAINTED_WITHIN_S:
            self.told.stuck.append(page)
        self.told.scenes += page == State.PAINTING and self._page == State.SHOWING
        self.told.talks += page == State.LISTENING and self._page != page

    def _walk_away(self) -> None:
        """Nobody touches; the clock is turned on in steps until the next visitor is invited."""
        until = time.monotonic() + _GONE_WITHIN_S + _PAINTED_WITHIN_S
        while self._page not in (State.ATTRACT, State.DEGRADED):
            if time.monotonic() > until:
                self.told.stuck.append(f"{self._page}, walked away")
                self._model.leave()
                return
            self._clock.skip(_SKIP_S)
            self._model.controller.tick()
            QTest.qWait(1)
