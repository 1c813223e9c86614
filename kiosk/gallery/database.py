"""The gallery's SQLite file: its schema, and what happens to one that cannot be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from kiosk import files

NAME: Final = "gallery.db"
ASIDE: Final = "unreadable-"

_VERSION: Final = 1
# The file may be whole, and it is the disk that cannot be used now.
_SURROUNDINGS: Final = frozenset(
    (
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM,
    )
)  # fmt: skip
# What was deleted is overwritten, in the file (secure_delete) and in the journal (see wipe()).
_PRAGMAS: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA busy_timeout = 5000;
PRAGMA cache_size = -256;
"""
_SCHEMA: Final = """
BEGIN IMMEDIATE;
CREATE TABLE scenes (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    sentence TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved')),
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE reviews (
    seq INTEGER PRIMARY KEY,
    scene TEXT NOT NULL,
    day TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected', 'removed'))
) STRICT;
CREATE TABLE counters (
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
"""


def connect(folder: Path) -> sqlite3.Connection:
    """The database in `folder`, made if there is none.

    Raises sqlite3.DatabaseError for a file that cannot be read, or is of a later version.
    """
    connection = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(_PRAGMAS)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.executescript(_SCHEMA)
            files.sync_folder(folder)
        elif version != _VERSION:
            raise sqlite3.DatabaseError(f"version {version}, not {_VERSION}")
        problems = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if problems != ("ok",):
            raise sqlite3.DatabaseError(problems[0])
    except BaseException:
        connection.close()
        raise
    return connection


def spoilt(wrong: sqlite3.Error) -> bool:
    """Whether the file itself is the trouble, so that another one has to take its place."""
    return getattr(wrong, "sqlite_errorcode", 0) & 0xFF not in _SURROUNDINGS


def set_aside(folder: Path, day: date) -> str:
    """Give the database another name, which is returned; a new one can then be made."""
    number = 1
    while (folder / f"{ASIDE}{day}-{number}.db").exists():
        number += 1
    aside = f"{ASIDE}{day}-{number}.db"
    for tail in ("-shm", "-wal", ""):
        file = folder / (NAME + tail)
        if file.exists():
            file.rename(folder / (aside + tail))
    files.sync_folder(folder)
    return aside


@contextmanager
def change(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside, or none of them, on the disk when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # A full disk may have ended the transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def wipe(connection: sqlite3.Connection) -> None:
    """Empty the journal, so that a row that was deleted stands nowhere any more."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def totals(folder: Path) -> dict[str, int]:
    """Every counter's sum over all days, by name, also while the kiosk runs; changes nothing.

    Raises sqlite3.Error.
    """
    file = folder / NAME
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file.absolute().as_uri() + "?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT name, sum(count) FROM counters GROUP BY name")
        return dict(rows.fetchall())
