"""Notes: three languages, a source, short enough, and one for whatever a visitor can tap."""

import pytest

from kiosk.prompts import glossary, lexicon, notes, vocabulary
from kiosk.prompts.notes import LONGEST, MOST

LANGUAGES = ("pt-BR", "es", "en")


@pytest.mark.parametrize("note", notes.notes(), ids=lambda note: note.id)
def test_every_note_has_three_languages_and_a_source(note: notes.Note) -> None:
    texts = [note.text.text(language) for language in LANGUAGES]
    assert len(set(texts)) == 3
    for text in texts:
        assert 40 <= len(text) <= LONGEST, text
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith((".", "…"))
    assert len(note.source) > 8
    assert note.concepts or note.terms


def test_ids_concepts_and_terms_exist_and_belong_to_one_note() -> None:
    every = notes.notes()
    assert len({note.id for note in every}) == len(every) >= 100
    terms = [term for note in every for term in note.terms]
    concepts = [concept for note in every for concept in note.concepts]
    assert len(set(terms)) == len(terms)
    assert len(set(concepts)) == len(concepts)
    assert set(terms) <= {term.canonical for term in glossary.terms()}
    assert set(concepts) == {concept.id for concept in vocabulary._file().concept}


@pytest.mark.parametrize(
    "chip", [c for c in lexicon.chips() if c.category in ("who", "where")], ids=lambda chip: chip.id
)
def test_every_subject_and_place_to_tap_has_a_note(chip: lexicon.Chip) -> None:
    assert notes.about(chip.fragment)


def test_nearly_every_word_of_the_glossary_that_can_be_painted_has_one() -> None:
    painted = [
        term.canonical
        for term in glossary.terms()
        if term.gloss is not None and term.category not in ("verb", "expression")
    ]
    told = {term for note in notes.notes() for term in note.terms}
    assert len(told & set(painted)) >= 0.95 * len(painted)


def test_what_is_painted_comes_first_and_each_note_once() -> None:
    found = notes.about("um quero-quero e um gaúcho tomando chimarrão, sem boitatá nem chimarrão")
    assert [note.id for note in found][:2] == ["quero-quero", "chimarrao"]
    assert "boitata" in [note.id for note in found]
    long = " ".join(term.canonical for term in glossary.terms()[:60])
    assert len(notes.about(long)) == MOST
    assert notes.about("uma coisa qualquer") == ()
