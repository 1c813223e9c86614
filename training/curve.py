"""A training's curve: a file of JSON lines, one a report, whole at any moment."""

import json
from collections.abc import Mapping
from pathlib import Path

from training.files import write_atomically


def note(file: Path, row: Mapping[str, float | str]) -> None:
    """Add `row` to the curve in `file`."""
    before = file.read_bytes() if file.is_file() else b""
    write_atomically(file, before + json.dumps(row).encode() + b"\n")
