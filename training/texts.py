"""What museum staff read from this package: sentences by key and language; pt-BR is complete."""

import functools
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("pt-BR", "es", "en")
DEFAULT: Final = "pt-BR"
_FOLDER = Path(__file__).resolve().parent / "sentences"


def language() -> str:
    """The reader's language after POSIX's variables; Portuguese where they name none of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return next((name for name in ("es", "en") if value.startswith(name)), DEFAULT)
    return DEFAULT


def say(key: str, **values: object) -> str:
    """The sentence for `key` in the reader's language. Raises KeyError for none: our defect."""
    sentence = sentences(language()).get(key) or sentences(DEFAULT)[key]
    return sentence.format(**values)


@functools.cache
def sentences(wanted: str) -> Mapping[str, str]:
    """Every sentence of one language by its key."""
    return tomllib.loads((_FOLDER / f"{wanted}.toml").read_text(encoding="utf-8"))


class TrainingError(Exception):
    """A failure that staff can mend; prints as its sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, **values))
        self.key = key
