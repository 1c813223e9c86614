"""The scenes that ship with the kiosk, for a wall on which nothing is approved yet."""

import functools
import tomllib
from pathlib import Path

import msgspec

from kiosk import paths


class ArchiveScene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture by its file name, and the sentence it was painted from, by language."""

    file: str
    sentence: dict[str, str]
    seed: int


class _Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bundle: str
    profile: str
    scene: tuple[ArchiveScene, ...]


def folder() -> Path:
    """Where the pictures and their index are."""
    return paths.assets() / "archive"


@functools.cache
def scenes() -> tuple[ArchiveScene, ...]:
    """In the order in which they are shown."""
    table = tomllib.loads((folder() / "index.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table, _Index).scene
