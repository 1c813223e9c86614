"""Every sentence that visitors or staff see, by key and language; pt-BR is the complete one.

Keys are dotted: the file's stem, then the path inside the TOML (`errors.bundle.changed` is
`changed` in table `[bundle]` of `assets/i18n/pt-BR/errors.toml`).
"""

import functools
import tomllib
from collections.abc import Mapping
from typing import Final

from kiosk import paths

LANGUAGES: Final = ("pt-BR", "es", "en")
DEFAULT: Final = "pt-BR"


def text(key: str, language: str = DEFAULT, **values: object) -> str:
    """The sentence for `key` with `{names}` filled in.

    Raises KeyError for a key that pt-BR does not have: a missing sentence is our defect.
    """
    sentence = _sentences(language).get(key) or _sentences(DEFAULT)[key]
    return sentence.format(**values)


def templates(prefix: str, language: str = DEFAULT) -> dict[str, str]:
    """Every sentence whose key begins with `prefix`, its `{names}` left as they are."""
    own = _sentences(language)
    return {
        key: own.get(key) or sentence
        for key, sentence in _sentences(DEFAULT).items()
        if key.startswith(prefix)
    }


def keys(language: str = DEFAULT) -> frozenset[str]:
    """Every key that `language` has a sentence for."""
    return frozenset(_sentences(language))


@functools.cache
def _sentences(language: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in sorted((paths.assets() / "i18n" / language).glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), found)
    return found


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            _flatten(key, value, into)
        else:
            into[key] = str(value)
