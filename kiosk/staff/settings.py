"""What staff change on the screen: one file in the state folder, strict, never half written."""

import logging
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from kiosk import errors, files
from kiosk.config import Span, Weekday

_FILE: Final = "staff.json"
_log = logging.getLogger(__name__)


class StaffSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every setting with its default. `hours` None: those of the configuration."""

    paused: bool = False
    volume: Annotated[int, msgspec.Meta(ge=0, le=100)] = 70
    hours: dict[Weekday, Span] | None = None


class SettingsFile:
    """The settings in `folder`. `fault` says that the file was set aside and defaults hold."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self.fault: errors.SettingsSetAside | None = None
        self.now = self._read()

    def change(self, **fields: Any) -> None:
        """Change these settings. Raises ValidationError for a value out of range, OSError."""
        changed = msgspec.structs.replace(self.now, **fields)
        data = msgspec.json.encode(changed, order="deterministic")
        # replace() checks nothing: what could not be read again must not be written.
        msgspec.json.decode(data, type=StaffSettings)
        files.write_atomically(self._file, data, mode=0o600)
        self.now = changed

    def _read(self) -> StaffSettings:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=StaffSettings)
        except FileNotFoundError:
            return StaffSettings()
        except (OSError, msgspec.DecodeError) as wrong:
            self.fault = errors.SettingsSetAside(
                file=self._file, aside=self._set_aside().name, reason=str(wrong)
            )
            _log.error("%s", self.fault)
            return StaffSettings()

    def _set_aside(self) -> Path:
        number = 1
        while (aside := self._file.with_name(f"{_FILE}.broken-{number}")).exists():
            number += 1
        try:
            self._file.rename(aside)
            files.sync_folder(aside.parent)
        except OSError as refused:
            _log.error("%s could not be set aside: %s", self._file, refused)
        return aside
