"""The lexicon files of assets/lexicon, read strictly and once: chips, tables, word lists."""

import functools
import tomllib
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

import msgspec

from kiosk import errors, paths
from kiosk.prompts import normalise

_T = TypeVar("_T")
Category = Literal["who", "where", "when", "look"]
CATEGORIES: Final[tuple[Category, ...]] = ("who", "where", "when", "look")
Shelf = Literal["people", "animals", "plants", "things", "where", "when", "look"]
SHELVES: Final[tuple[Shelf, ...]] = get_args(Shelf)


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One label in the kiosk's three languages."""

    pt: str = msgspec.field(name="pt-BR")
    es: str
    en: str

    def text(self, language: str) -> str:
        """The label in `language`; Portuguese for a language the kiosk does not speak."""
        return {"es": self.es, "en": self.en}.get(language, self.pt)


class Chip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One touch chip. `fragment` is what it adds to the Portuguese sentence.

    `shelf` is where it lies on the screen. `embedded` is False where the shipped bundle does
    not paint it well enough to be offered.
    """

    id: str
    shelf: Shelf
    label: Label
    fragment: str
    embedded: bool

    @property
    def category(self) -> Category:
        """Its place in the sentence; all subjects share one."""
        match self.shelf:
            case "where" | "when" | "look":
                return self.shelf
            case _:
                return "who"


class _Chips(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    chip: tuple[Chip, ...]


def folder() -> Path:
    """Where the lexicon files are."""
    return paths.assets() / "lexicon"


@functools.cache
def chips(category: Category | None = None) -> tuple[Chip, ...]:
    """All chips in screen order, or those of one category."""
    every = table("chips.toml", _Chips).chip
    return tuple(chip for chip in every if category in (None, chip.category))


def chip(identity: str) -> Chip:
    """The chip with that id. Raises KeyError."""
    return {found.id: found for found in chips()}[identity]


def lines(name: str) -> tuple[str, ...]:
    """Lines of a word list, without comments and empty lines."""
    raw = read(name).splitlines()
    return tuple(line.strip() for line in raw if line.strip() and not line.startswith("#"))


@functools.cache
def plain_words() -> frozenset[str]:
    """Ordinary words, folded: never taken for a misheard domain word."""
    return function_words() | _folded("plain.txt")


@functools.cache
def everyday_words() -> frozenset[str]:
    """Plain words and all that a visitor is as likely to say as a gaúcho word like it, folded."""
    return plain_words() | _folded("everyday.txt")


@functools.cache
def function_words() -> frozenset[str]:
    """Words that name nothing to paint, folded: never called unknown."""
    return _folded("function.txt")


def _folded(name: str) -> frozenset[str]:
    return frozenset(word for line in lines(name) for word in normalise.fold(line).split())


def table(name: str | Path, shape: type[_T]) -> _T:
    """A TOML file as `shape`: one of the lexicon, or at another place.

    Raises ConfigUnreadable with the file's name.
    """
    try:
        return msgspec.convert(tomllib.loads(read(name)), shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise errors.ConfigUnreadable(file=name, reason=str(fault)) from fault


def read(name: str | Path) -> str:
    """Text of one lexicon file, or of another. Raises ConfigUnreadable with the file's name."""
    try:
        return (folder() / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise errors.ConfigUnreadable(file=name, reason=str(fault)) from fault
