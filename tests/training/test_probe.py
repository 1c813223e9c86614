"""The probe as shipped: measured on scenes it never saw, and honest about what it cannot see."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.base.corpus import paint_small
from training.files import sha256_of
from training.places import PROBE
from training.probe.predict import Probe, read_pictures
from training.probe.train import CONCEPTS
from training.scenes.painter import paint
from training.scenes.scene import compose
from training.texts import TrainingError


@pytest.fixture(scope="module")
def probe() -> Probe:
    return Probe()


def test_the_card_describes_the_file_beside_it(probe: Probe) -> None:
    card = json.loads((PROBE / "probe.json").read_text(encoding="utf-8"))
    assert card["sha256"] == sha256_of(PROBE / "probe.onnx")
    assert tuple(card["concepts"]) == CONCEPTS == probe.concepts


@pytest.mark.parametrize("concept", CONCEPTS)
def test_it_names_the_one_concept_of_unseen_scenes(probe: Probe, concept: str) -> None:
    pictures = []
    for seed in range(12):
        scene = compose(9_000_000 + seed, concepts=(concept,), main=concept, company=False)
        large = Image.fromarray(paint(scene, 256))
        pictures.append(np.asarray(large.resize((128, 128), Image.Resampling.BOX)))
    hits = [top == concept for top in probe.top(np.stack(pictures))]
    assert np.mean(hits) >= 0.75


def test_it_finds_both_concepts_of_a_pair_more_often_than_strangers(probe: Probe) -> None:
    shown, strangers = [], []
    for seed in range(40):
        picture, scene = paint_small(9_500_000 + seed, 128, CONCEPTS)
        row = probe.probabilities(picture[None])[0]
        present = {p.concept for p in scene.placements}  # type: ignore[attr-defined]
        for name, value in zip(probe.concepts, row, strict=True):
            (shown if name in present else strangers).append(value)
    assert np.mean(shown) > 0.75
    assert np.mean(strangers) < 0.05


def test_pictures_are_read_from_a_file_or_a_folder(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "green").save(tmp_path / "a.png")
    Image.new("L", (64, 64), 9).save(tmp_path / "b.jpg")
    files, pictures = read_pictures(tmp_path)
    assert [file.name for file in files] == ["a.png", "b.jpg"]
    assert pictures.shape == (2, 128, 128, 3)
    assert read_pictures(tmp_path / "a.png")[1].shape == (1, 128, 128, 3)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    with pytest.raises(TrainingError, match=r"a\.png"):
        read_pictures(tmp_path)
    with pytest.raises(TrainingError, match=r"nada\.png"):
        read_pictures(tmp_path / "nada.png")
