"""Harmful words in disguise: digits for letters, letters apart, stretched, starred, run together.

A sentence has two readings, as it was written and with disguises taken off. A reading is a row of
tokens, a token a few forms of one word; the work grows with the length of the text and no faster.
"""

import itertools
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
# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES: Final = str.maketrans("авеікмнорсѕтухјαεικνορτυχ", "abeikmhopcstyxjaeiknoptyx")
_STARS: Final = "*#•"
# Signs that stand for letters in the middle of a word; a hyphen or a dot does not.
_SIGNED: Final = frozenset("@$€£!|¡+" + _STARS)
_CLOSING: Final = "!?.,;:)\"'…"
# Letters that are words: never a spelled-out word by themselves.
_WORDS_OF_ONE: Final = frozenset("aeoyu")
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
        Token((part, *_accented(word)), at, at + 1)
        for at, word in enumerate(words)
        for part in normalise.fold(word).split()
    )


def bared(words: Sequence[str]) -> tuple[Token, ...]:
    """The tokens with disguises taken off."""
    return tuple(_joined(_atom(at, word) for at, word in enumerate(words)))


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
    key = word.removeprefix("h")
    for written, sound in _SPELLINGS:
        key = key.replace(written, sound)
    return "".join(letter for letter, _ in itertools.groupby(key))


_SPELLINGS: Final = (
    ("ph", "f"), ("sh", "x"), ("ch", "x"), ("qu", "k"), ("q", "k"), ("ce", "se"), ("ci", "si"),
    ("cs", "ks"), ("c", "k"), ("ks", "x"), ("z", "s"), ("y", "i"), ("w", "u"), ("nh", "n"),
)  # fmt: skip


def _atom(at: int, word: str) -> list[Token]:
    """The word between two spaces, as one token where it was pulled apart by signs."""
    parts = normalise.fold(word).split()
    body = word.casefold().translate(_LOOKALIKES).rstrip(_CLOSING)
    if _accented(word) or not any(char.isalpha() for char in body):
        return [Token((part, *_accented(word)), at, at + 1) for part in parts]
    if any(len(part) > _SHORT for part in parts[1:]) and not _SIGNED.intersection(body):
        return [Token(_read(part), at, at + 1) for part in parts]
    forms = _read(body)
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
            yield from letters
            continue
        forms = _read(whole)
        if whole[0] in _WORDS_OF_ONE:  # `e p e l a d a`: the first may be a word before it
            forms += _read(whole[1:])
        yield Token(forms, letters[0].start, letters[-1].end, spelled=True)


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
    read = (body, body.translate(_AS_I), body.translate(_AS_L))
    whole = dict.fromkeys(normalise.fold(one).replace(" ", "") for one in read)
    return tuple(dict.fromkeys(form for one in whole if one for form in _forms(one)))


def _starred(body: str) -> str:
    """Letters and stars only, where stars stand for letters inside the word."""
    kept = "".join(char for char in body if char in _STARS or char.isalnum())
    inner = any(star in kept[1:] for star in _STARS)
    if not inner or not kept[0].isalpha():
        return ""
    for star in _STARS:
        kept = kept.replace(star, "\0")
    return "".join("*" if char == "\0" else normalise.fold(char) for char in kept)
