"""TOML files read into frozen structs that refuse unknown keys and name the one that was meant."""

import difflib
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from training.texts import TrainingError


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every configuration in this package."""


T = TypeVar("T", bound=Settings)


def read_settings(path: Path, kind: type[T]) -> T:
    """Read `path` as `kind`. Raises TrainingError naming the file and what to mend."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TrainingError("config_missing", file=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrainingError("config_unreadable", file=path, reason=error) from error
    known = kind.__struct_fields__
    for name in table:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            raise TrainingError(
                "config_unknown", file=path, name=name, near=near[0] if near else "-"
            )
    try:
        return msgspec.convert(table, kind, dec_hook=_decode)
    except (msgspec.ValidationError, ValueError) as error:
        raise TrainingError("config_unreadable", file=path, reason=error) from error


def _decode(kind: type, value: object) -> object:
    """TOML has no paths of its own: they are written as strings."""
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"{kind} from {value!r}")
