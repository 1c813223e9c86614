"""Domain words that recognition or a child's spelling got wrong, put right by how they sound.

Careful on purpose: a word is changed only if it is listed as a form in the glossary, or if it is
no ordinary word and sounds exactly like (very long words: almost like) one form. Synonyms stay.
"""

import functools
import re
from typing import Final

from kiosk.prompts import glossary, lexicon, normalise

# Shorter keys collide with ordinary words: pião sounds like peão.
_SHORTEST_KEY: Final = 6
_SHORTEST_NEAR_KEY: Final = 8
_WORD: Final = re.compile(r"\w[\w'-]*")

# Spelling to sound, in order; on folded text. Brazilian: lh ~ li, l before a consonant ~ u,
# unstressed e ~ i and o ~ u everywhere, ei ~ e. Coarse, as it only ever compares.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"\s+", ""),
        (r"y", "i"),
        (r"w", "u"),
        (r"lh", "li"),
        (r"nh", "9"),
        (r"sch|ch|sh", "x"),
        (r"ph", "f"),
        (r"h", ""),
        (r"qu(?=[ei])|k|q", "c"),
        (r"gu(?=[ei])", "g2"),
        (r"g(?=[ei])", "j"),
        (r"g2", "g"),
        (r"c(?=[ei])", "s"),
        (r"n(?=[bp])", "m"),
        (r"l(?=[^aeiou]|$)", "u"),
        (r"ei(?=[jrx])", "e"),
        (r"ou", "o"),
        (r"am$", "ao"),
        (r"(.)\1+", r"\1"),
        (r"z", "s"),
        (r"e", "i"),
        (r"o", "u"),
        (r"ii+", "i"),
        (r"uu+", "u"),
    )
)


def repair(text: str) -> str:
    """`text` with domain words in their right spelling; everything else untouched."""
    return _by_sound(_by_glossary(text))


def sound(text: str) -> str:
    """A key that spellings of the same Portuguese sound share; spaces and accents do not count."""
    key = normalise.fold(text.replace("ç", "ss").replace("Ç", "ss"))
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key


def _by_glossary(text: str) -> str:
    """Listed forms become the first form of their row that sounds the same."""
    pieces: list[str] = []
    last = 0
    for match in glossary.find(text):
        pieces += [text[last : match.start], _spelling(match.term, match.heard)]
        last = match.end
    return "".join((*pieces, text[last:]))


def _spelling(term: glossary.Term, heard: str) -> str:
    """The row's right spelling of `heard`: of the same number, and the same word if a synonym."""
    if term.gloss is None:
        return heard
    key, canonical = sound(heard), sound(term.canonical)
    # A difference of one `s` is a plural, not a mistake.
    if _one_off(key, canonical) and key.replace("s", "") != canonical.replace("s", ""):
        return term.canonical
    return next((form for form in term.forms if sound(form) == key), heard)


def _by_sound(text: str) -> str:
    """Words that are no form and no ordinary word, alone or two together (`xima rão`)."""
    words = list(_WORD.finditer(text))
    known = [(match.start, match.end) for match in glossary.find(text)]
    pieces: list[str] = []
    last = at = 0
    while at < len(words):
        step, form = _heard_as(text, words[at : at + 2], known)
        if form is not None:
            pieces += [text[last : words[at].start()], form]
            last = words[at + step - 1].end()
        at += step
    return "".join((*pieces, text[last:]))


def _heard_as(
    text: str, pair: list[re.Match[str]], known: list[tuple[int, int]]
) -> tuple[int, str | None]:
    for length in (2, 1):
        piece = pair[:length]
        start, end = piece[0].start(), piece[-1].end()
        if len(piece) < length or any(begin < end and start < stop for begin, stop in known):
            continue
        if all(normalise.fold(word.group()) in lexicon.plain_words() for word in piece):
            continue
        form = _nearest(sound(text[start:end]), alone=length == 1)
        if form is not None:
            return length, form
    return 1, None


def _nearest(key: str, *, alone: bool) -> str | None:
    if len(key) < _SHORTEST_KEY:
        return None
    found = _keys().get(key)
    if found is None and alone and len(key) >= _SHORTEST_NEAR_KEY:
        near = {form for known, form in _keys().items() if _one_off(key, known)}
        found = near.pop() if len(near) == 1 else None
    return found


def _one_off(key: str, known: str) -> bool:
    """One letter replaced, or one more or less, inside the word: endings are grammar."""
    if key[:1] != known[:1] or key[-1:] != known[-1:]:
        return False
    if len(key) == len(known):
        return sum(one != other for one, other in zip(key, known, strict=True)) <= 1
    short, long = sorted((key, known), key=len)
    return len(long) - len(short) == 1 and any(
        long[:cut] + long[cut + 1 :] == short for cut in range(len(long))
    )


@functools.cache
def _keys() -> dict[str, str]:
    """Sound to the right spelling, for the forms of rows that need no context."""
    keys: dict[str, str] = {}
    for term in glossary.terms():
        if not term.rules and term.gloss is not None:
            for form in term.forms:
                keys.setdefault(sound(form), _spelling(term, form))
    return keys
