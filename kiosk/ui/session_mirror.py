"""The session as Qt properties: what QML reads. It mirrors the controller and decides nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk import catalogue, config, errors
from kiosk.prompts import glossary, lexicon
from kiosk.session.controller import Controller
from kiosk.session.machine import State
from kiosk.session.trouble import Role, WayOn, sentence_key, way_on
from kiosk.ui.home_mirror import HomeMirror
from kiosk.ui.previews import NAME, Previews
from kiosk.ui.scene_mirror import SceneMirror

TICK_MS: Final = 250


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
        pace: float = 1.0,
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
        self.controller = Controller(
            settings,
            workers,
            self._posted.emit,
            self._mirror,
            pace=pace,
        )
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
        self.controller.close()
        self._previews.show(None)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()

    def _tick(self) -> None:
        self.controller.tick()
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
        self._scene.mirror(self._language)
        self._home.mirror()
        self.changed.emit()

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
        """A visitor's language is personal too: it goes when the visitor goes."""
        state = self.controller.session.state
        if state is State.ATTRACT and self._state is not State.ATTRACT:
            self.show_language(self._settings.language)
        self._state = state

    @Property(str, notify=changed)
    def page(self) -> str:
        """The page to draw, by state."""
        return str(self.controller.session.page)

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
        return {key: self._text(key, percent="{percent}", source="{source}") for key in raw}

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
            self.languageChanged.emit()
            self._scene.mirror(code)
            self.changed.emit()
