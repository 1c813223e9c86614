"""Small repairs around a translation: words put simply before it, English made smooth after it."""

import functools
import re
from collections.abc import Iterable
from typing import Final

from kiosk import errors
from kiosk.prompts import lexicon

_FILE: Final = "simpler.tsv"
_HEADER: Final = "said\tsimpler"
_WORD: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"\b([Aa])n?(?= (\w))")
# A prompt is no essay: letters decide, and these few words that sound otherwise.
_VOWELS: Final = frozenset("aeiouAEIOU")
_LIKE_CONSONANTS: Final = ("uni", "use", "euro", "one ")
_LOOSE_COMMA: Final = re.compile(r"^[\s,]+|[\s,]+$")


def simpler(text: str) -> str:
    """`text` with words of speech that translators do not know in plain ones (`vô`, `pros`)."""
    return _WORD.sub(lambda word: _simpler().get(word.group().lower(), word.group()), text)


def smooth(text: str, known: Iterable[str]) -> str:
    """English without what weaving glosses into it left: `a` before vowels, words said twice.

    `known` are the glosses, of which nothing is taken away.
    """
    for gloss in known:
        first, last = gloss.split(" ")[0], gloss.split(" ")[-1]
        text = re.sub(rf"\b{re.escape(first)} ({re.escape(gloss)})\b", r"\1", text, flags=re.I)
        text = re.sub(rf"\b({re.escape(gloss)}) {re.escape(last)}\b", r"\1", text, flags=re.I)
    text = _LOOSE_COMMA.sub("", text)
    return _ARTICLE.sub(lambda found: _article(text, found), text)


def _article(text: str, found: re.Match[str]) -> str:
    after = text[found.end() + 1 : found.end() + 6].lower()
    if not after[:1].isalpha():
        return found.group()
    vowel = after[:1] in _VOWELS and not after.startswith(_LIKE_CONSONANTS)
    return found.group(1) + ("n" if vowel else "")


@functools.cache
def _simpler() -> dict[str, str]:
    """Raises ConfigUnreadable with the file's name."""
    header, *rows = lexicon.read(_FILE).splitlines()
    if header != _HEADER or any(row.count("\t") != 1 for row in rows):
        raise errors.ConfigUnreadable(file=_FILE, reason=header)
    return dict(row.split("\t") for row in rows)
