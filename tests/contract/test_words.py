"""The kiosk's words are those that the embedded model learns: each file against the painter's."""

import json
import tomllib
from pathlib import Path

from kiosk.prompts import lexicon, vocabulary
from training.scenes import palette
from training.scenes.captions import GROUND_WORDS, SEASON_WORDS, SKY_WORDS
from training.scenes.looks import LOOKS

ROOT = Path(__file__).parents[2]
CONCEPTS = tomllib.loads((ROOT / "training/scenes/concepts.toml").read_text("utf-8"))["concept"]
MANIFEST = ROOT / "assets/bundles/pampa-mini/manifest.json"
VOCABULARY = tomllib.loads((ROOT / "assets/lexicon/vocabulary.toml").read_text("utf-8"))
AROUND = {
    "grounds": GROUND_WORDS,
    "skies": SKY_WORDS,
    "seasons": SEASON_WORDS,
    "looks": {name: look.words for name, look in LOOKS.items()},
}


def test_subjects_are_named_as_in_the_captions() -> None:
    told = {
        entry["id"]: (tuple(entry["names"]), entry.get("plural")) for entry in VOCABULARY["concept"]
    }
    assert told == {
        entry["id"]: ((*entry["names"], *entry.get("women", ())), entry.get("plural"))
        for entry in CONCEPTS
    }


def test_what_stands_around_a_subject_is_said_as_in_the_captions() -> None:
    for table, words in AROUND.items():
        assert VOCABULARY[table] == {name: list(said) for name, said in words.items()}, table


def test_colours_and_clothes_are_those_of_the_captions() -> None:
    tables = (palette.HORSES, palette.CATTLE, palette.DRESSES, palette.PONCHOS, palette.SCARVES)
    assert set(VOCABULARY["colours"]) == {colour for table in tables for colour in table}
    dressed = {entry["colour"].split(" {")[0] for entry in CONCEPTS if "colour" in entry}
    assert dressed - {"{colour}"} <= set(VOCABULARY["worn"])


def test_every_chip_says_what_a_caption_says_and_offers_what_the_shipped_bundle_learnt() -> None:
    captioned = {
        phrase.lower() for table in AROUND.values() for said in table.values() for phrase in said
    }
    learned = {
        name.lower(): not entry.get("kept_out", False)
        for entry in CONCEPTS
        for name in entry["names"]
    }
    # What was kept out of the base is offered where the bundle has an adapter for it.
    taught = json.loads(MANIFEST.read_bytes())["model"]["trigger_words"]
    for chip in lexicon.chips():
        if chip.category == "who":
            known = learned[chip.fragment] or any(word in chip.fragment for word in taught)
            assert chip.embedded == known, chip.id
        else:
            assert chip.fragment in captioned, chip.id
            assert chip.embedded, chip.id


def test_every_subject_ground_sky_and_look_can_be_tapped() -> None:
    understood = {
        (piece.entry.kind, piece.entry.id)
        for chip in lexicon.chips()
        for piece in vocabulary.find(chip.fragment)
    }
    assert {name for kind, name in understood if kind in ("subject", "ground")} == {
        entry["id"] for entry in CONCEPTS
    }
    assert {name for kind, name in understood if kind == "sky"} == set(SKY_WORDS)
    assert {name for kind, name in understood if kind == "look"} == set(LOOKS)
