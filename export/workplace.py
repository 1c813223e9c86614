"""Folders to work in and the one rename that ends it: nothing half-built has a bundle's name."""

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from export.errors import DiskFull, OutputExists, OutputUnusable
from kiosk import files
from kiosk.bundle import manifest as contract

_MARK: Final = "heritage-export-"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def workplace(out: Path) -> Iterator[tuple[Path, Path]]:
    """Two temporary folders beside `out`, gone afterwards whatever happens.

    What a killed build left is removed first. Raises OutputUnusable, DiskFull.
    """
    with told(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with own_folder(out.parent, f".{out.name}.{_MARK}") as home:
            folder, scratch = home / "bundle", home / "scratch"
            folder.mkdir()
            scratch.mkdir()
            yield folder, scratch


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """The system's refusals as ours. Raises OutputUnusable, DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(folder=folder) from error
        raise OutputUnusable(folder=folder, reason=error.strerror or error) from error


@contextlib.contextmanager
def own_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder, locked while it is in use and gone afterwards.

    The lock ends with its process, so a folder of that prefix without one was left by a killed
    build, and is removed.
    """
    with _locked(parent):
        for left in parent.glob(f"{prefix}*"):
            with contextlib.suppress(BlockingIOError), _locked(left, wait=False):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def publish(folder: Path, out: Path, replace: bool) -> bool:
    """Let the finished folder appear at its place; False where the same one is there already.

    Raises OutputExists.
    """
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    if out.exists():
        if _same(folder / contract.MANIFEST_NAME, out / contract.MANIFEST_NAME):
            return False
        if not replace:
            raise OutputExists(folder=out)
        out.rename(folder.parent / "previous")
    folder.rename(out)
    files.sync_folder(out.parent)
    return True


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


@contextlib.contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Raises BlockingIOError where someone else has the lock and there is no waiting."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
