"""The gallery: scenes that visitors left, what people said of them, and counters."""

import fcntl
import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from kiosk import errors, wallclock
from kiosk.gallery import counters as counting
from kiosk.gallery import database, repair
from kiosk.gallery.counters import Counter
from kiosk.gallery.ledger import Ledger, Verdict
from kiosk.gallery.limits import Limits
from kiosk.gallery.scenes import Folder, Scene, State, new

_log = logging.getLogger(__name__)


class Gallery:
    """The store in `folder`, which one process owns at a time. Safe from any thread.

    Opening mends what a power cut left. Raises GalleryAbsent, GalleryInUse. What changes the disk
    raises OSError or sqlite3.Error, but keep() and count() do not.
    """

    def __init__(self, folder: Path, limits: Limits, today: Callable[[], date]) -> None:
        self._folder = folder
        self._limits = limits
        self._today = today
        self._lock = threading.RLock()
        try:
            with ExitStack() as opening:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                opening.callback(os.close, _own(folder))
                self._pictures = Folder(folder / "pictures")
                self._database = repair.opened(folder, self._pictures, today())
                opening.callback(self._database.close)
                self._ledger = Ledger(self._database, today)
                self.prune()
                self._held = opening.pop_all()
        except (OSError, sqlite3.Error) as wrong:
            raise errors.GalleryAbsent(folder=folder, reason=str(wrong)) from wrong

    def close(self) -> None:
        """Let go of the folder. May be called twice."""
        with self._lock:
            self._held.close()

    def keep(self, png: bytes, sentence: str, language: str) -> str | None:
        """Keep a scene that waits for a review; its id.

        None where it cannot be kept: the disk is under the floor, or refuses. The oldest scenes
        make room for it, first those that wait.
        """
        with self._lock:
            try:
                if not self._room_for(len(png)):
                    return None
                scene = new(png, sentence, language, self._ledger.day())
                self._pictures.write(scene, png)
                with database.change(self._database):
                    repair.insert(self._database, scene)
                    self._ledger.add(counting.KEPT, 1)
            except (OSError, sqlite3.Error) as refused:
                _log.warning("a scene could not be kept: %s", refused)
                return None
            return scene.id

    def pending(self) -> list[Scene]:
        """Scenes that wait for a review, oldest first."""
        return self._scenes("pending")

    def approved(self) -> list[Scene]:
        """Scenes for the wall, newest first."""
        return self._scenes("approved")[::-1]

    def scene(self, name: str) -> Scene:
        """One scene by its id. Raises KeyError."""
        with self._lock:
            for scene in repair.read(self._database, "WHERE id = ?", (name,)):
                return scene
        raise KeyError(name)

    def picture(self, name: str) -> bytes:
        """A scene's PNG bytes. Raises KeyError where there is none, or it is no longer whole."""
        return self._pictures.read(self.scene(name))

    def approve(self, name: str) -> None:
        """Let a scene that waits onto the wall. One that is gone stays gone."""
        with self._lock:
            if self._stands(name, "pending"):
                with database.change(self._database):
                    self._database.execute(
                        "UPDATE scenes SET state = 'approved' WHERE id = ?", (name,)
                    )
                    self._ledger.review(name, "approved")
                self._pictures.note(self.scene(name))

    def reject(self, name: str) -> None:
        """Delete a scene that waits: picture, sentence and all."""
        with self._lock:
            self._delete([name] if self._stands(name, "pending") else [], "rejected")

    def remove(self, name: str) -> None:
        """Take a scene off the wall and delete it."""
        with self._lock:
            self._delete([name] if self._stands(name, "approved") else [], "removed")

    def count(self, name: Counter, by: int = 1) -> None:
        """Add to a counter of today. Raises ValueError for a name that `counters` did not make.

        A visit is worth more than a number: what cannot be written is told to the journal only.
        """
        if not counting.known(name):
            raise ValueError("not a counter")
        with self._lock:
            try:
                with database.change(self._database):
                    self._ledger.add(name, by)
            except sqlite3.Error as refused:
                _log.warning("%s was not counted: %s", name, refused)

    def counters(self, days: int) -> Mapping[date, Mapping[str, int]]:
        """Counts and verdicts by name of each of the last `days` days, today included."""
        with self._lock:
            return self._ledger.read(days)

    def prune(self) -> None:
        """Delete what is older than the retention, then what is over the quota."""
        with self._lock:
            today = self._today()
            # A clock that cannot be right is no reason to delete anything.
            if wallclock.plausible(today):
                oldest = (today - timedelta(days=self._limits.retention_days)).isoformat()
                aged = repair.read(self._database, "WHERE day < ?", (oldest,))
                self._delete(scene.id for scene in aged)
                self._ledger.prune(today)
                repair.drop_set_aside(self._folder, oldest)
            self._make_room(0)

    def _room_for(self, size: int) -> bool:
        free = shutil.disk_usage(self._folder).free
        if size > self._limits.quota_bytes or free - size < self._limits.floor_bytes:
            _log.warning("nothing is kept: %d bytes are free", free)
            return False
        self._make_room(size)
        return True

    def _make_room(self, size: int) -> None:
        """Delete the oldest scenes, first those that wait, until `size` more is in the quota."""
        scenes = repair.read(self._database, "ORDER BY state = 'approved', seq")
        over = sum(scene.size for scene in scenes) + size - self._limits.quota_bytes
        surplus = []
        for scene in scenes:
            if over <= 0:
                break
            surplus.append(scene.id)
            over -= scene.size
        self._delete(surplus)

    def _delete(self, names: Iterable[str], verdict: Verdict | None = None) -> None:
        """Note, row, picture: in this order, which repair.py counts on."""
        deleted = list(names)
        for name in deleted:
            self._pictures.forget(name)
            with database.change(self._database):
                self._database.execute("DELETE FROM scenes WHERE id = ?", (name,))
                if verdict:
                    self._ledger.review(name, verdict)
            self._pictures.drop(name)
        if deleted:
            database.wipe(self._database)

    def _stands(self, name: str, state: State) -> bool:
        found = repair.read(self._database, "WHERE id = ? AND state = ?", (name, state))
        return bool(found)

    def _scenes(self, state: State) -> list[Scene]:
        with self._lock:
            return repair.read(self._database, "WHERE state = ? ORDER BY seq", (state,))


def _own(folder: Path) -> int:
    """A handle that holds the folder for this process, as long as it lives."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        os.close(handle)
        raise errors.GalleryInUse(folder=folder) from held
    return handle
