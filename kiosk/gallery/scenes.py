"""The pictures as files: `<id>.png`, and beside what was approved its whole row as `<id>.json`.

The database says what is kept. The notes are there for the day on which it cannot be read: what
people approved comes back from them. A note is written after the row says approved, and deleted
before the row, so no power cut leaves a note of a scene that is not to be shown.
"""

import hashlib
import logging
import secrets
from collections.abc import Container
from datetime import date
from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk import files

State = Literal["pending", "approved"]

_PICTURE: Final = ".png"
_NOTE: Final = ".json"
_log = logging.getLogger(__name__)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A scene that was left for the wall. `day` is when; `language` what the visitor read."""

    id: str
    day: date
    sentence: str
    language: str
    state: State
    size: int
    sha256: str


def new(png: bytes, sentence: str, language: str, day: date) -> Scene:
    """A scene that nobody has looked at yet, under an id that says nothing."""
    return Scene(
        id=secrets.token_hex(16),
        day=day,
        sentence=sentence,
        language=language,
        state="pending",
        size=len(png),
        sha256=hashlib.sha256(png).hexdigest(),
    )


class Folder:
    """The folder of the pictures. Every write is whole or not there."""

    def __init__(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.sync_folder(path.parent)
        self._path = path

    def write(self, scene: Scene, png: bytes) -> None:
        """Raises OSError; then nothing of the picture is left."""
        files.write_atomically(self._path / (scene.id + _PICTURE), png)

    def read(self, scene: Scene) -> bytes:
        """The picture's very bytes. Raises KeyError when the file is gone or no longer whole."""
        try:
            png = (self._path / (scene.id + _PICTURE)).read_bytes()
        except OSError as gone:
            raise KeyError(scene.id) from gone
        if hashlib.sha256(png).hexdigest() != scene.sha256:
            _log.error("picture %s is not the one that was kept", scene.id)
            raise KeyError(scene.id)
        return png

    def whole(self, scene: Scene) -> bool:
        """Whether the picture lies there with its full length."""
        try:
            return (self._path / (scene.id + _PICTURE)).stat().st_size == scene.size
        except OSError:
            return False

    def note(self, scene: Scene) -> None:
        """Write down that `scene` was approved. Raises OSError."""
        files.write_atomically(self._path / (scene.id + _NOTE), msgspec.json.encode(scene))

    def noted(self) -> set[str]:
        """The ids of all notes."""
        return {file.stem for file in self._path.glob("*" + _NOTE)}

    def recall(self, name: str) -> Scene | None:
        """An approved scene from its note; None where note or picture are not whole."""
        try:
            note = (self._path / (name + _NOTE)).read_bytes()
            scene = msgspec.json.decode(note, type=Scene)
            self.read(scene)
        except (OSError, msgspec.DecodeError, KeyError) as wrong:
            _log.error("the note %s brings no scene back: %s", name, wrong)
            return None
        return scene if scene.id == name else None

    def forget(self, name: str) -> None:
        """Delete a scene's note: the first step of its removal. Raises OSError."""
        (self._path / (name + _NOTE)).unlink(missing_ok=True)
        files.sync_folder(self._path)

    def drop(self, name: str) -> None:
        """Delete a scene's picture: the last step. Raises OSError."""
        (self._path / (name + _PICTURE)).unlink(missing_ok=True)
        files.sync_folder(self._path)

    def sweep(self, kept: Container[str], approved: Container[str]) -> int:
        """Delete every file that belongs to no scene, half-written ones too; how many went."""
        swept = 0
        for file in list(self._path.iterdir()):
            wanted = {_PICTURE: kept, _NOTE: approved}.get(file.suffix, ())
            if file.stem not in wanted:
                file.unlink(missing_ok=True)
                swept += 1
        if swept:
            files.sync_folder(self._path)
        return swept
