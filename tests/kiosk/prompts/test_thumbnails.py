"""The sentence behind each chip's picture is about that chip."""

import pytest

from kiosk.prompts import lexicon, path, thumbnails, vocabulary


@pytest.mark.parametrize("chip", lexicon.chips(), ids=lambda chip: chip.id)
def test_the_picture_shows_what_the_word_means(chip: lexicon.Chip) -> None:
    (meant,) = vocabulary.find(chip.fragment)
    shown = vocabulary.find(thumbnails.sentence(chip))
    assert meant.entry.id in {piece.entry.id for piece in shown}
    prepared = path.prepare(thumbnails.sentence(chip))
    assert prepared.verdict == "allow"
    assert prepared.unknown == ()
    assert not prepared.drawn


@pytest.mark.parametrize("category", ["when", "look"])
def test_skies_and_looks_differ_in_nothing_else(category: lexicon.Category) -> None:
    rest = {
        thumbnails.sentence(chip).removesuffix(chip.fragment) for chip in lexicon.chips(category)
    }
    assert len(rest) == 1
