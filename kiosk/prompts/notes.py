"""What visitors may read about the concepts of their sentence, from notes.toml."""

import functools
from typing import Final

import msgspec

from kiosk.prompts import glossary, lexicon, vocabulary

LONGEST: Final = 160
"""Characters of a note in any language: what is read at a glance while a picture forms."""

MOST: Final = 4
"""Notes for one sentence."""


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact and where it can be read.

    `concepts` are ids of vocabulary.toml, `terms` canonical words of the glossary.
    """

    id: str
    source: str
    text: lexicon.Label
    concepts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    note: tuple[Note, ...]


@functools.cache
def notes() -> tuple[Note, ...]:
    """Every note. Raises ConfigUnreadable."""
    return lexicon.table("notes.toml", _File).note


def about(sentence: str) -> tuple[Note, ...]:
    """At most MOST notes on what `sentence` names, once each.

    What the model paints comes first, in the sentence's order; then other words of the glossary.
    """
    pieces = vocabulary.find(sentence)
    named = [_by_concept().get(piece.entry.id) for piece in pieces]
    named += [
        _by_term().get(match.term.canonical)
        for match in glossary.find(sentence)
        if not any(piece.start <= match.start < piece.end for piece in pieces)
    ]
    found = dict.fromkeys(note.id for note in named if note is not None)
    return tuple(_by_id()[name] for name in [*found][:MOST])


@functools.cache
def _by_id() -> dict[str, Note]:
    return {note.id: note for note in notes()}


@functools.cache
def _by_concept() -> dict[str, Note]:
    return {concept: note for note in notes() for concept in note.concepts}


@functools.cache
def _by_term() -> dict[str, Note]:
    return {term: note for note in notes() for term in note.terms}
