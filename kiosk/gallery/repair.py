"""Opening the gallery: database and pictures are brought to say the same."""

import logging
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from kiosk import errors
from kiosk.gallery import database
from kiosk.gallery.scenes import Folder, Scene

_log = logging.getLogger(__name__)


def opened(folder: Path, pictures: Folder, today: date) -> sqlite3.Connection:
    """The database in `folder`, agreeing with `pictures`.

    One that cannot be read is set aside, and the approved scenes come back from their notes.
    Raises OSError, sqlite3.Error where the disk cannot be used.
    """
    try:
        return _agreed(folder, pictures)
    except (sqlite3.Error, UnicodeDecodeError) as wrong:
        if isinstance(wrong, sqlite3.Error) and not database.spoilt(wrong):
            raise
        aside = database.set_aside(folder, today)
        connection = _agreed(folder, pictures)
        told = errors.GalleryUnreadable(
            file=folder / database.NAME,
            reason=str(wrong),
            aside=aside,
            scenes=len(read(connection, "")),
        )
        _log.error("%s", told)
        return connection


def read(
    connection: sqlite3.Connection, which: str, values: Sequence[str] = ()
) -> list[Scene]:
    """Scenes by an SQL clause. Raises sqlite3.DatabaseError, also for a row without sense."""
    names = ", ".join(Scene.__struct_fields__)
    # Only our own clauses come here; what is looked for stands in `values`.
    rows = connection.execute(f"SELECT {names} FROM scenes {which}", values)  # noqa: S608
    try:
        return [
            msgspec.convert(dict(zip(Scene.__struct_fields__, row, strict=True)), Scene)
            for row in rows.fetchall()
        ]
    except msgspec.ValidationError as odd:
        raise sqlite3.DatabaseError(str(odd)) from odd


def insert(connection: sqlite3.Connection, scene: Scene) -> None:
    """Add a row, or put it in the place of one of the same id."""
    fields = {**msgspec.structs.asdict(scene), "day": scene.day.isoformat()}
    names = ", ".join(fields)
    marks = ", ".join(f":{name}" for name in fields)
    connection.execute(f"REPLACE INTO scenes ({names}) VALUES ({marks})", fields)  # noqa: S608


def drop_set_aside(folder: Path, oldest: str) -> None:
    """Delete databases that were set aside before the day `oldest`: they have sentences too."""
    for file in folder.glob(database.ASIDE + "*"):
        if file.name < database.ASIDE + oldest:
            file.unlink(missing_ok=True)


def _agreed(folder: Path, pictures: Folder) -> sqlite3.Connection:
    connection = database.connect(folder)
    try:
        _agree(connection, pictures)
    except BaseException:
        connection.close()
        raise
    return connection


def _agree(connection: sqlite3.Connection, pictures: Folder) -> None:
    """Rows without a picture go, pictures without a row too; approved scenes have their note."""
    scenes = {scene.id: scene for scene in read(connection, "")}
    approved = {name for name, scene in scenes.items() if scene.state == "approved"}
    noted = pictures.noted()
    for name in sorted(noted - approved):
        recalled = pictures.recall(name)
        if recalled is not None:
            with database.change(connection):
                insert(connection, recalled)
            scenes[name] = recalled
    for name, scene in list(scenes.items()):
        if not pictures.whole(scene):
            _log.error("the picture of the %s scene %s is not whole", scene.state, name)
            pictures.forget(name)
            with database.change(connection):
                connection.execute("DELETE FROM scenes WHERE id = ?", (name,))
            del scenes[name]
        elif scene.state == "approved" and name not in noted:
            pictures.note(scene)
    approved = {name for name, scene in scenes.items() if scene.state == "approved"}
    pictures.sweep(scenes, approved)
    database.wipe(connection)
