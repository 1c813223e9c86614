"""The scene painter: same bytes every time, every subject visible, every caption true."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.scenes.captions import bare, canonical_caption, caption, fold
from training.scenes.concepts import CONCEPTS, CORPUS, GROUNDS, KEPT_OUT, SKIES
from training.scenes.painter import REGISTRY, paint
from training.scenes.scene import Scene, box, compose, members, record


def _plain(text: str) -> str:
    return fold(text).replace("-", " ")


def _words_for(concept: str) -> set[str]:
    """Every folded way a caption may name a concept."""
    known = CONCEPTS[concept]
    spoken = (*known.names, *known.women, *known.misheard, known.plural)
    return {_plain(bare(words)) for words in spoken if words}


def test_there_are_thirteen_corpus_concepts_and_four_kept_out() -> None:
    assert len(CORPUS) == 13
    assert len(KEPT_OUT) == 4
    assert set(REGISTRY) == set(CONCEPTS) == set(CORPUS) | set(KEPT_OUT)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_same_scene_same_bytes(concept: str) -> None:
    first, again = compose(7, main=concept), compose(7, main=concept)
    assert first == again
    assert paint(first, 64).tobytes() == paint(again, 64).tobytes()


def test_other_seeds_give_other_pictures() -> None:
    pictures = {paint(compose(seed, main="cavalo"), 32).tobytes() for seed in range(12)}
    assert len(pictures) == 12


@pytest.mark.parametrize("concept", CONCEPTS)
def test_subject_is_painted_inside_its_box(concept: str) -> None:
    for seed in range(8):
        scene = compose(seed, main=concept, company=False)
        empty = dataclasses.replace(scene, placements=())
        changed = np.any(paint(scene, 128) != paint(empty, 128), axis=2)
        x0, y0, x1, y1 = (round(128 * edge) for edge in box(scene.placements[0]))
        inside = changed[y0:y1, x0:x1]
        assert inside.mean() > 0.15, f"{concept} seed {seed}: box nearly empty"
        assert inside.sum() > 0.9 * changed.sum(), f"{concept} seed {seed}: paint outside the box"


@pytest.mark.parametrize("sky", SKIES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_sky_and_ground_paints(sky: str, ground: str) -> None:
    picture = paint(Scene(1, sky, ground, "naif", ()), 48)
    assert picture.shape == (48, 48, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 5


@pytest.mark.parametrize("concept", CONCEPTS)
def test_captions_name_the_main_subject(concept: str) -> None:
    rng = np.random.default_rng(5)
    words = _words_for(concept)
    for seed in range(150):
        said = _plain(caption(compose(seed, main=concept), rng))
        assert any(word in said for word in words), said


def test_corpus_captions_never_name_what_was_kept_out() -> None:
    rng = np.random.default_rng(6)
    banned = {"gato", "sapinho", "lanceiro", "lancero", "corticeira", "cortiseira", "corticera"}
    banned |= {word for concept in KEPT_OUT for word in _words_for(concept)}
    for seed in range(3000):
        said = _plain(caption(compose(seed), rng))
        assert not [word for word in banned if word in said], said


def test_captions_vary_and_are_repeatable() -> None:
    scene = compose(3, main="prenda")
    said = [caption(scene, np.random.default_rng(seed)) for seed in range(60)]
    assert said == [caption(scene, np.random.default_rng(seed)) for seed in range(60)]
    assert len(set(said)) > 25


def test_canonical_caption() -> None:
    assert canonical_caption("cavalo", "entardecer") == "um cavalo crioulo ao entardecer"
    assert canonical_caption("ema") == "uma ema"


def test_women_are_painted_among_gauchos() -> None:
    rng = np.random.default_rng(8)
    said = " ".join(caption(compose(seed, main="gaucho"), rng) for seed in range(200))
    assert "uma gaúcha" in said
    assert "um gaúcho" in said


@pytest.mark.parametrize("main", CORPUS)
def test_company_can_be_forced_and_forbidden(main: str) -> None:
    assert {len(compose(s, main=main, company=True).placements) for s in range(20)} == {2}
    assert {len(compose(s, main=main, company=False).placements) for s in range(20)} == {1}


def test_unknown_concept_is_refused() -> None:
    with pytest.raises(ValueError, match="unicórnio"):
        compose(1, main="unicórnio")


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**31 - 1), main=st.sampled_from(sorted(CONCEPTS)))
def test_composed_subjects_stand_inside_the_frame(seed: int, main: str) -> None:
    scene = compose(seed, main=main)
    assert scene.placements[0].concept == main
    for placement in scene.placements:
        half = CONCEPTS[placement.concept].half_width
        for one in members(placement):
            assert one.x - half * one.height >= -1e-9
            assert one.x + half * one.height <= 1 + 1e-9
            assert 0 < one.y - one.height < one.y < 1
    for friend in scene.placements[1:]:
        assert friend.height <= 0.40
    assert json.loads(json.dumps(record(scene)))["concepts"][0] == main
