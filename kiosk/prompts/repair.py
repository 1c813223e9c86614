"""Domain words that recognition or a child's spelling got wrong, put right by how they sound.

Careful on purpose: a word is changed only if it is listed as a form in the glossary, or if it is
no everyday word and sounds like one form, the longer the less exactly. Synonyms stay. Several words
become one form only within a phrase, only if one of them is no real word, and only exactly if
another one is and the form is a single word; a form that is right is never lost in them.
"""

import difflib
import functools
import itertools
import operator
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from kiosk.prompts import glossary, lexicon, normalise, sounding

# Sounds. Shorter keys collide with ordinary words, several short words together even more.
_SHORTEST: Final = 5
_SHORTEST_OF_SEVERAL: Final = 6
_LONG: Final = 9
# A word of this length may have one sound of any kind wrong inside it.
_SHORTEST_ONE_OFF: Final = 8
# How far apart two keys may be, as a share of the longer one's length; tuned on half of the robot
# sentences of tests/kiosk/listener/spoken.tsv (docs/transcription.md).
_NEAR: Final = 0.08
_NEAR_IF_LONG: Final = 0.15
# A share of a length is not told exactly.
_LOST_IN_DIVIDING: Final = 1e-6
_WORDS_AT_MOST: Final = 4
_WORD: Final = re.compile(r"\w[\w'-]*")


class _Change(msgspec.Struct, frozen=True, order=True):
    """The nearest first, of those the shortest: words `first` to `last` stand for `form`."""

    share: float
    words: int
    first: int
    form: str

    @property
    def last(self) -> int:
        return self.first + self.words


class _Shelf(msgspec.Struct, frozen=True):
    """Right spellings whose sounds begin alike; `share` of its length each may be away."""

    keys: sounding.Keys
    sounds: tuple[str, ...]
    forms: tuple[str, ...]
    rows: tuple[str, ...]
    share: npt.NDArray[np.float64]


def repair(text: str) -> str:
    """`text` with domain words in their right spelling; everything else untouched."""
    try:
        return _by_sound(_by_glossary(text))
    finally:
        # Within a sentence the same sounds are asked for often; a visitor's words are not kept.
        _nearest.cache_clear()
        sounding.key.cache_clear()


def changed(heard: str, written: str) -> tuple[tuple[str, str], ...]:
    """What `repair` made of which words, in order, for the visitor to see; accents do not count."""
    before, after = ([m.group() for m in _WORD.finditer(text)] for text in (heard, written))
    folded = [[normalise.fold(word) for word in words] for words in (before, after)]
    steps = difflib.SequenceMatcher(a=folded[0], b=folded[1], autojunk=False).get_opcodes()
    return tuple(
        (" ".join(before[i:j]), " ".join(after[k:m]))
        for step, i, j, k, m in steps
        if step != "equal"
    )


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
    if set(term.canonical).isdisjoint("aeiou"):
        # Letters, as in CTG, which recognition writes as it hears them.
        return term.canonical
    key, canonical = sounding.key(heard), sounding.key(term.canonical)
    # A difference of one `s` is a plural, not a mistake, and a real word is none: `piazinho`.
    if _everyday(normalise.fold(heard)):
        return next((form for form in term.forms if _same(form, heard)), heard)
    if _one_off(key, canonical) and key.replace("s", "") != canonical.replace("s", ""):
        return term.canonical
    return next((form for form in term.forms if sounding.key(form) == key), heard)


def _same(one: str, other: str) -> bool:
    return normalise.fold(one) == normalise.fold(other)


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


def _by_sound(text: str) -> str:
    """Words that are no form and no everyday word, alone or up to four together (`xima rão`)."""
    words = list(_WORD.finditer(text))
    taken: set[int] = set()
    chosen: list[_Change] = []
    for change in sorted(_changes(text, words)):
        places = range(change.first, change.last)
        if taken.isdisjoint(places) and _fits(text, words, change):
            taken.update(places)
            chosen.append(change)
    for change in sorted(chosen, key=lambda one: one.first, reverse=True):
        text = _changed(text, words, change)
    return text


def _changes(text: str, words: Sequence[re.Match[str]]) -> Iterator[_Change]:
    """All that might be changed, overlapping."""
    known = [(match.start, match.end) for match in glossary.find(text)]
    folded = [normalise.fold(word.group()) for word in words]
    ordinary = [all(map(_ordinary, word.split())) for word in folded]
    for first in range(len(words)):
        for last in range(first + 1, min(first + _WORDS_AT_MOST, len(words)) + 1):
            start, end = words[first].start(), words[last - 1].end()
            if last - first > 1 and text[words[last - 2].end() : words[last - 1].start()].strip():
                # A comma: no word goes on behind it.
                break
            within = [start <= begin and stop <= end for begin, stop in known]
            beside = [stop <= start or end <= begin for begin, stop in known]
            if not all(map(operator.or_, within, beside)):
                continue
            if not all(ordinary[first:last]):
                # What begins with `de` or `que` is mostly two things.
                exact = last - first > 1 and folded[first] in lexicon.function_words()
                key = sounding.key(text[start:end])
                share, form = _nearest(key, last - first, exact)
                if form is None:
                    continue
                right = [text[begin:stop] for begin, stop in itertools.compress(known, within)]
                if share == 0 or _joins(form, right, real=any(ordinary[first:last])):
                    yield _Change(share, last - first, first, form)


def _joins(form: str, right: Sequence[str], *, real: bool) -> bool:
    """Whether words that do not sound exactly like `form` may be it.

    Pieces of a single word are not real words; a form that is `right` among them stays, or becomes
    part of a longer one: `cato do mato`.
    """
    meant = normalise.fold(form)
    if real and " " not in meant:
        return False
    return all(f" {normalise.fold(one)} " in f" {meant} " for one in right)


def _fits(text: str, words: Sequence[re.Match[str]], change: _Change) -> bool:
    """Whether the glossary knows the word in this company: its context rules hold."""
    start = words[change.first].start()
    end = start + len(change.form)
    found = glossary.find(_changed(text, words, change))
    return any(match.start <= start and end <= match.end for match in found)


def _changed(text: str, words: Sequence[re.Match[str]], change: _Change) -> str:
    start, end = words[change.first].start(), words[change.last - 1].end()
    return text[:start] + change.form + text[end:]


@functools.lru_cache(maxsize=4096)
def _nearest(key: str, words: int, exact: bool) -> tuple[float, str | None]:
    """The one form that sounds near enough, and how far it is as a share of the length."""
    shelf = _shelves().get(sounding.beginning(key))
    if shelf is None or len(key) < (_SHORTEST if words == 1 else _SHORTEST_OF_SEVERAL):
        return 1.0, None
    lengths = np.maximum(shelf.keys.lengths, len(key))
    allowed = (np.minimum(shelf.share, _NEAR) if exact else shelf.share) * lengths * 10
    one_off = words == 1 and len(key) >= _SHORTEST_ONE_OFF
    most = np.maximum(allowed, 10 if one_off else 0) + _LOST_IN_DIVIDING
    worth = shelf.keys.at_least(key) <= most
    near: dict[int, float] = {}
    for at in np.flatnonzero(worth).tolist():
        sound = shelf.sounds[at]
        limit = 10 if one_off and _one_off(key, sound) else allowed[at] + _LOST_IN_DIVIDING
        apart = sounding.apart(key, sound, limit)
        if apart <= limit:
            near[at] = apart / 10 / lengths[at]
    if not near:
        return 1.0, None
    best = min(near, key=near.__getitem__)
    # Two words that are as near: neither is sure.
    sure = len({shelf.rows[at] for at in near if near[at] == near[best]}) == 1
    return (near[best], shelf.forms[best]) if sure else (1.0, None)


@functools.cache
def _shelves() -> dict[str, _Shelf]:
    """By the beginning of the sound; verbs, which are like everyday verbs, only exactly."""
    found: dict[str, tuple[str, glossary.Term]] = {}
    for term in glossary.terms():
        for form in term.forms if term.gloss is not None else ():
            key = sounding.key(form)
            if len(key) >= _SHORTEST:
                found.setdefault(key, (_spelling(term, form), term))
    by_beginning: dict[str, list[str]] = {}
    for key in found:
        by_beginning.setdefault(sounding.beginning(key), []).append(key)
    return {
        beginning: _Shelf(
            sounding.Keys(keys),
            tuple(keys),
            tuple(found[key][0] for key in keys),
            tuple(found[key][1].canonical for key in keys),
            np.array([_share(key, found[key][1]) for key in keys]),
        )
        for beginning, keys in by_beginning.items()
    }


def _share(key: str, term: glossary.Term) -> float:
    if term.category == "verb":
        return 0.0
    return _NEAR_IF_LONG if len(key) >= _LONG else _NEAR


def _ordinary(word: str) -> bool:
    """Whether a folded word is itself: an everyday one, or a form that a context rule forbids."""
    return _everyday(word) or word in _forms()


def _everyday(word: str) -> bool:
    return word in lexicon.everyday_words() or word.isdigit()


@functools.cache
def _forms() -> frozenset[str]:
    forms = (normalise.fold(form) for term in glossary.terms() for form in term.forms)
    return frozenset(form for form in forms if " " not in form)
