"""Finished stages, kept: the same inputs are not worked on twice, and give the same bytes.

A stage's folder is named by a hash of everything that shaped its files; stage.json in it has their
own hashes, and is written last. What does not agree with it is made anew.
"""

import errno
import hashlib
import importlib.metadata
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from export import workplace

# What shaped the bytes.
TOOLS: Final = ("diffusers", "onnx", "onnxruntime", "optimum", "peft", "torch", "transformers")
_PAGE: Final = "stage.json"
_DRAFT: Final = ".draft-"
_CHUNK: Final = 1 << 20

Facts = Mapping[str, object]
Make = Callable[[Path], None]


def tool_versions() -> dict[str, str]:
    """The versions of TOOLS installed here."""
    return {name: importlib.metadata.version(name) for name in TOOLS}


class Stages:
    """The kept stages in `folder`; None keeps nothing. Anyone may delete it at any time."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._tools = tool_versions()

    def take(self, name: str, facts: Facts, target: Path, make: Make) -> bool:
        """Put a stage's files into the folder `target`; whether they were kept from before.

        `make` writes them into the folder that it is given. `facts`, with the tools' versions,
        are everything that shapes them. Raises OutputUnusable, DiskFull for the kept ones.
        """
        if self._folder is None:
            make(target)
            return False
        with workplace.told(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            entry = self._folder / f"{name}-{self._key(name, facts)}"
            if _taken(entry, target):
                return True
            with workplace.own_folder(self._folder, _DRAFT) as home:
                draft = home / "stage"
                draft.mkdir()
                make(draft)
                for file in draft.iterdir():
                    shutil.copyfile(file, target / file.name)
                _keep(draft, entry)
        return False

    def _key(self, name: str, facts: Facts) -> str:
        said = {"stage": name, "tools": self._tools, **facts}
        return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:32]


def _taken(entry: Path, target: Path) -> bool:
    """Copy a kept stage, hashing what is copied; False where it is not there or not whole."""
    try:
        wanted = msgspec.json.decode((entry / _PAGE).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return False
    for name, sha256 in wanted.items():
        copy = target / Path(name).name
        if not (entry / copy.name).is_file() or _copy(entry / copy.name, copy) != sha256:
            copy.unlink(missing_ok=True)
            return False
    return True


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as stream, target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _keep(draft: Path, entry: Path) -> None:
    """Give a finished draft its name; what lay there was not whole."""
    hashes = {}
    for file in draft.iterdir():
        with file.open("rb") as stream:
            hashes[file.name] = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
    (draft / _PAGE).write_bytes(msgspec.json.encode(hashes, order="sorted"))
    shutil.rmtree(entry, ignore_errors=True)
    try:
        draft.rename(entry)
    except OSError as error:
        # A build beside this one was faster; its files are the same.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
