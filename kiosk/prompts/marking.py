"""A sentence cut into what the kiosk knows and what it does not, for the screen to mark."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from kiosk.prompts import normalise

_WORD: Final = re.compile(r"[^\W_]+")


class Span(msgspec.Struct, frozen=True):
    """A part of the sentence, spaces and commas included."""

    text: str
    known: bool


def spans(sentence: str, unknown: Iterable[str]) -> tuple[Span, ...]:
    """The whole `sentence` in order; each of the `unknown` words is a span of its own.

    Words are compared as the glossary compares: without case and accents.
    """
    strange = {_folded(word) for word in unknown}
    found: list[Span] = []
    last = 0
    for match in _WORD.finditer(sentence):
        if _folded(match.group()) in strange:
            if match.start() > last:
                found.append(Span(sentence[last : match.start()], known=True))
            found.append(Span(match.group(), known=False))
            last = match.end()
    if last < len(sentence):
        found.append(Span(sentence[last:], known=True))
    return tuple(found)


def _folded(word: str) -> str:
    # Letters of another alphabet fold to nothing.
    return normalise.fold(word) or word.casefold()
