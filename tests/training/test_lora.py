"""LoRA on a real small pipeline: it learns, resumes to the step, and its file is diffusers'."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from training.adapter import hash_base, read_adapter
from training.base.pipeline import load_pipeline, sample
from training.catalogue.prepare import prepare
from training.checkpoint import load_checkpoint
from training.lora.config import LoraConfig, read_lora_config
from training.lora.dataset import digest, read_dataset
from training.lora.train import Material, train_lora
from training.scenes.dataset import paint_dataset
from training.texts import TrainingError

BASE = Path(__file__).parents[2] / "assets" / "base" / "pampa-mini"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    paint_dataset("sapinho", folder, count=6, size=128, first_seed=7)
    return folder


def recipe(dataset: Path, output: Path, **changes: object) -> LoraConfig:
    """A short recipe on the embedded base."""
    config = LoraConfig(
        base=BASE, dataset=dataset, output=output, trigger_word="sapinho", licence="Apache-2.0",
        rights_summary="painted here", rank=4, alpha=4, steps=4, batch=4, warmup_steps=1,
        save_every=2,
    )  # fmt: skip
    return msgspec.structs.replace(config, **changes)


@pytest.fixture(scope="module")
def adapter(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = train_lora(recipe(dataset, tmp_path_factory.mktemp("lora")))
    assert path is not None
    return path


def test_the_adapter_says_what_it_is(adapter: Path, dataset: Path) -> None:
    read = read_adapter(adapter)
    assert read.metadata.trigger_word == "sapinho"
    assert read.metadata.base_model_hash == hash_base(BASE)
    assert read.metadata.manifest_digest == digest(read_dataset(dataset, 128, "sapinho"))
    assert all(key.startswith(("unet.", "text_encoder.")) for key in read.keys)


def test_a_prepared_set_gives_what_may_be_learnt_from(dataset: Path, tmp_path: Path) -> None:
    sources = tmp_path / "acervo"
    sources.mkdir()
    names = []
    for file in sorted(dataset.glob("*.png")):
        names.append(file.name)
        (sources / file.name).write_bytes(file.read_bytes())
    text = "file,rights,may_train,kind,subject,caption\n" + "".join(
        f"{name},https://creativecommons.org/licenses/by/4.0/,sim,species,s{number},"
        f"um sapinho no brejo {number}\n"
        for number, name in enumerate(names)
    )
    (sources / "catalogo.csv").write_text(text, encoding="utf-8")
    found = prepare(sources, tmp_path / "pronto", size=128).prepared
    assert found is not None
    examples = read_dataset(tmp_path / "pronto", 128, "sapinho")
    assert [e.file.name for e in examples] == [p.file for p in found.side(held_out=False)]
    assert 0 < len(examples) < len(names)
    Image.new("RGB", (128, 128)).save(examples[0].file)
    with pytest.raises(TrainingError, match="não é mais a imagem"):
        read_dataset(tmp_path / "pronto", 128, "sapinho")


def test_diffusers_reads_the_adapter_without_this_project(adapter: Path) -> None:
    pipeline = load_pipeline(BASE)
    written = load_file(adapter)
    plain = sample(pipeline, ["um sapinho"], [1], steps=2)
    pipeline.load_lora_weights(adapter.parent, weight_name=adapter.name)
    with_adapter = sample(pipeline, ["um sapinho"], [1], steps=2)
    layers = [
        module
        for part in (pipeline.unet, pipeline.text_encoder)
        for module in part.modules()
        if hasattr(module, "lora_A")
    ]
    assert 2 * len(layers) == len(written)
    pipeline.unload_lora_weights()
    assert not np.array_equal(plain, with_adapter)
    assert np.array_equal(plain, sample(pipeline, ["um sapinho"], [1], steps=2))


def test_a_run_stopped_half_way_ends_with_the_same_weights(dataset: Path, tmp_path: Path) -> None:
    whole, parts = recipe(dataset, tmp_path / "a"), recipe(dataset, tmp_path / "b")
    assert train_lora(whole) is not None
    assert train_lora(parts, until=2) is None
    assert train_lora(parts) is not None
    one = load_checkpoint(tmp_path / "a" / "checkpoints")
    two = load_checkpoint(tmp_path / "b" / "checkpoints")
    assert one is not None
    assert two is not None
    for left, right in zip(one["learnt"], two["learnt"], strict=True):
        assert torch.equal(left, right)


def test_the_base_stays_as_it_was(dataset: Path, tmp_path: Path) -> None:
    before = hash_base(BASE)
    files = {file: file.read_bytes() for file in dataset.iterdir()}
    train_lora(recipe(dataset, tmp_path, steps=1))
    assert hash_base(BASE) == before
    assert files == {file: file.read_bytes() for file in dataset.iterdir()}


def test_class_pictures_are_painted_once_and_used(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path, prior_prompts=("um boi",), prior_pictures=2)
    material = Material(config, load_pipeline(BASE))
    made = (tmp_path / "prior.npz").stat().st_mtime_ns
    ids = material.at(0)[3]
    assert torch.equal(ids[-1], material.prior_ids[0])
    Material(config, load_pipeline(BASE))
    assert (tmp_path / "prior.npz").stat().st_mtime_ns == made


def test_a_loss_that_is_no_number_stops_and_names_the_pictures(
    dataset: Path, tmp_path: Path
) -> None:
    config = recipe(dataset, tmp_path, learning_rate=1e30, text_learning_rate=1e30, steps=30)
    with pytest.raises(TrainingError, match=r"sapinho-\d+\.png"):
        train_lora(config)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "sapinho-000.txt").unlink(), "sapinho-000.png"),
        (lambda folder: (folder / "sapinho-001.png").write_bytes(b"no"), "sapinho-001.png"),
        (lambda folder: [p.unlink() for p in folder.glob("*.png")], "PNG"),
        (lambda folder: [p.write_text("um boi") for p in folder.glob("*.txt")], "sapinho"),
    ],
)
def test_a_dataset_that_cannot_be_used_is_named(tmp_path: Path, spoil: object, said: str) -> None:
    paint_dataset("sapinho", tmp_path, count=2, size=64, first_seed=7)
    spoil(tmp_path)  # type: ignore[operator]
    with pytest.raises(TrainingError, match=said):
        read_dataset(tmp_path, 64, "sapinho")


def test_photographs_lying_on_their_side_are_set_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "foto.jpg", exif=exif, quality=95)
    (tmp_path / "foto.txt").write_text("um boi", encoding="utf-8")
    upright = read_dataset(tmp_path, 20, None)[0].picture
    assert upright[:8].mean() < 60
    assert upright[12:].mean() > 200


def test_a_recipe_without_its_base_is_said_kindly(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_text(
        'base="b"\ndataset="d"\noutput="o"\ntrigger_word="x"\nrights_summary=""\nlicence=""\n',
        encoding="utf-8",
    )
    with pytest.raises(TrainingError, match="heritage-train base"):
        read_lora_config(file)


def test_something_else_is_no_adapter(tmp_path: Path) -> None:
    file = tmp_path / "x.safetensors"
    file.write_bytes(b"nothing")
    with pytest.raises(TrainingError, match=r"x\.safetensors"):
        read_adapter(file)
