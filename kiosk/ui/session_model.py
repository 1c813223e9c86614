"""Taps on the screen as slots of the session; what QML may ask for."""

from PySide6.QtCore import Slot

from kiosk.session.machine import Event
from kiosk.ui import session_texts
from kiosk.ui.session_mirror import SessionMirror


class SessionModel(SessionMirror):
    """The session as QML sees it: properties from the mirror, and these doors to change it."""

    @Slot(str)
    def speakLanguage(self, code: str) -> None:
        """Show another language. Unknown codes are ignored."""
        self.show_language(code)

    @Slot()
    def touch(self) -> None:
        """A touch on the attract page or on the invitation."""
        self.controller.happen(Event.TOUCH)

    @Slot()
    def signOfLife(self) -> None:
        """A touch anywhere."""
        self.controller.sign_of_life()

    @Slot()
    def keyUsed(self) -> None:
        """A key: a sign of life that leaves the invitation open, so that the keys can answer it."""
        self.controller.clock.sign_of_life()

    @Slot(str)
    def tap(self, chip: str) -> None:
        """A chip."""
        self.controller.tap(chip)

    @Slot(str)
    def write(self, text: str) -> None:
        """The sentence as typed."""
        self.controller.write(text)

    @Slot()
    def surprise(self) -> None:
        """A sentence by chance."""
        self.controller.surprise()

    @Slot()
    def speak(self) -> None:
        """Listen to the visitor."""
        self.controller.happen(Event.SPEAK)

    @Slot()
    def pressToSpeak(self) -> None:
        """The microphone's button went down."""
        self.controller.press_to_speak()

    @Slot()
    def letGo(self) -> None:
        """It came up again at once."""
        self.controller.let_go()

    @Slot()
    def endSpeech(self) -> None:
        """The visitor has finished speaking."""
        self.controller.happen(Event.END_SPEECH)

    @Slot()
    def paint(self) -> None:
        """Paint the sentence."""
        self.controller.happen(Event.PAINT)

    @Slot(str)
    def vary(self, chip: str) -> None:
        """The same scene with another sky or look."""
        self.controller.vary(chip)

    @Slot()
    def takeHome(self) -> None:
        """Print the scene, or offer it to the visitor's telephone."""
        self.controller.take_home()

    @Slot()
    def putAway(self) -> None:
        """Back from taking home to the scene."""
        self.controller.sign_of_life()
        self.controller.home.put_away()

    @Slot()
    def cancel(self) -> None:
        """Stop listening or painting."""
        self.controller.happen(Event.CANCEL)

    @Slot()
    def edit(self) -> None:
        """Back to the words with this sentence."""
        self.controller.happen(Event.EDIT)

    @Slot()
    def keep(self) -> None:
        """Leave the scene for the wall."""
        self.controller.happen(Event.KEEP)

    @Slot()
    def newScene(self) -> None:
        """Back to the words with none."""
        self.controller.happen(Event.NEW)

    @Slot()
    def back(self) -> None:
        """Out of trouble."""
        self.controller.happen(Event.BACK)

    @Slot()
    def tryAgain(self) -> None:
        """Do what `retry` names."""
        visit = self.controller.visit
        match session_texts.retry(visit, self.controller.voice_ready):
            case "accept":
                self.controller.accept(session_texts.suggestion(visit))
            case "speak":
                self.controller.happen(Event.SPEAK)
            case "paint":
                self.controller.happen(Event.PAINT)

    @Slot()
    def leave(self) -> None:
        """The visitor goes; everything of theirs is forgotten."""
        self.controller.happen(Event.RESET)
