"""The bundles of this machine for staff: what they paint, use another one, go back."""

import hashlib
import uuid
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors, files, paths
from kiosk.bundle import keys, store
from kiosk.bundle import manifest as contract
from kiosk.config import KioskConfig
from kiosk.staff import canary
from kiosk.wire import client, messages

# A large model from a slow disk.
LOAD_S: Final = 300.0


class Listed(msgspec.Struct, frozen=True):
    """One bundle. `fault` says why it cannot be used; `sample` is a PNG that it painted."""

    folder: Path
    name: str
    release: int
    title: str
    in_use: bool
    shipped: bool
    fault: errors.BundleFault | None = None
    sample: Path | None = None


class Bundles:
    """Works through the store and the running painter. Slow: not for the screen's thread."""

    def __init__(self, settings: KioskConfig, painter: Path) -> None:
        self._settings = settings
        self._painter = painter
        self._store = store.BundleStore(keys.trusted([Path(key) for key in settings.keys] or None))

    def listed(self) -> list[Listed]:
        """Every bundle, the one in use first. Raises BundleFault where the list is unreadable."""
        embedded = paths.assets() / "bundles" / store.EMBEDDED_NAME
        return [
            self._look_at(folder, position == 0, folder == embedded)
            for position, folder in enumerate(self._folders())
        ]

    def use(self, folder: Path) -> None:
        """Paint with this one from now on, also after a restart.

        Raises BundleFault, WorkerAbsent, DeadlinePassed; then the one before stays in use.
        """
        self._fixed()
        self._load(folder)
        self._store.use(folder)

    def back(self) -> None:
        """Return to the one that was in use before. Raises as use()."""
        self._fixed()
        self.use(self._folders()[1])

    def sample(self, folder: Path) -> Path:
        """A PNG that this bundle painted, now or before. Raises HeritageError.

        The painter paints with one bundle only, so another one is put in its place for a moment;
        staff have the screen meanwhile, no visitor.
        """
        file = self._sample_of(folder)
        if file.is_file():
            return file
        current = self._folders()[0]
        try:
            if folder != current:
                self._load(folder)
            painted = canary.paint(self._painter, self._settings)
        finally:
            if folder != current:
                self._load(current)
        files.write_atomically(file, painted.png)
        return file

    def _fixed(self) -> None:
        if self._settings.bundle is not None:
            raise errors.BundleFixed(folder=self._settings.bundle)

    def _folders(self) -> tuple[Path, ...]:
        kept = self._store.kept()
        configured = Path(self._settings.bundle) if self._settings.bundle else None
        return kept if configured is None else (configured, *kept)

    def _look_at(self, folder: Path, in_use: bool, shipped: bool) -> Listed:
        try:
            manifest = self._store.recall(folder).manifest
        except errors.BundleFault as fault:
            return Listed(folder, folder.name, 0, folder.name, in_use, shipped, fault)
        file = self._sample_of(folder)
        sample = file if file.is_file() else None
        return Listed(
            folder, manifest.name, manifest.release, manifest.title, in_use, shipped, None, sample
        )

    def _sample_of(self, folder: Path) -> Path:
        """Named by the manifest's bytes: another release, or other files, is another sample."""
        try:
            data = (folder / contract.MANIFEST_NAME).read_bytes()
        except OSError as missing:
            raise errors.BundleFileMissing(file=contract.MANIFEST_NAME) from missing
        return paths.cache_dir() / "samples" / f"{hashlib.sha256(data).hexdigest()[:32]}.png"

    def _load(self, folder: Path) -> None:
        request = messages.Load(job=uuid.uuid4().hex, deadline_s=LOAD_S, folder=str(folder))
        for _ in client.request(self._painter, request):
            pass
