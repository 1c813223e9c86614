"""The session as QML reads it: the visit, and beside it staff, gallery, switches and languages."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk import catalogue, config, heartbeat
from kiosk.gallery.store import Gallery
from kiosk.session import reading
from kiosk.session.controller import Controller
from kiosk.session.keeping import Keeper
from kiosk.session.machine import Event, State
from kiosk.session.trouble import Role
from kiosk.ui import session_texts
from kiosk.ui.access_model import AccessModel
from kiosk.ui.gallery_model import GalleryModel
from kiosk.ui.gallery_pictures import GalleryPictures
from kiosk.ui.home_mirror import HomeMirror
from kiosk.ui.previews import Previews
from kiosk.ui.scene_mirror import SceneMirror
from kiosk.ui.staff_model import StaffModel
from kiosk.ui.visit_mirror import VisitMirror

TICK_MS: Final = 250
_NOBODY: Final = (State.ATTRACT, State.CLOSED, State.STAFF)


class SessionMirror(VisitMirror):
    """Lives on the UI thread; answers arrive by a queued signal, time by a timer."""

    languageChanged = Signal()
    # A visitor has gone.
    left = Signal()
    _posted = Signal(object)

    def __init__(
        self,
        settings: config.KioskConfig,
        workers: Mapping[Role, Path],
        previews: Previews,
        *,
        gallery: Gallery | None = None,
        pace: float = 1.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(previews)
        self._settings = settings
        self._state = State.ATTRACT
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._gallery = GalleryModel(gallery, settings.language, parent=self)
        self.staff_model = StaffModel(settings, workers, lambda: self.spoken)
        self._access = AccessModel(settings, self, volume=self.staff_model.volume_now)
        self.controller = Controller(
            settings,
            workers,
            self._posted.emit,
            self._mirror,
            now=now,
            keeper=Keeper(gallery, self._gallery.clerk, offered=settings.gallery.keep),
            pace=pace,
            closed=self.staff_model.closed,
        )
        self.staff_model.letIn.connect(lambda: self.controller.happen(Event.STAFF))
        self.staff_model.left.connect(lambda: self.controller.happen(Event.RESET))
        self.languageChanged.connect(self.staff_model.speak)
        self._scene = SceneMirror(self.controller, self)
        self._home = HomeMirror(self.controller, self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def open(self) -> None:
        """Begin: watch the workers, let time pass."""
        self.controller.open()
        self._timer.start()

    def close(self) -> None:
        """End: no job, no timer, nothing of a visitor left."""
        self._timer.stop()
        self._access.narrator.close()
        self.controller.close()
        self.staff_model.close()
        self.previews.show(None)
        self._gallery.close()

    def gallery_pictures(self) -> GalleryPictures:
        """For the engine that shows them."""
        return self._gallery.pictures

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()

    def _tick(self) -> None:
        heartbeat.alive()
        if self._access.pass_time(self.controller.clock, self._state):
            self._forget_settings()
        if self.staff_model.busy():
            # Staff who wait for a bundle or the self-test are still there.
            self.controller.clock.sign_of_life()
        self.controller.tick()
        state = self.controller.session.state
        self.staff_model.tick(str(state), self.controller.clock.quiet_s())
        if self.controller.session.state is State.INVITE:
            self.changed.emit()

    def _mirror(self) -> None:
        self.mirror_visit()
        self._follow_state()
        self._follow_language()

    def _follow_language(self) -> None:
        self._access.follow(self._view())
        self._scene.mirror(self.spoken)
        self._home.mirror()
        self.changed.emit()

    def _view(self) -> reading.View:
        session, visit = self.controller.session, self.controller.visit
        closed = session.page is State.CLOSED
        return reading.View(
            page=session.page,
            inviting=session.state is State.INVITE,
            language=self.spoken,
            sentence=visit.sentence.text,
            suggestion=session_texts.suggestion(visit),
            trouble=session_texts.trouble(visit, self.spoken),
            note=session_texts.note(visit, self.spoken),
            closed=self.staff_model.hours_model.current_title() if closed else "",
            percent=round(visit.fraction * 100),
        )

    def _forget_settings(self) -> None:
        """A visitor's language and switches are personal too: they go when the visitor goes."""
        self._access.forget()
        self.show_language(self._settings.language)

    def _follow_state(self) -> None:
        state = self.controller.session.state
        if state in _NOBODY and state is not self._state:
            self._forget_settings()
            self.left.emit()
        self._state = state

    @Property(QObject, constant=True)
    def staff(self) -> QObject:
        """Everything behind the PIN, and what the closed page says."""
        return self.staff_model

    @Property(QObject, constant=True)
    def scene(self) -> SceneMirror:
        """What stands around the picture: marked sentence, notes, variations, chips' pictures."""
        return self._scene

    @Property(QObject, constant=True)
    def home(self) -> HomeMirror:
        """Taking the picture home."""
        return self._home

    @Property(QObject, constant=True)
    def gallery(self) -> GalleryModel:
        """The wall, and what staff see of the gallery."""
        return self._gallery

    @Property(QObject, constant=True)
    def access(self) -> AccessModel:
        """The visitor's accessibility switches."""
        return self._access

    @Property(list, notify=languageChanged)
    def chips(self) -> list[dict[str, str]]:
        """The chips that the bundle can paint: id, shelf, label."""
        return session_texts.chips(self.spoken)

    @Property(list, constant=True)
    def shelves(self) -> list[str]:
        """Where the chips lie that can be tapped, in screen order."""
        return session_texts.shelves()

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The visitor's language."""
        return self.spoken

    @Property(list, constant=True)
    def languages(self) -> list[dict[str, str]]:
        """Each language by its code and its own name."""
        return session_texts.languages()

    @Property(dict, notify=languageChanged)
    def texts(self) -> dict[str, str]:
        """All sentences of the visitors' pages by key, `{values}` not filled in."""
        return catalogue.templates("ui.", self.spoken)

    def show_language(self, code: str) -> None:
        """Show another language. Unknown codes are ignored."""
        if code in catalogue.LANGUAGES and code != self.spoken:
            self.controller.language = code
            self._gallery.speak(code)
            self.languageChanged.emit()
            self._follow_language()
