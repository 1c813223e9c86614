"""The visitor's accessibility switches and the voice, as QML sees them."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk import catalogue, config
from kiosk.session import access, reading
from kiosk.session.idle import IdleClock
from kiosk.session.machine import UNOCCUPIED, State
from kiosk.speech import programs
from kiosk.speech.narrator import Narrator, Utterance


class AccessModel(QObject):
    """Five switches, whether their panel is open, and what is read aloud.

    `volume` gives 0..100, asked whenever the voice begins.
    """

    changed = Signal()
    languageChanged = Signal()
    announced = Signal(str)

    def __init__(
        self,
        settings: config.KioskConfig,
        parent: QObject | None = None,
        *,
        volume: Callable[[], int] = lambda: programs.DEFAULT_VOLUME,
        program: programs.Program | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._switches = access.defaults(settings)
        self._open = False
        self._language: str = settings.language
        self._view: reading.View | None = None
        self.narrator = Narrator(program or programs.find(), volume)

    def follow(self, view: reading.View) -> None:
        """The screen shows something else: say what is new."""
        before, self._view = self._view, view
        if view.language != self._language:
            self._language = view.language
            self.languageChanged.emit()
        cuts_in, said = reading.changes(before, view)
        if said:
            self.announced.emit(" ".join(part.text for part in said))
        if cuts_in:
            self.narrator.stop()
        self._say(said, cuts_in=cuts_in)

    def pass_time(self, clock: IdleClock, state: State) -> bool:
        """Let the voice go on. True where what somebody chose and left is to be forgotten."""
        self.narrator.tick()
        if self.narrator.speaking:
            # Being read to is no idleness.
            clock.sign_of_life()
        return state in UNOCCUPIED and clock.quiet_s() > access.FORGET_S

    def forget(self) -> None:
        """The visitor has gone: the switches stand as for the next one, the panel is closed."""
        self.narrator.stop()
        self._set(access.defaults(self._settings), is_open=False)

    def _set(self, switches: access.Access, *, is_open: bool) -> None:
        if (switches, is_open) != (self._switches, self._open):
            self._switches, self._open = switches, is_open
            self.changed.emit()

    def _say(self, said: list[Utterance], *, cuts_in: bool) -> None:
        if self._switches.read_aloud and said and reading.may_speak(self._view):
            (self.narrator.say if cuts_in else self.narrator.add)(said)

    @Slot(str)
    def toggle(self, name: str) -> None:
        """Turn one switch; its name is one of `switches`."""
        self._set(self._switches.toggled(name), is_open=self._open)
        if name == "read_aloud":
            self.narrator.stop()
            if self._view is not None:
                self._say(reading.describe(self._view), cuts_in=True)

    @Slot(bool)
    def show(self, is_open: bool) -> None:
        """Open or close the panel."""
        self._set(self._switches, is_open=is_open)

    @Slot()
    def touched(self) -> None:
        """A finger on the screen: whoever touches does not need to hear the rest."""
        self.narrator.stop()

    @Slot(str, int, bool)
    def focused(self, name: str, chosen: int, moved: bool) -> None:
        """The keys stand on a control. `chosen` is 0, 1, or -1 for none; `moved` by the visitor."""
        said = reading.control(name, None if chosen < 0 else bool(chosen), self._language)
        self._say([said], cuts_in=moved)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        """Whether the panel lies over the page."""
        return self._open

    @Property(bool, notify=changed)
    def highContrast(self) -> bool:
        """The second palette."""
        return self._switches.high_contrast

    @Property(bool, notify=changed)
    def largeText(self) -> bool:
        """Larger letters everywhere."""
        return self._switches.large_text

    @Property(bool, notify=changed)
    def controlsLow(self) -> bool:
        """All controls within reach from a wheelchair."""
        return self._switches.controls_low

    @Property(bool, notify=changed)
    def reducedMotion(self) -> bool:
        """No movement that is only for show."""
        return self._switches.reduced_motion

    @Property(list, notify=changed)
    def switches(self) -> list[dict[str, object]]:
        """Each switch that this machine can honour: name, and whether it is on."""
        return [
            {"name": name, "on": getattr(self._switches, name)}
            for name in access.NAMES
            if name != "read_aloud" or self.narrator.available
        ]

    @Property(int, constant=True)
    def reachMm(self) -> int:
        """Millimetres of the screen, from its lower edge, that a seated person reaches."""
        return access.reach_mm(self._settings)

    @Property(dict, notify=languageChanged)
    def texts(self) -> dict[str, str]:
        """The catalogue's `access.` sentences without the spoken ones."""
        return {
            key: catalogue.text(key, self._language)
            for key in catalogue.keys(catalogue.DEFAULT)
            if key.startswith("access.") and not key.startswith("access.aloud.")
        }
