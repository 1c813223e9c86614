"""The scene painter: same bytes every time, every subject visible, every caption true."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.scenes.captions import (
    GROUND_WORDS,
    SEASON_WORDS,
    SKY_WORDS,
    bare,
    canonical_caption,
    caption,
    counted,
    fold,
)
from training.scenes.concepts import (
    ATTIRE,
    CONCEPTS,
    CORPUS,
    GROUNDS,
    KEPT_OUT,
    SEASONS,
    SKIES,
)
from training.scenes.labels import LABELS, shown
from training.scenes.looks import LOOKS
from training.scenes.painter import paint
from training.scenes.registry import REGISTRY
from training.scenes.repertoire import Repertoire
from training.scenes.scene import Scene, box, compose, members, record
from training.scenes.traits import attire, traits
from training.texts import TrainingError

DRAWN = tuple(name for name, one in CONCEPTS.items() if one.kind != "landscape")


def _plain(text: str) -> str:
    return fold(text).replace("-", " ")


def _words_for(concept: str) -> set[str]:
    """Every folded way a caption may name a concept."""
    known = CONCEPTS[concept]
    spoken = (*known.names, *known.women, *known.misheard, known.plural)
    return {_plain(bare(words)) for words in spoken if words}


def test_the_corpus_is_large_and_five_concepts_are_kept_out_of_it() -> None:
    assert len(CORPUS) >= 48
    assert set(KEPT_OUT) == {
        "gato_do_mato_pequeno", "sapinho", "lanceiro", "corticeira", "esporas"
    }  # fmt: skip
    assert set(REGISTRY) == set(DRAWN)
    assert set(GROUNDS) == set(GROUND_WORDS) == set(CONCEPTS) - set(DRAWN)
    assert set(SKIES) == set(SKY_WORDS)
    assert set(SEASONS) == set(SEASON_WORDS)
    assert len(LOOKS) == 3


@pytest.mark.parametrize("concept", CONCEPTS)
def test_same_scene_same_bytes(concept: str) -> None:
    first, again = compose(7, main=concept), compose(7, main=concept)
    assert first == again
    assert paint(first, 64).tobytes() == paint(again, 64).tobytes()


def test_other_seeds_give_other_pictures() -> None:
    pictures = {paint(compose(seed, main="cavalo"), 32).tobytes() for seed in range(12)}
    assert len(pictures) == 12


@pytest.mark.parametrize("concept", DRAWN)
def test_subject_is_painted_inside_its_box(concept: str) -> None:
    for seed in range(8):
        # Clear weather and the plainest look: their finish would change every pixel.
        scene = compose(seed, main=concept, company=0, sky="dia", look="naif")
        empty = dataclasses.replace(scene, placements=())
        changed = np.any(paint(scene, 128) != paint(empty, 128), axis=2)
        x0, y0, x1, y1 = (round(128 * edge) for edge in box(scene.placements[0]))
        inside = changed[y0:y1, x0:x1]
        assert inside.mean() > 0.15, f"{concept} seed {seed}: box nearly empty"
        # One pixel more on every side: from afar a subject is 30 pixels tall, its edge one of them.
        around = changed[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1]
        assert around.sum() > 0.9 * changed.sum(), f"{concept} seed {seed}: paint outside the box"


@pytest.mark.parametrize("sky", SKIES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_sky_and_ground_paints(sky: str, ground: str) -> None:
    for season, look in zip(SEASONS, (*LOOKS, "naif"), strict=True):
        picture = paint(Scene(1, sky, ground, season, look, ()), 48)
        assert picture.shape == (48, 48, 3)
        assert picture.dtype == np.uint8
        assert picture.std() > 5


def test_looks_differ_and_keep_the_scene_recognisable() -> None:
    scene = compose(5, main="cavalo", company=0, sky="dia", look="naif")
    plain = paint(scene, 96).astype(float)
    for look in ("xilogravura", "aquarela"):
        other = paint(dataclasses.replace(scene, look=look), 96).astype(float)
        assert np.abs(other - plain).mean() > 8
        assert np.corrcoef(other.ravel(), plain.ravel())[0, 1] > 0.6


@pytest.mark.parametrize("concept", CONCEPTS)
def test_captions_name_the_main_subject(concept: str) -> None:
    rng = np.random.default_rng(5)
    words = _words_for(concept)
    for seed in range(150):
        said = _plain(caption(compose(seed, main=concept), rng))
        assert any(word in said for word in words), said


def test_corpus_captions_never_name_what_was_kept_out() -> None:
    rng = np.random.default_rng(6)
    banned = {
        "gato do mato",
        "sapinho",
        "lanceiro",
        "lancero",
        "corticeira",
        "cortiseira",
        "espora",
    }
    banned |= {word for concept in KEPT_OUT for word in _words_for(concept)}
    for seed in range(3000):
        said = _plain(caption(compose(seed), rng))
        assert not [word for word in banned if word in said], said


def test_captions_say_nothing_of_sky_look_or_number_that_is_not_there() -> None:
    rng = np.random.default_rng(9)
    for seed in range(1500):
        scene = compose(seed)
        said = _plain(caption(scene, rng))
        for sky, words in SKY_WORDS.items():
            if sky != scene.sky and not (sky == "geada" and scene.season == "inverno"):
                assert not [word for word in words if _plain(word) in said], (scene, said)
        for look, style in LOOKS.items():
            if look != scene.look:
                assert not [word for word in style.words if _plain(word) in said], (scene, said)
        for concept in CONCEPTS.values():
            for number in range(2, 6 if concept.plural else 2):
                there = any(p.concept == concept.id and p.count == number for p in scene.placements)
                # "gaúchos" must not be heard in "gaúchos de poncho" and so on: the whole ending.
                words = _plain(counted(concept, number))
                ends = said.endswith(words) or f"{words} perto" in said
                assert not ends or there, (scene, said)


def test_captions_vary_and_are_repeatable() -> None:
    scene = compose(3, main="prenda")
    said = [caption(scene, np.random.default_rng(seed)) for seed in range(60)]
    assert said == [caption(scene, np.random.default_rng(seed)) for seed in range(60)]
    assert len(set(said)) > 25


def test_canonical_caption() -> None:
    assert canonical_caption("cavalo", "entardecer") == "um cavalo crioulo ao entardecer"
    assert canonical_caption("ema") == "uma ema"
    assert canonical_caption("ema", "noite", "aquarela") == "uma ema à noite, em aquarela"
    assert counted(CONCEPTS["ema"], 2) == "duas emas"
    assert counted(CONCEPTS["boi"], 5) == "cinco bois"


def test_women_and_all_skins_are_painted_among_gauchos() -> None:
    rng = np.random.default_rng(8)
    said = " ".join(caption(compose(seed, main="gaucho"), rng) for seed in range(200))
    assert "uma gaúcha" in said
    assert "um gaúcho" in said
    assert len({traits("gaucho", seed).skin for seed in range(300)}) >= 6


def test_clothing_labels_are_known_and_vary() -> None:
    worn = [set(attire("gaucho", seed)) for seed in range(200)]
    assert set().union(*worn) <= set(ATTIRE)
    for piece in ("chapeu", "lenco"):
        share = np.mean([piece in one for one in worn])
        assert 0.3 < share < 0.95, (piece, share)
    assert not attire("capivara", 1)


@pytest.mark.parametrize("main", CORPUS)
def test_company_can_be_forced_and_forbidden(main: str) -> None:
    for company in (0, 1, 2):
        found = {len(compose(s, main=main, company=company).placements) for s in range(20)}
        assert found == {1 + company}


def test_groups_are_counted() -> None:
    for count in (1, 2, 3, 4, 5):
        placement = compose(4, main="ema", company=0, count=count).placements[0]
        assert placement.count == count == len(members(placement))


def test_unknown_concepts_are_refused() -> None:
    with pytest.raises(ValueError, match="unicórnio"):
        compose(1, main="unicórnio")
    with pytest.raises(TrainingError, match="unicórnio"):
        Repertoire(concepts=("ema", "unicórnio"))


def test_a_small_repertoire_is_kept_to() -> None:
    small = Repertoire(
        concepts=("ema", "umbu"), grounds=("coxilha",), skies=("dia", "noite"), looks=("naif",),
        max_count=2,
    )  # fmt: skip
    for seed in range(100):
        scene = compose(seed, repertoire=small)
        assert {p.concept for p in scene.placements} <= {"ema", "umbu"}
        assert scene.ground == "coxilha"
        assert scene.sky in ("dia", "noite")
        assert scene.look == "naif"
        assert max(p.count for p in scene.placements) <= 2


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**31 - 1), main=st.sampled_from(sorted(CONCEPTS)))
def test_composed_subjects_stand_inside_the_frame(seed: int, main: str) -> None:
    scene = compose(seed, main=main)
    assert scene.placements[0].concept == main
    for placement in scene.placements:
        if placement.concept in GROUNDS:
            assert box(placement) == (0, 0, 1, 1)
            continue
        half = CONCEPTS[placement.concept].half_width
        for one in members(placement):
            assert one.x - half * one.height >= -1e-9
            assert one.x + half * one.height <= 1 + 1e-9
            assert 0 < one.y - one.height < one.y < 1
    for friend in scene.placements[1:]:
        assert friend.height <= 0.52
    told = json.loads(json.dumps(record(scene)))
    assert told["concepts"][0] == main
    assert shown(told) <= set(LABELS)
