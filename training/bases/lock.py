"""models.lock: which base models lie beside it, and the hash each must still have.

A TOML file in the folder that holds the models' folders, with one table per model.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from training.adapter import hash_base
from training.files import write_atomically
from training.settings import Settings
from training.texts import TrainingError

NAME: Final = "models.lock"


class Entry(Settings, frozen=True):
    """One model: its folder's hash, and where it came from.

    sources: name to sha256 of the single files it was converted from; none for a copied folder.
    """

    sha256: str
    prediction_type: str
    licence: str
    sources: dict[str, str] = msgspec.field(default_factory=dict)


def lock(
    folder: Path, *, licence: str, prediction_type: str, sources: Mapping[str, str] | None = None
) -> Entry:
    """Enter the diffusers folder as it is now, in place of what was said of it before.

    Raises TrainingError where the models.lock beside it cannot be read.
    """
    entry = Entry(
        sha256=_hash(folder), prediction_type=prediction_type, licence=licence,
        sources=dict(sources or {}),
    )  # fmt: skip
    file = _beside(folder)
    entries = {**read_lock(file), folder.absolute().name: entry}
    write_atomically(file, _toml(entries).encode())
    return entry


def check(folder: Path, *, required: bool = True) -> str:
    """The folder's hash, once models.lock agrees; without `required` it may have no entry.

    Raises TrainingError saying which model is meant and what to do.
    """
    found, file, name = _hash(folder), _beside(folder), folder.absolute().name
    entry = read_lock(file).get(name)
    if entry is None and required:
        raise TrainingError("base_unlocked", folder=folder, file=file)
    if entry is not None and entry.sha256 != found:
        raise TrainingError("base_changed", name=name, file=file, folder=folder)
    return found


def read_lock(file: Path) -> dict[str, Entry]:
    """All entries by folder name; none where there is no file."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return msgspec.convert(table, dict[str, Entry])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise TrainingError("config_unreadable", file=file, reason=error) from error


def _hash(folder: Path) -> str:
    # Of a folder that is not there, hash_base would give the hash of nothing.
    if not (folder / "model_index.json").is_file():
        raise TrainingError("base_missing", folder=folder)
    return hash_base(folder)


def _beside(folder: Path) -> Path:
    return folder.absolute().parent / NAME


def _toml(entries: Mapping[str, Entry]) -> str:
    lines = ["# Written by heritage-train base import; see docs/bases.md."]
    for name, entry in sorted(entries.items()):
        lines += ["", f"[{_quoted(name)}]"]
        for key in ("sha256", "prediction_type", "licence"):
            lines.append(f"{key} = {_quoted(getattr(entry, key))}")
        if entry.sources:
            lines += ["", f"[{_quoted(name)}.sources]"]
            lines += [f"{_quoted(file)} = {_quoted(sha)}" for file, sha in entry.sources.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string. JSON's escapes are a subset of TOML's; TOML wants DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
