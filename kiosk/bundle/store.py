"""Which bundle is in use: configured, else installed, else the one before it, else the shipped.

The state folder remembers the highest release ever accepted of each bundle name; the clock decides
nothing. The bundles installed before the newest one stay as a way back: if the newest no longer
holds, the last good one is used and the reason is told.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors, files, paths
from kiosk.bundle import manifest as contract
from kiosk.bundle import verify

EMBEDDED_NAME: Final = "pampa-mini"
KEPT: Final = 2
SHIPPED: Final = "shipped"
"""Stands for the embedded bundle in the order of use; no installed folder has such a name."""


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the state folder remembers; `installed` names folders, the one in use first."""

    releases: dict[str, int] = {}
    installed: tuple[str, ...] = ()


class Opened(msgspec.Struct, frozen=True):
    """The bundle in use, and why better candidates (the first is the wanted one) were not."""

    bundle: verify.VerifiedBundle
    refused: tuple[errors.BundleFault, ...] = ()


class BundleStore:
    """The bundles of this machine. `state` is private to the kiosk."""

    def __init__(
        self, public_keys: Sequence[bytes], state: Path | None = None, embedded: Path | None = None
    ) -> None:
        self._keys = tuple(public_keys)
        self._state = state or paths.state_dir()
        self._embedded = embedded or paths.assets() / "bundles" / EMBEDDED_NAME

    def known_release(self, name: str) -> int:
        """The highest release of `name` accepted here; 0 for a name never seen."""
        return self._accepted().releases.get(name, 0)

    def check(self, folder: Path) -> verify.VerifiedBundle:
        """Verify `folder` against this machine's keys and known releases; remembers nothing."""
        return verify.read_verified(folder, self._keys, self._accepted().releases)

    def recall(self, folder: Path) -> verify.VerifiedBundle:
        """Verify `folder`; what was accepted here before may be older than the newest."""
        kept = folder in self.kept()
        return verify.read_verified(folder, self._keys, 0 if kept else self._accepted().releases)

    def kept(self) -> tuple[Path, ...]:
        """Folders of the bundles of this machine: the one in use first, the shipped one too."""
        names = self._accepted().installed
        return tuple(map(self._folder, names if SHIPPED in names else (*names, SHIPPED)))

    def use(self, folder: Path) -> None:
        """Put one of the kept bundles first. Raises BundleFault; then nothing changes."""
        if folder not in self.kept():
            raise errors.BundleAbsent(folder=folder)
        bundle = self.recall(folder)
        name = SHIPPED if folder == self._embedded else folder.name
        older = [kept for kept in self._accepted().installed if kept != name]
        self._remember(bundle.manifest, (name, *older))

    def install(self, folder: Path) -> verify.VerifiedBundle:
        """Verify, copy the verified bytes into the state folder, make it the one in use.

        Raises BundleFault or OSError; then what was in use before stays in use.
        """
        bundle = self.check(folder)
        name = f"{bundle.manifest.name}-{bundle.manifest.release}"
        target = self._bundles() / name
        self._copy(bundle, target)
        installed = self.check(target)
        before = self._accepted()
        older = [kept for kept in before.installed if kept not in (name, SHIPPED)]
        self._remember(bundle.manifest, (name, *older)[:KEPT])
        for dropped in older[KEPT - 1 :]:
            shutil.rmtree(self._bundles() / dropped, ignore_errors=True)
        return installed

    def open(self, configured: Path | None = None) -> Opened:
        """The first candidate that holds. Raises the first refusal when none does."""
        refused: list[errors.BundleFault] = []
        known = self._accepted().releases
        for folder, needs_newest in self._candidates(configured):
            try:
                bundle = verify.read_verified(folder, self._keys, known if needs_newest else 0)
            except errors.BundleFault as fault:
                refused.append(fault)
                continue
            if not refused:
                self._remember(bundle.manifest, self._accepted().installed)
            return Opened(bundle, tuple(refused))
        raise refused[0]

    def _candidates(self, configured: Path | None) -> list[tuple[Path, bool]]:
        """Folders in the order they are tried, and whether the release must be the newest known.

        What was accepted here before may be older than the newest: it is the way back from it.
        """
        wanted = [(configured, True)] if configured else []
        return [*wanted, *((folder, False) for folder in self.kept())]

    def _copy(self, bundle: verify.VerifiedBundle, target: Path) -> None:
        self._bundles().mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._bundles()))
        try:
            for entry in bundle.manifest.files:
                files.write_atomically(partial / entry.name, bundle.read(entry.name))
            for own in (contract.MANIFEST_NAME, contract.SIGNATURE_NAME):
                files.write_atomically(partial / own, (bundle.folder / own).read_bytes())
            # A copy is only trusted for what it is itself: verified whole before it gets its name.
            verify.read_verified(partial, self._keys, bundle.manifest.release)
            if target.exists():
                shutil.rmtree(target)
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        files.sync_folder(self._bundles())

    def _folder(self, name: str) -> Path:
        return self._embedded if name == SHIPPED else self._bundles() / name

    def _bundles(self) -> Path:
        return self._state / "bundles"

    def _accepted(self) -> Accepted:
        file = self._state / "accepted.json"
        try:
            return msgspec.json.decode(file.read_bytes(), type=Accepted)
        except FileNotFoundError:
            return Accepted()
        except msgspec.DecodeError as wrong:
            # Forgetting the known releases would let an old bundle in: a person must look at it.
            raise errors.BundleUnreadable(file=file, reason=str(wrong)) from wrong

    def _remember(self, manifest: contract.Manifest, installed: tuple[str, ...]) -> None:
        before = self._accepted()
        highest = max(manifest.release, before.releases.get(manifest.name, 0))
        after = Accepted({**before.releases, manifest.name: highest}, installed)
        if after != before:
            data = msgspec.json.encode(after, order="deterministic")
            files.write_atomically(self._state / "accepted.json", data)
