"""The probe: the one that ships, on scenes it never saw; and a tiny one, trained here."""

import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from PIL import Image

from training.checkpoint import load_checkpoint
from training.files import sha256_of
from training.places import PROBE
from training.probe.augment import augment
from training.probe.figures import SUBJECTS, figures
from training.probe.model import ConceptProbe
from training.probe.pictures import reduced
from training.probe.predict import Probe, read_pictures, told
from training.probe.train import ProbeRecipe, Scenes, as_input, learning_rate, train_probe
from training.scenes.concepts import CONCEPTS, GROUNDS
from training.scenes.labels import ANSWERS, AXES, LABELS, shown, slices, targets
from training.scenes.painter import paint_small
from training.scenes.repertoire import WHOLE
from training.scenes.scene import compose, record
from training.texts import TrainingError

TINY = ProbeRecipe(
    scenes=40, held_out=16, epochs=2, batch=8, widths=(8, 8, 8, 8, 12), workers=1,
    first_seed=8_000_000,
)  # fmt: skip
UNSEEN = 9_000_000


@pytest.fixture(scope="module")
def probe() -> Probe:
    return Probe()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tiny run from beginning to end: its work folder, and the probe it published."""
    folder = tmp_path_factory.mktemp("probe")
    done = train_probe(TINY, folder / "out", folder / "work")
    assert isinstance(done, dict)
    return folder / "work", folder / "out"


def test_the_card_describes_the_file_beside_it(probe: Probe) -> None:
    assert probe.card.sha256 == sha256_of(PROBE / "probe.onnx")
    assert (PROBE / "probe.onnx").stat().st_size <= 4 * 2**20
    assert probe.labels == LABELS
    assert dict(probe.axes) == dict(AXES)


def test_the_card_tells_figures_that_silence_could_not_earn(probe: Probe) -> None:
    told_of = probe.card.figures
    assert float(told_of["mean_accuracy"]) >= 0.97
    for name in ("mean_recall", "mean_precision", "mean_balanced_accuracy", "top1_single"):
        assert float(told_of[name]) >= 0.80, name


@pytest.mark.long
def test_it_names_the_one_concept_of_unseen_scenes(probe: Probe) -> None:
    shares = {}
    for concept in CONCEPTS:
        pictures = [
            paint_small(compose(UNSEEN + seed, main=concept, company=0, count=1), 256)
            for seed in range(12)
        ]
        among = GROUNDS if concept in GROUNDS else SUBJECTS
        hits = [top == concept for top in probe.top(np.stack(pictures), among)]
        shares[concept] = float(np.mean(hits))
    assert np.mean(list(shares.values())) >= 0.93, shares
    # A rider with a lasso and one without, a gaúcho who dances and one who stands: see the card.
    weak = {concept: share for concept, share in shares.items() if share < 0.75}
    assert set(weak) <= {"gaucho", "a_cavalo"}, weak


def test_it_finds_both_concepts_of_a_pair_more_often_than_strangers(probe: Probe) -> None:
    scenes = [compose(UNSEEN + 500 + seed, repertoire=WHOLE, company=1) for seed in range(40)]
    seen = probe.look(np.stack([paint_small(scene, 256) for scene in scenes]))
    present = np.array([[name in shown(record(scene)) for name in LABELS] for scene in scenes])
    assert seen.labels[present].mean() > 0.75
    assert seen.labels[~present].mean() < 0.05


def test_it_knows_sky_look_and_number(probe: Probe) -> None:
    scenes = [compose(UNSEEN + 600 + seed, repertoire=WHOLE) for seed in range(60)]
    seen = probe.look(np.stack([paint_small(scene, 256) for scene in scenes]))
    wanted = targets([record(scene) for scene in scenes])
    for axis, share in (("sky", 0.85), ("look", 0.95), ("count", 0.85)):
        assert np.mean(seen.axes[axis].argmax(1) == wanted[axis]) >= share, axis


def test_a_tiny_run_resumes_to_the_very_step(trained: tuple[Path, Path], tmp_path: Path) -> None:
    work, out = trained
    parts = tmp_path / "parts"
    shutil.copytree(work / "corpus", parts / "corpus")
    assert train_probe(TINY, tmp_path / "out", parts, until=2) == 2
    assert train_probe(TINY, tmp_path / "out", parts, until=4) == 4
    assert not (tmp_path / "out").exists()
    assert isinstance(train_probe(TINY, tmp_path / "out", parts), dict)
    one, two = load_checkpoint(work / "checkpoints"), load_checkpoint(parts / "checkpoints")
    assert one is not None
    assert two is not None
    assert one["step"] == two["step"] == TINY.steps == 6
    for name, value in one["model"].items():
        assert torch.equal(value, two["model"][name]), name
    assert (out / "probe.json").read_bytes() == (tmp_path / "out" / "probe.json").read_bytes()


def test_the_published_file_answers_as_torch_does(trained: tuple[Path, Path]) -> None:
    work, out = trained
    state = load_checkpoint(work / "checkpoints")
    assert state is not None
    model = ConceptProbe(TINY.widths)
    model.load_state_dict(state["model"])
    model.eval()
    pictures = np.stack([paint_small(compose(UNSEEN + seed), 256) for seed in range(3)])
    with torch.no_grad():
        logits, embedding = model(as_input(reduced(pictures)))
    seen = Probe(out).look(pictures)
    found = slices()
    # Its weights are stored in fp16.
    np.testing.assert_allclose(seen.labels, logits[:, found["labels"]].sigmoid(), atol=5e-3)
    for axis in AXES:
        np.testing.assert_allclose(seen.axes[axis], logits[:, found[axis]].softmax(1), atol=5e-3)
        np.testing.assert_allclose(seen.axes[axis].sum(1), 1, atol=1e-5)
    unit = torch.nn.functional.normalize(embedding)
    np.testing.assert_allclose(seen.embeddings, unit, atol=5e-3)
    np.testing.assert_allclose(np.linalg.norm(seen.embeddings, axis=1), 1, atol=1e-5)
    alone = np.concatenate([Probe(out).look(pictures[i : i + 1]).labels for i in range(3)])
    np.testing.assert_allclose(seen.labels, alone, atol=1e-5)


def test_a_picture_is_told_by_its_likeliest_answers(trained: tuple[Path, Path]) -> None:
    probe = Probe(trained[1])
    pictures = np.stack([paint_small(compose(UNSEEN + seed), 256) for seed in range(2)])
    seen, answers = probe.look(pictures), told(probe, pictures)
    for row, answer in enumerate(answers):
        likely = list(answer.concepts.values())
        assert set(answer.concepts) == set(LABELS)
        assert likely == sorted(likely, reverse=True)
        assert answer.top in CONCEPTS
        assert answer.sky.value == AXES["sky"][int(seen.axes["sky"][row].argmax())]
        assert answer.look.p == pytest.approx(float(seen.axes["look"][row].max()), abs=1e-4)
        assert answer.count.value in AXES["count"]
    for concept in probe.top(pictures, ["ema", "boi"]):
        assert concept in ("ema", "boi")


def test_the_card_of_a_run_names_no_machine(trained: tuple[Path, Path]) -> None:
    card = json.loads((trained[1] / "probe.json").read_text(encoding="utf-8"))
    assert card["recipe"]["scenes"] == TINY.scenes
    assert "workers" not in card["recipe"]
    assert str(trained[0].parent) not in json.dumps(card)


def test_held_out_scenes_are_in_no_batch(trained: tuple[Path, Path]) -> None:
    scenes = Scenes(TINY, trained[0] / "corpus")
    pictures, wanted = scenes.held_out()
    assert len(pictures) == len(wanted["labels"]) == TINY.held_out
    marked = msgspec.structs.replace(TINY, held_out=8)
    scenes.pictures[-TINY.held_out :] = 255
    for step in range(TINY.steps):
        assert float(scenes.at(step)[0].mean()) < 0.9
    scenes.recipe = marked
    whites = [scenes.at(step)[0].mean((1, 2, 3)).max() > 0.8 for step in range(marked.steps)]
    assert any(whites)


def test_another_recipe_needs_another_folder(trained: tuple[Path, Path], tmp_path: Path) -> None:
    other = msgspec.structs.replace(TINY, seed=4)
    with pytest.raises(TrainingError) as caught:
        train_probe(other, tmp_path / "out", trained[0])
    assert caught.value.key == "base_changed_recipe"


def test_the_rate_rises_then_falls_to_nothing() -> None:
    rates = [learning_rate(ProbeRecipe(), step) for step in range(ProbeRecipe().steps)]
    peak = int(np.argmax(rates))
    assert rates[0] < 0.02 * ProbeRecipe().learning_rate
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] < 1e-3 * max(rates)


def test_augmented_pictures_repeat_with_the_seed_and_stay_pictures() -> None:
    batch = torch.rand(6, 3, 128, 128, generator=torch.Generator().manual_seed(1))
    one, two, three = (augment(batch, torch.Generator().manual_seed(s)) for s in (5, 5, 6))
    assert torch.equal(one, two)
    assert not torch.equal(one, three)
    assert one.shape == batch.shape
    assert one.is_contiguous()
    assert -0.4 < float(one.min()) <= float(one.max()) < 1.4


def test_figures_are_one_for_the_truth_and_bare_for_silence() -> None:
    told_of = [record(compose(seed, repertoire=WHOLE)) for seed in range(400)]
    wanted = targets(told_of)
    truth = np.full((len(told_of), ANSWERS), -9, np.float32)
    truth[:, slices()["labels"]][wanted["labels"] > 0] = 9
    for axis in AXES:
        rows = np.arange(len(told_of))
        truth[rows, slices()[axis].start + wanted[axis].astype(int)] = 9
    best = figures(truth, wanted)
    assert {value for name, value in best.items() if name != "worst_label"} == {1.0}
    silent = figures(np.full_like(truth, -9), wanted)
    assert float(silent["mean_accuracy"]) > 0.9
    assert silent["mean_recall"] == silent["mean_precision"] == 0
    assert silent["mean_balanced_accuracy"] == 0.5
    assert float(silent["count_accuracy"]) > 0.8
    assert silent["count_accuracy_1_to_3"] == pytest.approx(1 / 3)
    assert silent["count_accuracy_groups"] == 0
    truth[:, LABELS.index("ema")] = -9
    blind = figures(truth, wanted)
    assert (blind["worst_label"], blind["worst_balanced_accuracy"]) == ("ema", 0.5)


def test_reducing_takes_the_mean_of_each_area() -> None:
    picture = np.zeros((1, 256, 256, 3), np.uint8)
    picture[0, ::2, ::2] = 200
    assert np.all(reduced(picture) == 50)
    assert reduced(np.zeros((2, 300, 300, 3), np.uint8)).shape == (2, 128, 128, 3)


def test_pictures_are_read_from_a_file_or_a_folder(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "green").save(tmp_path / "a.png")
    Image.new("L", (64, 64), 9).save(tmp_path / "b.jpg")
    files, pictures = read_pictures(tmp_path)
    assert [file.name for file in files] == ["a.png", "b.jpg"]
    assert pictures.shape == (2, 256, 256, 3)
    assert read_pictures(tmp_path / "a.png")[1].shape == (1, 256, 256, 3)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    with pytest.raises(TrainingError, match=r"a\.png"):
        read_pictures(tmp_path)
    with pytest.raises(TrainingError, match=r"nada\.png"):
        read_pictures(tmp_path / "nada.png")


def test_a_missing_probe_or_one_of_an_earlier_kind_is_said_so(tmp_path: Path) -> None:
    for card in (None, '{"concepts": ["ema"], "sha256": ""}'):
        if card:
            (tmp_path / "probe.json").write_text(card, encoding="utf-8")
        with pytest.raises(TrainingError) as caught:
            Probe(tmp_path)
        assert caught.value.key == "probe_missing"
