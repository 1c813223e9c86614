"""Taking the picture home, as Qt properties."""

import segno
from PySide6.QtCore import Property, QObject, Signal

from kiosk.session.controller import Controller

_MODULE_PX = 8


class HomeMirror(QObject):
    """Reads the controller's TakeHome when told to by `mirror`."""

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._home = controller.home
        self._read: tuple[bool, str, str] = (False, "", "")
        self._code = ""

    def mirror(self) -> None:
        """Look again."""
        read = (self._home.ready, self._home.status, self._home.url)
        if read != self._read:
            if self._home.url != self._read[2]:
                self._code = code(self._home.url)
            self._read = read
            self.changed.emit()

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Whether it can be offered now."""
        return self._read[0]

    @Property(str, notify=changed)
    def status(self) -> str:
        """Nothing, working, printed, offered or failed."""
        return self._read[1]

    @Property(str, notify=changed)
    def code(self) -> str:
        """The QR code of the page as an image address; "" where none is on offer."""
        return self._code


def code(url: str) -> str:
    """A QR code as a data address of a PNG, light border included; "" for no address."""
    if not url:
        return ""
    made = segno.make(url, error="m", micro=False)
    return str(made.png_data_uri(scale=_MODULE_PX, border=3, dark="#0c1620", light="#f4ebda"))
