"""The session as Qt properties: what QML reads. It mirrors the controller and decides nothing."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk import catalogue, config, errors, heartbeat
from kiosk.gallery.store import Gallery
from kiosk.prompts import glossary, lexicon
from kiosk.session import reading
from kiosk.session.controller import Controller
from kiosk.session.keeping import Keeper
from kiosk.session.machine import Event, State
from kiosk.session.trouble import Role, WayOn, sentence_key, way_on
from kiosk.ui.access_model import AccessModel
from kiosk.ui.gallery_model import GalleryModel
from kiosk.ui.gallery_pictures import GalleryPictures
from kiosk.ui.home_mirror import HomeMirror
from kiosk.ui.previews import NAME, Previews
from kiosk.ui.scene_mirror import SceneMirror
from kiosk.ui.staff_model import StaffModel

TICK_MS: Final = 250
_NOBODY: Final = (State.ATTRACT, State.CLOSED, State.STAFF)


class SessionMirror(QObject):
    """What QML sees of the session. Lives on the UI thread; answers arrive by a queued signal."""

    changed = Signal()
    pickedChanged = Signal()
    pictureChanged = Signal()
    wordsChanged = Signal()
    languageChanged = Signal()
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
        super().__init__()
        self._settings = settings
        self._previews = previews
        self._language: str = settings.language
        self._picture: bytes | None = None
        self._pictures = 0
        self._state = State.ATTRACT
        self._picked: list[str] = []
        self._words: list[str] = []
        self._read = ""
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._gallery = GalleryModel(gallery, settings.language, parent=self)
        self.staff_model = StaffModel(settings, workers, lambda: self._language)
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
        self._previews.show(None)
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
        visit = self.controller.visit
        if visit.picture is not self._picture:
            self._picture = visit.picture
            self._pictures += 1
            self._previews.show(visit.picture)
            self.pictureChanged.emit()
        picked = list(visit.sentence.picked)
        if picked != self._picked:
            self._picked = picked
            self.pickedChanged.emit()
        self._read_words()
        self._follow_state()
        self._access.follow(self._view())
        self._scene.mirror(self._language)
        self._home.mirror()
        self.changed.emit()

    def _view(self) -> reading.View:
        controller = self.controller
        return reading.View(
            page=controller.session.page,
            inviting=controller.session.state is State.INVITE,
            language=self._language,
            sentence=controller.visit.sentence.text,
            suggestion=self.suggested(),
            trouble=str(self.property("trouble")),
            note=str(self.property("note")),
            percent=round(controller.visit.fraction * 100),
        )

    def _forget_settings(self) -> None:
        """A visitor's language and switches are personal too: they go when the visitor goes."""
        self._access.forget()
        self.show_language(self._settings.language)

    def _read_words(self) -> None:
        """The words that the glossary knows, looked up only where the page shows them."""
        shown = self.controller.session.page is State.CONFIRM
        text = self.controller.visit.sentence.text if shown else ""
        if text != self._read:
            self._read = text
            found = (match.heard for match in glossary.find(text) if match.term.gloss is not None)
            self._words = list(dict.fromkeys(found))
            self.wordsChanged.emit()

    def _follow_state(self) -> None:
        state = self.controller.session.state
        if state in _NOBODY and state is not self._state:
            self._forget_settings()
        self._state = state

    @Property(str, notify=changed)
    def page(self) -> str:
        """The page to draw, by state."""
        return str(self.controller.session.page)

    @Property(QObject, constant=True)
    def staff(self) -> QObject:
        """Everything behind the PIN, and what the closed page says."""
        return self.staff_model

    @Property(bool, notify=changed)
    def inviting(self) -> bool:
        """Whether the invitation lies over the page."""
        return self.controller.session.state is State.INVITE

    @Property(int, notify=changed)
    def countdown(self) -> int:
        """Seconds left of the invitation."""
        return self.controller.clock.countdown(self.controller.session.state)

    @Property(str, notify=changed)
    def sentence(self) -> str:
        """What will be painted."""
        return self.controller.visit.sentence.text

    @Property(bool, notify=changed)
    def canPaint(self) -> bool:
        """Whether there is a sentence and a painter."""
        return bool(self.controller.visit.sentence.text) and self.controller.present["painter"]

    @Property(bool, notify=changed)
    def painterReady(self) -> bool:
        """Whether the painter answers."""
        return self.controller.present["painter"]

    @Property(bool, notify=changed)
    def voiceReady(self) -> bool:
        """Whether speaking can be offered."""
        return self.controller.voice_ready

    @Property(float, notify=changed)
    def level(self) -> float:
        """Loudness of the voice, 0..1."""
        return self.controller.visit.level

    @Property(bool, notify=changed)
    def speech(self) -> bool:
        """Whether a voice is heard."""
        return self.controller.visit.speech

    @Property(bool, notify=changed)
    def clipped(self) -> bool:
        """Whether the voice is too loud for the microphone."""
        return self.controller.visit.clipped

    @Property(str, notify=changed)
    def caption(self) -> str:
        """What was understood so far, while the visitor speaks: to be read, not to be painted."""
        return self.controller.visit.caption

    @Property(bool, notify=changed)
    def ending(self) -> bool:
        """Whether the visitor has finished and the words are being worked out."""
        return self.controller.visit.ending

    @Property(float, notify=changed)
    def fraction(self) -> float:
        """Progress of the picture, 0..1."""
        return self.controller.visit.fraction

    @Property(bool, notify=pictureChanged)
    def hasPicture(self) -> bool:
        """Whether a preview or a picture has come."""
        return self._picture is not None

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        """Address of the newest preview or picture."""
        return f"image://{NAME}/{self._pictures}"

    @Property(list, notify=wordsChanged)
    def words(self) -> list[str]:
        """Words of the sentence that the kiosk knows."""
        return self._words

    @Property(str, notify=changed)
    def note(self) -> str:
        """What was changed or not understood in the sentence, if anything was."""
        prepared = self.controller.visit.prepared
        if prepared is None:
            return ""
        if prepared.notice:
            return self._text(prepared.notice)
        return self._text("ui.scene.unknown") if prepared.unknown else ""

    @Property(QObject, constant=True)
    def scene(self) -> SceneMirror:
        """What stands around the picture: marked sentence, notes, variations, chips' pictures."""
        return self._scene

    @Property(QObject, constant=True)
    def home(self) -> HomeMirror:
        """Taking the picture home."""
        return self._home

    @Property(bool, constant=True)
    def keepOffered(self) -> bool:
        """Whether a scene may be left for the wall."""
        return self.controller.keeper.offered

    @Property(str, notify=changed)
    def keeping(self) -> str:
        """Whether this scene was left for the wall: "", writing, kept, refused."""
        return self.controller.visit.keeping

    @Property(QObject, constant=True)
    def gallery(self) -> GalleryModel:
        """The wall, and what staff see of the gallery."""
        return self._gallery

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What went wrong, for a visitor."""
        visit = self.controller.visit
        if visit.fault is None:
            return ""
        if isinstance(visit.fault, errors.PromptBlocked) and visit.prepared:
            return self._text(visit.prepared.notice or "ui.trouble.blocked")
        return self._text(sentence_key(visit.fault, visit.role))

    @Property(str, notify=changed)
    def suggestion(self) -> str:
        """What could be painted instead of a sentence that is better not painted."""
        return self.suggested()

    @Property(str, notify=changed)
    def retry(self) -> str:
        """What "again" means now: accept, speak, paint, or nothing."""
        return self.current_way_on()

    @Property(list, notify=pickedChanged)
    def picked(self) -> list[str]:
        """Ids of the chips in the sentence."""
        return self._picked

    @Property(QObject, constant=True)
    def access(self) -> AccessModel:
        """The visitor's accessibility switches."""
        return self._access

    @Property(list, notify=languageChanged)
    def chips(self) -> list[dict[str, str]]:
        """The chips that the bundle can paint: id, shelf, label."""
        return [
            {"id": chip.id, "shelf": chip.shelf, "label": chip.label.text(self._language)}
            for chip in lexicon.chips()
            if chip.embedded
        ]

    @Property(list, constant=True)
    def shelves(self) -> list[str]:
        """Where the chips lie that can be tapped, in screen order."""
        filled = {chip.shelf for chip in lexicon.chips() if chip.embedded}
        return [shelf for shelf in lexicon.SHELVES if shelf in filled]

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The visitor's language."""
        return self._language

    @Property(list, constant=True)
    def languages(self) -> list[dict[str, str]]:
        """Each language by its code and its own name."""
        return [
            {"code": code, "name": catalogue.text("ui.language", code)}
            for code in catalogue.LANGUAGES
        ]

    @Property(dict, notify=languageChanged)
    def texts(self) -> dict[str, str]:
        """All sentences of the screen by key, `{values}` not filled in."""
        raw = {key for key in catalogue.keys(catalogue.DEFAULT) if key.startswith("ui.")}
        marks = {name: "{" + name + "}" for name in ("percent", "source", "count")}
        return {key: self._text(key, **marks) for key in raw}

    def current_way_on(self) -> WayOn:
        """What can be done about the trouble; nothing where there is none."""
        visit = self.controller.visit
        if visit.fault is None:
            return ""
        return way_on(visit.fault, visit.role, self.controller.voice_ready)

    def suggested(self) -> str:
        """The sentence offered instead of one that is better not painted."""
        fault = self.controller.visit.fault
        return str(fault.values["suggestion"]) if isinstance(fault, errors.PromptBlocked) else ""

    def _text(self, key: str, **values: object) -> str:
        return catalogue.text(key, self._language, **values)

    def show_language(self, code: str) -> None:
        """Show another language. Unknown codes are ignored."""
        if code in catalogue.LANGUAGES and code != self._language:
            self._language = code
            self.controller.language = code
            self._gallery.speak(code)
            self.languageChanged.emit()
            self._access.follow(self._view())
            self._scene.mirror(code)
            self.changed.emit()
