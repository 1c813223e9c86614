"""The embedded base's parts: autoencoder, tokenizer, batches and resume, on real small runs."""

import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder, fit_linear
from training.base.beside import painting_beside
from training.base.card import Made
from training.base.command import begin_from
from training.base.config import BaseConfig
from training.base.corpus import (
    SHARD,
    paint_corpus,
    painted_scenes,
    read_labels,
    read_labels_of,
    read_pictures,
)
from training.base.critic import Critic, critic_loss, decoder_losses
from training.base.decode import finish_decoder, train_decoder
from training.base.diffuse import (
    Batches,
    learning_rate,
    timesteps,
    train_diffusion,
)
from training.base.latents import prepare_latents
from training.base.layout import LayoutHead, layout, maps
from training.base.models import build_scheduler, build_unet
from training.base.pipeline import assemble, sample
from training.base.prepare import as_tensor, prepare
from training.base.weights import load_decoder, load_ema
from training.checkpoint import load_checkpoint
from training.scenes.labels import LABELS
from training.scenes.scene import compose, record

TINY = BaseConfig(
    size=64, scenes=24, decoder_scenes=24, captions_per_scene=2, workers=1, latent_channels=16,
    decoder_steps=4, decoder_batch=2, decoder_crop=2,
    decoder_critic_from=1, vocabulary=600, text_width=32, text_layers=1,
    text_steps=2, text_batch=4,
    unet_channels=(32, 48), unet_attention=(False, True), steps=4, batch=4,
    warmup_steps=1, cooldown_steps=1, save_every=2,
    sample_every=100, finish_steps=2, finish_samples=3,
)  # fmt: skip

ARRAYS = ("latents.npy", "tokens.npy", "layout.npy", "sights.npy")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared working folder of the tiny recipe, with a fitted autoencoder."""
    folder = tmp_path_factory.mktemp("run")
    prepare(TINY, folder)
    prepare_latents(TINY, folder)
    return folder


def test_the_corpus_is_painted_once_and_labelled(run: Path) -> None:
    labels = read_labels(run / "corpus")
    pictures = np.concatenate(list(read_pictures(run / "corpus", TINY.size)))
    assert len(labels) == len(pictures) == TINY.scenes
    assert all(len(label["captions"]) == 2 for label in labels)  # type: ignore[arg-type]
    before = {file: file.stat().st_mtime_ns for file in (run / "corpus").iterdir()}
    paint_corpus(run / "corpus", scenes=24, size=64, first_seed=1_000_000, captions=2, workers=1)
    assert before == {file: file.stat().st_mtime_ns for file in (run / "corpus").iterdir()}


def test_principal_components_beat_any_other_linear_map_we_can_guess(run: Path) -> None:
    pictures = as_tensor(np.concatenate(list(read_pictures(run / "corpus", TINY.size))))
    model = PatchAutoencoder(latent_channels=16)
    promised = fit_linear(model, pictures)
    with torch.no_grad():
        latents = model.encoder(pictures)
        again = model.linear_decoder(latents)
    measured = float(10 * torch.log10(4 / (again - pictures).pow(2).mean()))
    assert measured == pytest.approx(promised, abs=0.05)
    flat = pictures.mean(dim=(2, 3), keepdim=True).expand_as(pictures)
    assert measured > 6 + float(10 * torch.log10(4 / (flat - pictures).pow(2).mean()))
    assert float(latents.pow(2).mean().sqrt()) == pytest.approx(1, abs=0.05)


def test_an_untrained_decoder_speaks_through_its_linear_part(run: Path, tmp_path: Path) -> None:
    (tmp_path / "vae-linear").symlink_to(run / "vae-linear")
    model = load_decoder(tmp_path)
    latents = torch.randn(1, 16, 4, 4)
    with torch.no_grad():
        painted = model.decode(latents, return_dict=False)[0]  # type: ignore[index]
        assert torch.equal(painted, model.linear_decoder(latents))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_no_word_is_unknown_to_the_tokenizer(run: Path, text: str) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    ids = tokenizer(text, max_length=TINY.max_tokens, truncation=True).input_ids
    assert ids[0] == tokenizer.bos_token_id
    assert ids[-1] == tokenizer.eos_token_id
    inside = ids[1:-1]
    assert all(number not in (tokenizer.bos_token_id, tokenizer.eos_token_id) for number in inside)


def test_training_resumes_to_the_very_step(run: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
        for name in ("tokenizer", "text-encoder", "vae-linear", *ARRAYS):
            (folder / name).symlink_to(run / name)
    train_diffusion(TINY, whole, until=4, watch=lambda *_: {})
    assert train_diffusion(TINY, parts, until=2, watch=lambda *_: {}) == 2
    assert train_diffusion(TINY, parts, until=4, watch=lambda *_: {}) == 4
    one, two = load_checkpoint(whole / "checkpoints"), load_checkpoint(parts / "checkpoints")
    assert one is not None
    assert two is not None
    for name, value in one["model"].items():
        assert torch.equal(value, two["model"][name]), name
    for left, right in zip(one["ema"]["shadow_params"], two["ema"]["shadow_params"], strict=True):
        assert torch.equal(left, right)


def test_the_decoder_resumes_to_the_very_step(run: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
        for name in ("corpus", "vae-linear"):
            (folder / name).symlink_to(run / name)
    train_decoder(TINY, whole, until=4)
    assert train_decoder(TINY, parts, until=2) == 2
    assert train_decoder(TINY, parts, until=4) == 4
    one, two = load_checkpoint(whole / "decoder"), load_checkpoint(parts / "decoder")
    assert one is not None
    assert two is not None
    for part in ("model", "averaged", "critic"):
        for name, value in one[part].items():
            assert torch.equal(value, two[part][name]), (part, name)
    begun = PatchAutoencoder.from_pretrained(run / "vae-linear").state_dict()
    assert torch.equal(one["averaged"]["encoder.weight"], begun["encoder.weight"])
    assert not torch.equal(one["averaged"]["entry.weight"], begun["entry.weight"])


def test_the_decoder_is_finished_on_what_the_unet_repaints(run: Path, tmp_path: Path) -> None:
    for name in ("tokenizer", "text-encoder", "vae-linear", "corpus", *ARRAYS):
        (tmp_path / name).symlink_to(run / name)
    train_decoder(TINY, tmp_path, until=4)
    train_diffusion(TINY, tmp_path, until=2, watch=lambda *_: {})
    before = load_decoder(tmp_path).state_dict()
    assert finish_decoder(TINY, tmp_path, until=2) == 2
    repainted, encoded = np.load(tmp_path / "repainted.npy"), np.load(tmp_path / "latents.npy")[:3]
    assert repainted.shape == (3, 16, 4, 4)
    assert np.isfinite(repainted).all()
    # Nearer to the picture it comes from than to another, and yet not the same.
    apart = np.abs(repainted[:, None] - encoded[None].astype(np.float32)).mean(axis=(2, 3, 4))
    assert (apart.argmin(axis=1) == np.arange(3)).all()
    assert apart.diagonal().min() > 0
    after = load_decoder(tmp_path).state_dict()
    assert not torch.equal(before["entry.weight"], after["entry.weight"])
    for fixed in ("encoder.weight", "linear_decoder.weight"):
        assert torch.equal(before[fixed], after[fixed])


def test_a_critic_learns_to_tell_soft_squares_from_sharp_ones() -> None:
    torch.manual_seed(0)
    critic = Critic()
    optimizer = torch.optim.AdamW(critic.parameters(), lr=2e-3, betas=(0.0, 0.9))
    for _ in range(60):
        sharp = torch.randn(4, 3, 32, 32).sign()
        soft = torch.nn.functional.avg_pool2d(sharp, 3, stride=1, padding=1)
        loss = critic_loss(critic, sharp, soft)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert critic(sharp)[0].mean() > critic(soft)[0].mean() + 0.2
    fooled, apart = decoder_losses(critic, sharp, soft)
    assert fooled > decoder_losses(critic, sharp, sharp)[0]
    assert apart > 1e-3 > decoder_losses(critic, sharp, sharp)[1]


def test_a_trained_run_paints_through_diffusers_own_pipeline(run: Path) -> None:
    train_decoder(TINY, run, until=2)
    train_diffusion(TINY, run, until=2, watch=lambda *_: {})
    text, unet, step = load_ema(TINY, run)
    assert step == 2
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    pipeline = assemble(text, unet, load_decoder(run), tokenizer, build_scheduler(TINY))
    first = sample(pipeline, ["um boi", "um umbu"], [1, 2], steps=3)
    again = sample(pipeline, ["um boi", "um umbu"], [1, 2], steps=3)
    assert first.shape == (2, 64, 64, 3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first[0], first[1])


def test_a_new_run_goes_on_from_published_weights(run: Path, tmp_path: Path) -> None:
    train_decoder(TINY, run, until=2)
    train_diffusion(TINY, run, until=2, watch=lambda *_: {})
    text, unet, _ = load_ema(TINY, run)
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    vae = load_decoder(run)
    pipeline = assemble(text, unet, vae, tokenizer, build_scheduler(TINY))
    pipeline.save_pretrained(tmp_path / "published")
    again = tmp_path / "again"
    again.mkdir()
    begin_from(tmp_path / "published", again, TINY)
    for name in ARRAYS:
        (again / name).symlink_to(run / name)
    # No step is taken, so what is saved is what it began with.
    train_diffusion(TINY, again, until=0, watch=lambda *_: {})
    begun = load_ema(TINY, again)[1]
    for left, right in zip(unet.parameters(), begun.parameters(), strict=True):
        assert torch.equal(left, right)
    latents = torch.randn(1, 16, 4, 4)
    with torch.no_grad():
        assert torch.equal(vae.decode(latents).sample, load_decoder(again).decode(latents).sample)


def test_scenes_painted_beside_are_learnt_from_as_they_come(run: Path, tmp_path: Path) -> None:
    for name in ("tokenizer", "text-encoder", "vae-linear", *ARRAYS):
        (tmp_path / name).symlink_to(run / name)
    config = msgspec.structs.replace(TINY, scenes_beside=8, sight_weight=0.0)
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    batches = Batches(config, tmp_path, tokenizer, torch.device("cpu"))
    (tmp_path / "corpus").mkdir()
    with painting_beside(config, tmp_path, load_decoder(tmp_path)) as beside:
        while (more := beside.arrived()) is None:
            time.sleep(0.05)
        batches.join(more)
        while beside.arrived() is not None or beside.busy:
            time.sleep(0.05)
    assert len(batches.latents) == len(batches.tokens) == len(batches.layouts) == 32
    assert painted_scenes(tmp_path / "corpus") == 8
    label = read_labels_of(tmp_path / "corpus", 1)[0]
    assert record(compose(TINY.first_seed + SHARD)) == {
        name: value for name, value in label.items() if name != "captions"
    }
    assert len(batches.at(0)) == 5


def test_batches_depend_on_seed_and_step_alone(run: Path) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    batches = Batches(TINY, run, tokenizer, torch.device("cpu"))
    first = batches.at(7)
    batches.at(8)
    for left, right in zip(first, batches.at(7), strict=True):
        assert torch.equal(left, right)
    assert not torch.equal(first[1], batches.at(8)[1])


def test_timesteps_lie_mostly_in_the_middle_or_evenly_as_the_recipe_says() -> None:
    rng = torch.Generator().manual_seed(4)
    even, focused = timesteps(10_000, 0.0, rng), timesteps(10_000, 0.6, rng)
    assert even.min() == 0
    assert even.max() == 999
    for drawn, middle in ((even, 0.5), (focused, 0.66)):
        share = ((drawn >= 300) & (drawn < 800)).float().mean()
        assert float(share) == pytest.approx(middle, abs=0.02)
    # No part of the schedule is left out: sampling passes through all of them.
    assert torch.histc(focused.float(), 10, 0, 1000).min() > 300


def test_the_learning_rate_warms_up_stays_and_ends_at_zero() -> None:
    config = BaseConfig(steps=100, warmup_steps=10, cooldown_steps=20, learning_rate=1.0)
    rates = [learning_rate(config, step) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert all(rate == 1.0 for rate in rates[9:81])
    assert rates[100] == 0


def test_a_layout_says_which_places_a_subject_covers() -> None:
    record = {"concepts": ["boi", "umbu"], "boxes": [[0.0, 0.5, 0.5, 1.0], [0.5, 0.0, 1.0, 0.5]]}
    drawn = maps(torch.from_numpy(layout([record])), 4)[0]
    assert drawn.sum() == 8
    assert drawn[LABELS.index("boi"), 2:, :2].all()
    assert drawn[LABELS.index("umbu"), :2, 2:].all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.integers(1, 16))
def test_a_larger_box_covers_no_fewer_places(corners: list[float], side: int) -> None:
    x0, x1 = sorted(corners[:2])
    y0, y1 = sorted(corners[2:])
    records = [
        {"concepts": ["ema"], "boxes": [box]}
        for box in ([x0, y0, x1, y1], [x0 / 2, y0 / 2, (1 + x1) / 2, (1 + y1) / 2])
    ]
    small, large = maps(torch.from_numpy(layout(records)), side)
    assert (large >= small).all()
    assert maps(torch.from_numpy(layout([{"concepts": ["ema"], "boxes": [[0, 0, 1, 1]]}])), side)[
        0, LABELS.index("ema")
    ].all()


def test_the_layout_head_teaches_the_unet_itself() -> None:
    unet = build_unet(TINY)
    head = LayoutHead(unet)
    with pytest.raises(RuntimeError):
        head.loss(torch.zeros(1, 3, 5))
    unet(torch.randn(2, 16, 4, 4), torch.tensor([5, 900]), torch.randn(2, 40, 32))
    record = {"concepts": ["ema"], "boxes": [[0.1, 0.1, 0.9, 0.9]]}
    head.loss(torch.from_numpy(layout([record, record]))).backward()
    assert unet.conv_in.weight.grad is not None
    assert unet.conv_in.weight.grad.abs().sum() > 0


def test_the_card_counts_scenes_that_were_painted_beside() -> None:
    made = Made(config=TINY, step=4, psnr_db=20.0)
    assert made.scenes == TINY.scenes
    assert msgspec.structs.replace(made, beside=8).scenes == TINY.scenes + 8
