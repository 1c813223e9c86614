"""What the embedded model was taught, from vocabulary.toml: finding it in a sentence.

Compared as the glossary compares; the longest phrase wins. A glossary synonym of a subject
(`capincho`) counts as that subject and is put into the word that the model was taught.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from kiosk.prompts import glossary, lexicon, normalise

Kind = Literal["subject", "ground", "season", "sky", "look"]
_ARTICLES: Final = ("um", "uma", "umas", "uns", "as", "os", "a", "o")
_BEFORE: Final = frozenset((*_ARTICLES, "dois", "duas", "tres", "quatro", "cinco"))
_FEMININE: Final = {"um": "uma", "uns": "umas", "o": "a", "os": "as", "dois": "duas"}
_MASCULINE: Final = {woman: man for man, woman in _FEMININE.items()}


class _Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    names: tuple[str, ...]
    plural: str | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every way to name it, without articles."""
        bare = tuple(_bare(name) for name in self.names)
        return bare if self.plural is None else (*bare, self.plural)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    worn: tuple[str, ...]
    colours: tuple[str, ...]
    grounds: Mapping[str, tuple[str, ...]]
    skies: Mapping[str, tuple[str, ...]]
    seasons: Mapping[str, tuple[str, ...]]
    looks: Mapping[str, tuple[str, ...]]
    concept: tuple[_Concept, ...]

    @property
    def settings(self) -> tuple[tuple[Kind, Mapping[str, tuple[str, ...]]], ...]:
        """All that stands around a subject, by kind."""
        return (
            ("ground", self.grounds),
            ("season", self.seasons),
            ("sky", self.skies),
            ("look", self.looks),
        )


class Entry(msgspec.Struct, frozen=True):
    """What a phrase means. `name` is the canonical wording; `instead` the model's word for a
    synonym that it was not taught, None where it knows the phrase itself."""

    kind: Kind
    id: str
    name: str
    instead: str | None = None


class Piece(msgspec.Struct, frozen=True):
    """A phrase understood: text[start:end], article and clothing included, and the model's words
    for it."""

    entry: Entry
    start: int
    end: int
    text: str


def find(text: str) -> tuple[Piece, ...]:
    """What the model knows of `text`, left to right, never overlapping."""
    words = normalise.words(text)
    index = _index()
    found: list[Piece] = []
    at = done = 0
    while at < len(words):
        length = _longest(index, words, at)
        if not length:
            at += 1
            continue
        entry = index[_joined(words[at : at + length])]
        last, first = at + length, at
        if entry.kind == "subject":
            last = _dressed(words, last)
            first = at - 1 if at > done and words[at - 1].folded in _BEFORE else at
        start, end = words[first].start, words[last - 1].end
        spoken = text[start:end]
        if entry.instead is not None:
            before = _agreeing(words[first].folded, entry) if first < at else ""
            rest = text[words[at + length - 1].end : end]
            spoken = f"{before} {entry.instead}".strip() + rest
        found.append(Piece(entry, start, end, spoken))
        at = done = last
    return tuple(found)


@functools.cache
def words() -> frozenset[str]:
    """Every folded word of the model's captions."""
    every = [*_file().worn, *_file().colours]
    for _, table in _file().settings:
        every += [phrase for phrases in table.values() for phrase in phrases]
    for concept in _file().concept:
        every += concept.phrases
    return frozenset(word for phrase in every for word in normalise.fold(phrase).split())


def named(ground: str) -> str:
    """A ground as the subject of a picture: "as coxilhas" where "na coxilha" was asked for."""
    return next(concept.names[0] for concept in _file().concept if concept.id == ground)


@functools.cache
def _file() -> _File:
    return lexicon.table("vocabulary.toml", _File)


@functools.cache
def _index() -> dict[str, Entry]:
    """Folded phrase to what it means. What stands around a subject wins over subjects
    ("na coxilha" over "coxilha"), and what the model was taught over synonyms."""
    subjects = _subjects()
    return _synonyms(subjects) | subjects | _settings()


def _settings() -> dict[str, Entry]:
    return {
        normalise.fold(phrase): Entry(kind, name, phrases[0])
        for kind, table in _file().settings
        for name, phrases in table.items()
        for phrase in phrases
    }


def _subjects() -> dict[str, Entry]:
    """Folded names, the first concept's where two share one; a landscape is a ground."""
    found: dict[str, Entry] = {}
    for concept in _file().concept:
        ground = _file().grounds.get(concept.id)
        entry = Entry("subject", concept.id, concept.names[0].lower())
        if ground:
            entry = Entry("ground", concept.id, ground[0])
        for phrase in concept.phrases:
            found.setdefault(normalise.fold(phrase), entry)
    return found


def _synonyms(subjects: Mapping[str, Entry]) -> dict[str, Entry]:
    """Forms of the glossary's rows that need no context and are called like a subject."""
    found: dict[str, Entry] = {}
    for term in glossary.terms():
        meant = subjects.get(normalise.fold(term.canonical))
        if meant is None or meant.kind != "subject" or term.rules:
            continue
        entry = msgspec.structs.replace(meant, instead=term.canonical)
        found.update(dict.fromkeys(map(normalise.fold, term.forms), entry))
    return found


@functools.cache
def _worn() -> frozenset[str]:
    every = [*_file().worn, *_file().colours]
    every += [f"{worn} {colour}" for worn in _file().worn for colour in _file().colours]
    return frozenset(normalise.fold(phrase) for phrase in every)


def _dressed(words: Sequence[normalise.Word], at: int) -> int:
    """Past the clothing and colours that follow a subject, joined by `e` or not."""
    while at < len(words):
        joined = words[at].folded == "e"
        length = _longest(_worn(), words, at + joined)
        if not length:
            break
        at += joined + length
    return at


def _longest(
    known: Mapping[str, Entry] | frozenset[str], words: Sequence[normalise.Word], at: int
) -> int:
    """How many words the longest known phrase at `at` has; 0 where none begins."""
    for length in range(min(_REACH, len(words) - at), 0, -1):
        if _joined(words[at : at + length]) in known:
            return length
    return 0


# No phrase is longer; "a igreja de São Miguel das Missões" has seven words, its article apart six.
_REACH: Final = 8


def _joined(words: Sequence[normalise.Word]) -> str:
    return " ".join(word.folded for word in words)


def _agreeing(before: str, entry: Entry) -> str:
    """The article or number before a synonym, in the gender of the word that replaces it."""
    woman = entry.name.split()[0] in ("uma", "umas", "a", "as")
    return (_FEMININE if woman else _MASCULINE).get(before, before)


def _bare(name: str) -> str:
    article, _, rest = name.partition(" ")
    return rest if article in _ARTICLES else name
