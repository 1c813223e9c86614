"""The wish inside what was said: greetings, 'quero ver', 'por favor' and the like taken off."""

import functools
import itertools
import re
from typing import Final

import msgspec

from kiosk.prompts import glossary, lexicon, normalise

_WORD: Final = re.compile(r"\w+")
_EDGE: Final = " \t,.;:!?…-–—\"'()[]"
_LOOSE: Final = re.compile(r"[^\w\s,'-]+")
_COMMAS: Final = re.compile(r"\s*,[\s,]*")
_SPACES: Final = re.compile(r"\s+")


class _Speech(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lead: tuple[str, ...]
    lead_careful: tuple[str, ...]
    lead_before: frozenset[str]
    tail: tuple[str, ...]


def wish(text: str) -> str:
    """Lower-case words of the wish; the same wish said in two ways comes out the same."""
    bare = _without_interjections(text)
    plain = _COMMAS.sub(", ", _LOOSE.sub(" ", bare.lower()))
    plain = _SPACES.sub(" ", plain).replace(" ,", ",").strip(_EDGE)
    return _stripped(plain)


def manners() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people say before a wish, and what after it, folded."""
    speech, _ = _speech()
    return (*speech.lead, *speech.lead_careful), speech.tail


def _stripped(plain: str) -> str:
    before = None
    while before != plain:
        before = plain
        plain = _without_tail(_without_lead(plain))
    return plain


def _without_lead(plain: str) -> str:
    """Without one leading phrase, the longest that fits."""
    speech, longest = _speech()
    # No more than can matter: a long sentence may be stripped many times.
    words = list(itertools.islice(_WORD.finditer(plain), longest + 1))
    folded = [normalise.fold(word.group()) for word in words]
    for length in range(min(longest, len(words)), 0, -1):
        phrase = " ".join(folded[:length])
        following = folded[length] if length < len(folded) else ""
        careful = phrase in speech.lead_careful
        if careful and following in speech.lead_before:
            return plain[words[length].start() :]
        if phrase in speech.lead and not careful:
            return plain[words[length - 1].end() :].lstrip(_EDGE)
    return plain


def _without_tail(plain: str) -> str:
    speech, longest = _speech()
    words = list(_WORD.finditer(plain))[-longest:]
    folded = [normalise.fold(word.group()) for word in words]
    for length in range(len(words), 0, -1):
        if " ".join(folded[-length:]) in speech.tail:
            return plain[: words[-length].start()].rstrip(_EDGE)
    return plain


def _without_interjections(text: str) -> str:
    """Without the glossary's interjections, wherever they stand (`um gaúcho, tchê, de pala`)."""
    pieces: list[str] = []
    last = 0
    for match in glossary.find(text):
        if match.term.gloss is None:
            pieces.append(text[last : match.start])
            last = match.end
    return "".join((*pieces, text[last:]))


@functools.cache
def _speech() -> tuple[_Speech, int]:
    speech = lexicon.table("speech.toml", _Speech)
    every = (*speech.lead, *speech.lead_careful, *speech.tail)
    return speech, max(phrase.count(" ") + 1 for phrase in every)
