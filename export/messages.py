"""The exporter's sentences, by key and language; pt-BR is the complete one."""

import functools
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("pt-BR", "es", "en")
DEFAULT: Final = "pt-BR"
_FOLDER = Path(__file__).resolve().parent / "texts"


def language() -> str:
    """The reader's language after POSIX's variables; Portuguese where they name none of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return next((name for name in ("es", "en") if value.startswith(name)), DEFAULT)
    return DEFAULT


def text(key: str, wanted: str | None = None, /, **values: object) -> str:
    """The sentence for `key` (`table.name`). Raises KeyError where pt-BR has none: our defect."""
    sentence = sentences(wanted or language()).get(key) or sentences(DEFAULT)[key]
    return sentence.format(**values)


@functools.cache
def sentences(wanted: str) -> Mapping[str, str]:
    """Every sentence of one language by its key."""
    tables = tomllib.loads((_FOLDER / f"{wanted}.toml").read_text(encoding="utf-8"))
    return {
        f"{table}.{name}": sentence
        for table, entries in tables.items()
        for name, sentence in entries.items()
    }
