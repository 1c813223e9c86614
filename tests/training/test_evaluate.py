"""The base's evaluation: its figures as functions, and the whole of it on a tiny untrained base."""

import json
import math
import shutil
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont
from transformers import CLIPTokenizer

from training.adapter import FEW_STEP_NAME, FewStepMetadata, hash_base, write_adapter
from training.base.asks import SETTINGS, count_asks, pair_asks, read_pairs, sky_asks
from training.base.card import MADE, OVERVIEW, read_made, write_card
from training.base.config import BaseConfig
from training.base.copies import copies, details, threshold, training_pictures
from training.base.diffuse import Both
from training.base.diversity import distances, diversity, kernel_entropy, painted_like
from training.base.evaluate import Effort, evaluate
from training.base.models import build_autoencoder, build_text_encoder, build_unet
from training.base.pipeline import load_pipeline
from training.base.publish import BEGUN_FROM, publish
from training.base.scores import axis_hits, found, rivals, shares, top_hits
from training.base.sheet import concept_page, sentence_page, wrap
from training.base.tokenizer import train_tokenizer
from training.base.verdict import LIMITS, bars, read_evaluation, write_evaluation
from training.checkpoint import save_checkpoint
from training.places import ASSETS, BASE
from training.probe.model import ConceptProbe
from training.probe.predict import Probe
from training.probe.publish import publish as publish_probe
from training.probe.train import ProbeRecipe
from training.scenes.captions import fold
from training.scenes.concepts import CONCEPTS, CORPUS, GROUNDS
from training.scenes.labels import AXES, LABELS
from training.scenes.painter import paint_small
from training.scenes.scene import compose
from training.texts import TrainingError

TINY = BaseConfig(
    name="minusculo", size=32, patch_size=8, latent_channels=4, decoder_widths=(8, 8, 8, 8),
    decoder_blocks=(1, 1, 1), decoder_crop=2, vocabulary=560, text_width=16, text_layers=1,
    unet_channels=(16, 32),
    unet_attention=(False, True), attention_heads=2, steps=9, cooldown_steps=1,
)  # fmt: skip
EFFORT = Effort(seeds=1, axis_seeds=1, setting_seeds=2, originals=3)
ROWS = st.integers(2, 12)


def rows(seed: int, count: int, width: int = 5) -> np.ndarray:
    """Random directions, (count, width) of length 1."""
    drawn = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_the_hundred_sentences_name_their_concepts_and_leave_none_out() -> None:
    pairs = read_pairs()
    assert len(pairs) == 100
    assert len({pair.text for pair in pairs}) == len({pair.id for pair in pairs}) == 100
    often = Counter(name for pair in pairs for name in pair.concepts)
    assert set(often) == set(CORPUS)
    assert min(often.values()) >= 2
    for pair in pairs:
        assert pair.concepts[0] != pair.concepts[1]
        for name in pair.concepts:
            concept = CONCEPTS[name]
            said = [fold(one).split(" ", 1)[1] for one in (*concept.names, *concept.women)]
            assert any(one in fold(pair.text) for one in said), pair
        # A close-up stands in front: the painter never shows one small and far.
        assert not CONCEPTS[pair.concepts[1]].close_up, pair


def test_what_is_asked_is_fixed_and_even() -> None:
    assert [ask.seed for ask in pair_asks()] == list(range(100))
    counts = Counter(ask.wanted for ask in count_asks(2))
    assert set(counts) == {"1", "2", "3"}
    assert len(set(counts.values())) == 1
    assert any(ask.prompt == "três capivaras" for ask in count_asks(1))
    assert set(Counter(ask.wanted for ask in sky_asks(3)).values()) == {24}


@given(seed=st.integers(0, 999), count=ROWS, other=ROWS)
def test_distances_are_those_of_numpy(seed: int, count: int, other: int) -> None:
    left, right = rows(seed, count), rows(seed + 1, other)
    plain = np.linalg.norm(left[:, None] - right[None], axis=2)
    assert np.allclose(distances(left, right), plain, atol=1e-5)


@given(seed=st.integers(0, 999), count=ROWS, width=st.floats(0.05, 5))
def test_kernel_entropy_lies_between_one_picture_and_n(seed: int, count: int, width: float) -> None:
    drawn = rows(seed, count)
    entropy = kernel_entropy(drawn, width)
    assert -1e-9 <= entropy <= math.log(count) + 1e-9
    assert entropy == pytest.approx(kernel_entropy(drawn[::-1], width))
    # Each picture twice is no more diverse than each once.
    assert entropy == pytest.approx(kernel_entropy(np.repeat(drawn, 2, axis=0), width), abs=1e-6)
    assert entropy >= kernel_entropy(drawn, 2 * width) - 1e-9


def test_kernel_entropy_counts_far_groups() -> None:
    corners = np.repeat(np.eye(4, dtype=np.float32), 3, axis=0)
    assert kernel_entropy(corners, 0.05) == pytest.approx(math.log(4))
    with pytest.raises(ValueError, match="positive"):
        kernel_entropy(corners, 0.0)


@given(seed=st.integers(0, 999), count=st.integers(3, 12))
def test_diversity_is_one_of_the_same_and_nothing_of_one_picture(seed: int, count: int) -> None:
    painted = rows(seed, count)
    assert diversity(painted, painted) == pytest.approx(1)
    same = np.repeat(painted[:1], count, axis=0)
    assert diversity(same, painted) == pytest.approx(0, abs=1e-6)
    nearer_each_other = painted[:1] + 0.3 * (painted - painted[:1])
    assert diversity(nearer_each_other, painted) < 1


@given(seed=st.integers(0, 999), count=st.integers(3, 30))
def test_a_copy_is_found_and_a_stranger_is_not(seed: int, count: int) -> None:
    originals = rows(seed, count)
    assert copies(originals, originals).all()
    assert not copies(originals + 10, originals).any()
    apart = distances(originals, originals) + np.diag(np.full(count, np.inf))
    assert (apart.min(1) < threshold(originals)).mean() <= max(0.01, 2 / count)


def test_details_say_what_hangs_where_and_not_in_which_colour() -> None:
    drawn = np.concatenate(list(training_pictures(3, 4, 128)))
    assert np.allclose(np.linalg.norm(details(drawn), axis=1), 1, atol=1e-5)
    lighter = (drawn // 2 + 100).astype(np.uint8)
    assert np.abs(details(lighter) - details(drawn)).max() < 0.03
    blank = np.full((1, 64, 64, 3), 90, np.uint8)
    assert not details(blank).any()


def test_a_training_picture_drawn_again_is_a_copy_and_other_scenes_are_not() -> None:
    drawn = np.concatenate(list(training_pictures(5, 60, 128)))
    autoencoder = load_pipeline(BASE).vae
    pixels = torch.from_numpy(drawn[:8]).permute(0, 3, 1, 2).float() / 127.5 - 1
    with torch.inference_mode():
        again = autoencoder.decode(autoencoder.encode(pixels).latent_dist.mode()).sample
    levels = ((again / 2 + 0.5).clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()
    darker = (0.6 * levels).astype(np.uint8)
    others = np.concatenate(list(training_pictures(900_000, 60, 128)))
    originals = details(drawn)
    assert copies(details(levels), originals).all()
    assert copies(details(darker), originals).all()
    assert copies(details(others), originals).mean() <= 0.05


def test_empty_fields_under_one_sky_are_no_copies() -> None:
    fields = [compose(seed, main="campo_seco", company=0, sky="entardecer", look="naif")
              for seed in range(24)]  # fmt: skip
    drawn = details(np.stack([paint_small(scene, 128) for scene in fields]))
    others = details(np.concatenate(list(training_pictures(5, 120, 128))))
    assert not copies(drawn[:4], np.concatenate([others, drawn[4:]])).any()



@settings(max_examples=50)
@given(seed=st.integers(0, 999), name=st.sampled_from(CORPUS))
def test_a_concept_has_to_be_likelier_than_its_own_kind_alone(seed: int, name: str) -> None:
    chances = np.random.default_rng(seed).random((1, len(LABELS))).astype(np.float32) * 0.9
    others = [label for label in LABELS if label not in rivals(name)]
    chances[0, [LABELS.index(label) for label in others]] = 1.0
    chances[0, LABELS.index(name)] = 0.95
    assert top_hits(chances, LABELS, [name]).all()
    rival = next(label for label in rivals(name) if label != name)
    chances[0, LABELS.index(rival)] = 0.96
    assert not top_hits(chances, LABELS, [name]).any()
    assert (name in GROUNDS) == (rival in GROUNDS)


def test_found_means_all_wanted_labels_above_one_half() -> None:
    chances = np.array([[0.6, 0.6, 0.1], [0.6, 0.5, 0.9], [0.2, 0.9, 0.9]], np.float32)
    hits = found(chances, ("a", "b", "c"), [("a", "b"), ("a", "b"), ("b",)])
    assert hits.tolist() == [True, False, True]


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.booleans()), min_size=1, max_size=40))
def test_shares_weighted_by_how_often_asked_give_all_hits(told: list[tuple[str, bool]]) -> None:
    wanted, hits = [name for name, _ in told], np.array([hit for _, hit in told])
    each = shares(hits, wanted)
    often = Counter(wanted)
    assert sum(each[name] * often[name] for name in often) == pytest.approx(hits.sum())
    chances = np.array([[0.2, 0.7, 0.1] if hit else [0.5, 0.1, 0.4] for hit in hits], np.float32)
    assert axis_hits(chances, ("0", "1", "2"), ["1"] * len(hits)).tolist() == hits.tolist()


def test_a_figure_on_its_limit_meets_it() -> None:
    exact = {name: limit.value for name, limit in LIMITS.items()}
    assert all(bar.met for bar in bars(exact).values())
    better = {name: -0.01 if LIMITS[name].most else 0.01 for name in exact}
    worse = bars({name: exact[name] - better[name] for name in exact})
    assert not any(bar.met for bar in worse.values())


@given(st.lists(st.text("abcç", min_size=1, max_size=9), min_size=1, max_size=20))
def test_wrapped_lines_keep_every_word_and_the_width(words: list[str]) -> None:
    face = ImageFont.truetype(str(ASSETS / "fonts" / "Cabin-Medium.otf"), 15)
    lines = wrap(" ".join(words), face, 90)
    assert " ".join(lines).split() == words
    assert all(face.getlength(line) <= 90 or " " not in line for line in lines)


def test_the_pages_hold_every_picture_and_write_its_text() -> None:
    colours = np.random.default_rng(2).integers(60, 250, (6, 1, 1, 3)).astype(np.uint8)
    pictures = np.broadcast_to(colours, (6, 64, 64, 3))
    sheet = np.asarray(concept_page(CORPUS[:3], pictures, side=64, across=2))
    assert sheet.shape == (2 * (64 + 24), 2 * 2 * 64, 3)
    for index, colour in enumerate(colours[:, 0, 0]):
        y, x = divmod(index // 2, 2)
        at = (y * 88 + 24 + 32, x * 128 + (index % 2) * 64 + 32)
        assert np.array_equal(sheet[at], colour)
    texts = ["um boi", "", "uma prenda ao lado de um umbu, ao amanhecer", "", "", ""]
    page = np.asarray(sentence_page(texts, pictures, side=64, across=3))
    high = len(page) // 2
    lit = [
        bool((page[y * high + 64 : (y + 1) * high, x * 64 : (x + 1) * 64] > 150).any())
        for y in range(2)
        for x in range(3)
    ]
    assert lit == [bool(text) for text in texts]


def test_the_painter_offers_scenes_that_the_sentence_describes() -> None:
    for setting in SETTINGS:
        assert not CONCEPTS[setting.main].women
    pictures = painted_like(SETTINGS[0], 2, 32)
    assert pictures.shape == (2, 32, 32, 3)
    assert not np.array_equal(pictures[0], pictures[1])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working folder of a base that was never trained: every part is real, but says nothing."""
    folder = tmp_path_factory.mktemp("run")
    names = [name for concept in CONCEPTS.values() for name in concept.names]
    train_tokenizer(names, TINY.vocabulary, folder / "tokenizer", TINY.max_tokens)
    torch.manual_seed(4)
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    both = Both(build_text_encoder(TINY, tokenizer), build_unet(TINY), 5)
    shadow = [parameter.detach() for parameter in both.parameters()]
    state = {"model": both.state_dict(), "ema": {"shadow_params": shadow}}
    save_checkpoint(folder / "checkpoints", 7, state)
    (folder / "curve.jsonl").write_text('{"step": 7, "loss": 0.5}\n', encoding="utf-8")
    build_autoencoder(TINY).save_pretrained(folder / "vae-linear")
    (folder / "decoder.jsonl").write_text('{"psnr_db": 21.5}\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def base(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That base as it is published."""
    out = tmp_path_factory.mktemp("published") / "minusculo"
    publish(TINY, run, out)
    return out


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Probe:
    """A probe that was never trained."""
    folder = tmp_path_factory.mktemp("probe")
    torch.manual_seed(5)
    publish_probe(ConceptProbe((8, 8, 8)).eval(), folder, lambda _: {}, ProbeRecipe())
    return Probe(folder)


def test_a_base_is_published_before_it_is_measured(base: Path) -> None:
    card = (base / "README.md").read_text(encoding="utf-8")
    assert "Not measured yet." in card
    assert f"{len(CORPUS)} concepts" in card
    assert "7 of 9 steps" in card
    assert "21.5 dB" in card
    with Image.open(base / OVERVIEW) as sheet:
        assert sheet.size == (10 * 16, 6 * 16)
    assert read_made(base).config == TINY
    for file in base.rglob("*.json"):
        assert str(base.parent.parent) not in file.read_text(encoding="utf-8"), file


def test_a_second_stretch_tells_of_the_first(run: Path, base: Path, tmp_path: Path) -> None:
    again, out = tmp_path / "run", tmp_path / "out"
    shutil.copytree(run, again)
    for name, kept in BEGUN_FROM.items():
        shutil.copy(base / name, again / kept)
    publish(TINY, again, out)
    made = read_made(out)
    assert [stretch.steps for stretch in made.stretches] == [7, 7]
    assert made.samples == 14 * TINY.batch
    steps = [json.loads(line)["step"] for line in (out / "curve.jsonl").read_text().splitlines()]
    assert steps == [7, 14]
    assert "in 2 stretches" in (out / "README.md").read_text(encoding="utf-8")


def test_an_evaluation_resumes_and_is_told_in_the_card(
    run: Path, base: Path, probe: Probe, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    first = evaluate(base, probe, run=work, effort=EFFORT, steps=2)
    parts = sorted(work.iterdir())
    assert [part.stem for part in parts] == [
        "attire", "concepts", "counts", "diversity", "kept_out", "looks", "pairs", "skies",
    ]  # fmt: skip
    assert set(first.bars) == set(LIMITS)
    assert set(first.details["concepts"]) == set(CORPUS)
    assert set(first.details["counts"]) == {"1", "2", "3"}
    assert set(first.details["skies"]) == set(AXES["sky"])
    assert len(first.details["pairs"]) == 100
    assert first.rapido is None
    # It was never taught, and every answer of the probe is a guess: it cannot pass.
    assert not first.bars["concept_top1"].met
    written = {part: part.stat().st_mtime_ns for part in parts}
    (work / "skies.json").unlink()
    again = evaluate(base, probe, run=work, effort=EFFORT, steps=2)
    assert again == first
    after = {part: part.stat().st_mtime_ns for part in parts}
    assert [part.stem for part in parts if after[part] != written[part]] == ["skies"]

    _distilled(base)
    few = evaluate(base, probe, run=work, effort=EFFORT, steps=2)
    assert few.rapido is not None
    assert 0 <= few.rapido.concept_top1 <= 1
    assert min(few.rapido.seconds, few.rapido.completo_seconds) > 0
    assert msgspec.structs.replace(few, rapido=None, pictures=first.pictures) == first
    assert {part: part.stat().st_mtime_ns for part in parts} == after
    (base / FEW_STEP_NAME).unlink()

    write_evaluation(base, first)
    write_card(base)
    card = (base / "README.md").read_text(encoding="utf-8")
    missed = [name for name, bar in first.bars.items() if not bar.met]
    assert f"Missed: {', '.join(missed)}." in card
    assert "Not measured" not in card
    # The same weights published again keep their figures; others do not inherit them.
    publish(TINY, run, base)
    assert read_evaluation(base) == first
    changed = msgspec.structs.replace(first, base="0" * 64)
    write_evaluation(base, changed)
    write_card(base)
    assert "Not measured yet." in (base / "README.md").read_text(encoding="utf-8")


def _distilled(base: Path) -> None:
    """Lay few-step weights into a base's folder that change one of its layers."""
    layer, rng = "unet.conv_out", torch.Generator().manual_seed(6)
    weights = {
        f"{layer}.lora_A.weight": torch.randn((1, 16, 3, 3), generator=rng),
        f"{layer}.lora_B.weight": torch.randn((4, 1, 1, 1), generator=rng),
    }
    metadata = FewStepMetadata(
        base_model_hash=hash_base(base), scheduler="ddim", timesteps="999", rank="1", alpha="1"
    )
    write_adapter(base / FEW_STEP_NAME, weights, metadata)


def test_a_base_of_unknown_making_gets_no_card(tmp_path: Path) -> None:
    (tmp_path / MADE).write_text("{}", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"training\.json"):
        write_card(tmp_path)


@pytest.mark.long
def test_the_shipped_base_meets_its_bars() -> None:
    told = evaluate(BASE, Probe())
    kept = read_evaluation(BASE)
    assert kept is not None
    assert kept.base == told.base
    assert not [name for name, bar in told.bars.items() if not bar.met]
    card = (BASE / "README.md").read_text(encoding="utf-8")
    assert json.loads((BASE / MADE).read_text(encoding="utf-8"))["config"]["name"] in card
