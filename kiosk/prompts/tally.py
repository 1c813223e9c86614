"""How often each kind of rule applied, for the museum: numbers by category, never a word said."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from kiosk import files, paths

_LOG: Final = logging.getLogger(__name__)
_ALLOWED: Final = "allow"


def count(category: str | None) -> None:
    """One sentence more of `category`; None is a sentence that no rule touched.

    A visit is worth more than a number: what cannot be written is told to the journal only.
    """
    name = category or _ALLOWED
    try:
        file = _file()
        counted = _read(file)
        counted[name] = counted.get(name, 0) + 1
        files.write_atomically(file, json.dumps(counted, sort_keys=True).encode())
    except OSError as refused:
        _LOG.warning("words.json: %s", refused)


def counted() -> Mapping[str, int]:
    """Sentences by category since the file was begun. Raises OSError."""
    return _read(_file())


def _file() -> Path:
    return paths.state_dir() / "words.json"


def _read(file: Path) -> dict[str, int]:
    """Empty where nothing was counted, or what is there is no count."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, int])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
