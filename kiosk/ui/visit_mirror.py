"""The visit as Qt properties: what the pages read of the controller. It decides nothing."""

from PySide6.QtCore import Property, QObject, Signal

from kiosk.session.controller import Controller
from kiosk.session.idle import COUNTDOWN_S
from kiosk.session.machine import State
from kiosk.ui import session_texts
from kiosk.ui.previews import NAME, Previews


class VisitMirror(QObject):
    """Reads `controller` when told to by `mirror_visit`."""

    changed = Signal()
    pickedChanged = Signal()
    pictureChanged = Signal()
    wordsChanged = Signal()

    controller: Controller

    def __init__(self, previews: Previews) -> None:
        super().__init__()
        self.previews = previews
        self._picture: bytes | None = None
        self._pictures = 0
        self._picked: list[str] = []
        self._words: list[str] = []
        self._read = ""

    @property
    def spoken(self) -> str:
        """The visitor's language."""
        return self.controller.language

    def mirror_visit(self) -> None:
        """Look again; tells of the picture, the chips and the words where they are others."""
        visit = self.controller.visit
        if visit.picture is not self._picture:
            self._picture = visit.picture
            self._pictures += 1
            self.previews.show(visit.picture)
            self.pictureChanged.emit()
        picked = list(visit.sentence.picked)
        if picked != self._picked:
            self._picked = picked
            self.pickedChanged.emit()
        # Looked up only where the page shows them.
        shown = self.controller.session.page is State.CONFIRM
        text = visit.sentence.text if shown else ""
        if text != self._read:
            self._read = text
            self._words = session_texts.known_words(text)
            self.wordsChanged.emit()

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

    @Property(float, constant=True)
    def patience(self) -> float:
        """Seconds that the invitation waits in all."""
        return COUNTDOWN_S

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

    @Property(list, notify=changed)
    def repairs(self) -> list[str]:
        """What was written in place of what was heard."""
        return session_texts.repairs(self.controller.visit, self.spoken)

    @Property(str, notify=changed)
    def note(self) -> str:
        """What was changed or not understood in the sentence, if anything was."""
        return session_texts.note(self.controller.visit, self.spoken)

    @Property(bool, constant=True)
    def keepOffered(self) -> bool:
        """Whether a scene may be left for the wall."""
        return self.controller.keeper.offered

    @Property(str, notify=changed)
    def keeping(self) -> str:
        """Whether this scene was left for the wall: "", writing, kept, refused."""
        return self.controller.visit.keeping

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What went wrong, for a visitor."""
        return session_texts.trouble(self.controller.visit, self.spoken)

    @Property(str, notify=changed)
    def suggestion(self) -> str:
        """What could be painted instead of a sentence that is better not painted."""
        return session_texts.suggestion(self.controller.visit)

    @Property(str, notify=changed)
    def retry(self) -> str:
        """What "again" means now: accept, speak, paint, or nothing."""
        return session_texts.retry(self.controller.visit, self.controller.voice_ready)

    @Property(list, notify=pickedChanged)
    def picked(self) -> list[str]:
        """Ids of the chips in the sentence."""
        return self._picked
