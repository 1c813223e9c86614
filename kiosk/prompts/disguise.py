"""Harmful words in disguise: digits for letters, letters apart, stretched, starred, run together.

A sentence has two readings, as it was written and with disguises taken off; runs.py adds those
for words without gaps and words written backwards. A reading is a row of tokens, a token a few
forms of one word; the work grows with the length of the text and no faster.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from kiosk.prompts import normalise

# A one stands for i or for l, so a word is read both ways.
_SIGNS: Final = {
    "0": "o", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "€": "e", "£": "l", "!": "i", "|": "l", "¡": "i", "+": "t",
}  # fmt: skip
_AS_I: Final = str.maketrans(_SIGNS | {"1": "i"})
_AS_L: Final = str.maketrans(_SIGNS | {"1": "l"})
# Cyrillic and Greek letters that look or sound like Latin ones, and signs that are drawn like them.
_LOOKALIKES: Final = str.maketrans(
    "авеікмнорсѕтухјαεικνορτυχ" + "блдгпизԁӏ" + "βγδλπσςηµ" + "†¢§®©¥∂",
    "abeikmhopcstyxjaeiknoptyx" + "bldgpizdl" + "bgdlpssnu" + "tcsrcyd",
)
# Letters in boxes and the halves of flags: letters A to Z, from the first of each row on.
_BOXED: Final = {
    first + at: chr(ord("a") + at)
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for at in range(26)
}
# Little pictures that stand for something in a wish: the rules call them `emoji berinjela`.
_PICTURES: Final = str.maketrans({
    "🍆": "berinjela", "🍑": "pessego", "🍒": "cerejas", "🍌": "banana", "🥒": "pepino",
    "🌭": "salsicha", "🥵": "suado", "💦": "gotas", "🖕": "dedo", "💩": "coco", "🔞": "proibido",
    "👅": "lingua", "👙": "biquini", "🩲": "cueca", "👄": "boca", "🔫": "pistola", "🔪": "faca",
    "🗡": "punhal", "💣": "bomba", "🩸": "sangue", "💊": "comprimido", "💉": "seringa",
    "🚬": "cigarro", "🍁": "folha", "🌿": "erva", "☘": "trevo", "🍀": "trevo", "💨": "fumaca",
    "🍄": "cogumelo", "❄": "neve", "👃": "nariz", "🍺": "cerveja", "🍻": "cerveja",
    "🍷": "vinho", "🥃": "uisque", "👉": "ponta", "👌": "roda", "🐒": "macaco", "🐵": "macaco",
})  # fmt: skip
_NAMED: Final = {sign: f" emoji {name} " for sign, name in _PICTURES.items()}
_STARS: Final = "*#•"
# Signs in the place of one letter (`m-rda`, `s%xo`); two dashes stand for two.
_BLANKS: Final = str.maketrans(dict.fromkeys("-._/%?&=~^–", "*"))
# A cedilla as a child may set it (`seqço`, `pulço`); behind n and before ã it is in its place.
_MISPLACED: Final = re.compile("(?<!n)ç(?!ã)")
# Turtles, but for one accent.
_APART: Final = {"cágado": "tartaruga", "cágados": "tartarugas"}
# Signs that stand for letters in the middle of a word; a hyphen or a dot does not.
_SIGNED: Final = frozenset("@$€£!|¡+" + _STARS)
_CLOSING: Final = "!?.,;:)\"'…"
# Letters that are words: never a spelled-out word by themselves.
_WORDS_OF_ONE: Final = frozenset("aeoyu")
_VOWELS: Final = frozenset("aeiou")
_DOUBLED: Final = frozenset("rsoe")
# Longer pieces between hyphens, dots and apostrophes are words (`d'água`, `mão-pelada`).
_SHORT: Final = 3
# Pieces of a word pulled apart (`pu ta`, `pe la da`).
_PIECE: Final = 4
_PIECES: Final = 3


class Token(msgspec.Struct, frozen=True):
    """One word. `forms` are folded, the plain one first; `start` and `end` are the words of the
    sentence (split at spaces) that it comes from; `stars` keeps one `*` for each hidden letter;
    `spelled` says that its letters stood apart."""

    forms: tuple[str, ...]
    start: int
    end: int
    stars: str = ""
    spelled: bool = False


def plain(words: Sequence[str]) -> tuple[Token, ...]:
    """The tokens of the sentence as it was written; `words` are its words between spaces."""
    return tuple(
        Token((part, *_accented(piece)), at, at + 1)
        for at, word in enumerate(words)
        for piece in _named(word)
        for part in normalise.fold(piece).split()
    )


def bared(words: Sequence[str]) -> tuple[Token, ...]:
    """The tokens with disguises taken off."""
    return tuple(
        _joined(_atom(at, piece) for at, word in enumerate(words) for piece in _named(word))
    )


def pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Two or three short words beside each other, and where they begin: perhaps one in pieces."""
    for at in range(len(tokens)):
        for length in range(2, _PIECES + 1):
            short = tuple(token.forms[0] for token in tokens[at : at + length])
            if len(short) < length or any(len(piece) > _PIECE for piece in short):
                break
            yield at, short


def spelling(word: str) -> str:
    """A key that careless spellings of a word share: `makonha`, `cequiço`, `putta`."""
    key = "".join(letter for letter, _ in itertools.groupby(word.removeprefix("h")))
    for written, sound in _SPELLINGS:
        key = key.replace(written, sound)
    key = f"{key[:-1]}o" if key.endswith("u") and key[-2:-1] not in _VOWELS else key
    return "".join(letter for letter, _ in itertools.groupby(key))


_SPELLINGS: Final = (
    ("ph", "f"), ("sh", "x"), ("ch", "x"), ("qu", "k"), ("q", "k"), ("ce", "se"), ("ci", "si"),
    ("cs", "ks"), ("c", "k"), ("kis", "ks"), ("ks", "x"), ("z", "s"), ("y", "i"), ("w", "u"),
    ("nh", "n"), ("ge", "je"), ("gi", "ji"),
)  # fmt: skip


def _named(word: str) -> Iterable[str]:
    """The word, or what stands beside little pictures in it, and their names."""
    if word.isascii():
        return (word,)
    if (lower := word.casefold().strip(_CLOSING)) in _APART:
        return (_APART[lower],)
    return (word,) if _NAMED.keys().isdisjoint(map(ord, word)) else word.translate(_NAMED).split()


def _atom(at: int, word: str) -> list[Token]:
    """The word between two spaces, as one token where it was pulled apart by signs."""
    parts = normalise.fold(word).split()
    body = word.translate(_BOXED).casefold().translate(_LOOKALIKES).rstrip(_CLOSING)
    if not parts and 0 < len(body) < _SHORT and set(body) <= set(_STARS):
        return [Token(("*",), at, at + 1)]
    if _accented(word) or not any(char.isalpha() for char in body):
        return [Token((part, *_accented(word)), at, at + 1) for part in parts]
    if any(len(part) > _SHORT for part in parts[1:]) and not _SIGNED.intersection(body):
        return [Token(_read(part), at, at + 1) for part in parts]
    forms = _read(body)
    if not word.isascii() and "y" in body:  # Cyrillic and Greek letters for u look like one
        forms += _read(body.replace("y", "u"))
    return [Token(forms, at, at + 1, stars=_starred(body))] if forms else []


def _accented(word: str) -> tuple[str, ...]:
    """`é` is a verb where `e` joins two things; the rules write it `eh`, as people type it."""
    return ("eh",) if word.casefold().strip(_CLOSING) in ("é", "e\u0301") else ()


def _joined(atoms: Iterable[list[Token]]) -> Iterator[Token]:
    """Runs of single letters as one token; vowels alone are words, and digits are numbers."""
    every = [token for atom in atoms for token in atom]
    for single, run in itertools.groupby(every, key=lambda token: len(token.forms[0]) == 1):
        letters = list(run)
        whole = "".join(token.forms[0] for token in letters)
        if not single or len(letters) == 1 or not _is_spelled(whole):
            yield from (token for token in letters if token.forms != ("*",))
            continue
        forms = _read(whole)
        if whole[0] in _WORDS_OF_ONE:  # `e p e l a d a`: the first may be a word before it
            forms += _read(whole[1:])
        start, end = letters[0].start, letters[-1].end
        yield Token(forms, start, end, stars=_starred(whole), spelled=True)


def _is_spelled(whole: str) -> bool:
    return any(char.isalpha() and char not in _WORDS_OF_ONE for char in whole)


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what it may be where letters are stretched: `nuuua`, `porrra`, `peelada`."""
    runs = [(letter, len(list(run))) for letter, run in itertools.groupby(word)]
    if all(count == 1 for _, count in runs):
        return (word,)
    once = "".join(letter for letter, _ in runs)
    twice = "".join(letter * min(count, 2) for letter, count in runs)
    usual = "".join(
        letter * (min(count, 2) if letter in _DOUBLED and count < 3 else 1)
        for letter, count in runs
    )
    stretched = any(count > 2 or letter not in _DOUBLED for letter, count in runs)
    return tuple(dict.fromkeys((word, usual, once, twice))) if stretched else (word,)


def _read(body: str) -> tuple[str, ...]:
    """Forms of one word: as it stands, and with signs as letters."""
    read: tuple[str, ...] = (body, body.translate(_AS_I), body.translate(_AS_L))
    if "ç" in body:
        read += tuple(_MISPLACED.sub("s", one) for one in read)
    whole = dict.fromkeys(normalise.fold(one).replace(" ", "") for one in read)
    return tuple(dict.fromkeys(form for one in whole if one for form in _forms(one)))


def _starred(body: str) -> str:
    """Letters and stars only, where stars stand for letters inside the word."""
    starred = any(star in body for star in _STARS)
    blanks = body if starred else body.translate(_BLANKS)
    kept = "".join(char for char in blanks if char in _STARS or char.isalnum())
    if not starred and len(kept) <= _SHORT:
        return ""
    inner = any(star in kept[1:] for star in _STARS)
    if not inner or not kept[0].isalpha():
        return ""
    for star in _STARS:
        kept = kept.replace(star, "\0")
    return "".join("*" if char == "\0" else normalise.fold(char) for char in kept)
