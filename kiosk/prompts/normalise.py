"""Text to one plain form: NFC, single spaces, no control characters; and folding for comparing."""

import re
import unicodedata
from typing import Final

import msgspec

# Some 300 words, more than anybody says to a kiosk; what comes after is dropped at a word.
LONGEST: Final = 2400

_SPACES: Final = re.compile(r"\s+")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"\w+")
# Letters that no accent is taken from by decomposition.
_ALIKE: Final = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "ł": "l"})


class Word(msgspec.Struct, frozen=True):
    """A folded word, and where it stands in the text as written (character offsets)."""

    folded: str
    start: int
    end: int


def tidy(text: str) -> str:
    """NFC text with control, format and unassigned characters gone, spaces single, length bounded.

    Cut before any costly step: the work on a very long text stays small.
    """
    # Composition can only shorten, so four times the limit is enough to look at.
    composed = unicodedata.normalize("NFC", text[: LONGEST * 4])
    kept = "".join(" " if char in "\t\n\r\v\f" else char for char in composed if _visible(char))
    plain = _SPACES.sub(" ", kept).strip()
    if len(plain) <= LONGEST:
        return plain
    head, _, _ = plain[: LONGEST + 1].rpartition(" ")
    return head or plain[:LONGEST]


def fold(text: str) -> str:
    """Lower-case words without accents and punctuation, separated by single spaces."""
    bare = text.casefold()
    # Most words are; every sentence is folded many times over.
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare.translate(_ALIKE))
        bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", bare).strip()


def words(text: str) -> tuple[Word, ...]:
    """The folded words of `text`; a hyphen, an apostrophe or an underscore separates two."""
    return tuple(
        Word(folded, found.start(), found.end())
        for found in _WORD.finditer(text)
        for folded in fold(found.group()).split()
    )


def _visible(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")
