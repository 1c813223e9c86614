"""Reading what is learnt from: captions, rotation, masks, sizes; nothing is ever changed."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from training.base.diversity import distances
from training.catalogue.photographs import MASK
from training.catalogue.prepare import prepare
from training.scenes.dataset import paint_dataset
from training.texts import TrainingError
from training.tune.dataset import digest, mask, picture, read_dataset
from training.tune.subset import farthest_first, varied


def test_a_prepared_set_gives_both_sides(dataset: Path, tmp_path: Path) -> None:
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
    examples = read_dataset(tmp_path / "pronto", "sapinho")
    held = [e.file.name for e in examples if e.held_out]
    assert held == [p.file for p in found.side(held_out=True)]
    assert 0 < len(held) < len(examples) == len(names)
    Image.new("RGB", (128, 128)).save(examples[0].file)
    with pytest.raises(TrainingError, match="não é mais a imagem"):
        read_dataset(tmp_path / "pronto", "sapinho")


def test_of_a_plain_folder_every_eighth_is_held_out_once_there_are_enough(tmp_path: Path) -> None:
    for number in range(17):
        Image.new("RGB", (8, 8)).save(tmp_path / f"{number:02d}.png")
        (tmp_path / f"{number:02d}.txt").write_text("um boi", encoding="utf-8")
    assert sum(e.held_out for e in read_dataset(tmp_path, "boi")) == 2
    for number in range(2, 17):
        (tmp_path / f"{number:02d}.png").unlink()
    assert not any(e.held_out for e in read_dataset(tmp_path, "boi"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "sapinho-000.txt").unlink(), "sapinho-000.png"),
        (lambda folder: (folder / "sapinho-001.png").write_bytes(b"no"), "sapinho-001.png"),
        (lambda folder: [p.unlink() for p in folder.glob("*.png")], "PNG"),
        (lambda folder: [p.write_text("um boi") for p in folder.glob("*.txt")], "sapinho"),
    ],
)
def test_a_dataset_that_cannot_be_used_is_named(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    paint_dataset("sapinho", tmp_path, count=2, size=64, first_seed=7)
    spoil(tmp_path)
    with pytest.raises(TrainingError, match=said):
        read_dataset(tmp_path, "sapinho")


def test_photographs_lying_on_their_side_are_set_upright(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "foto.jpg", exif=exif, quality=95)
    (tmp_path / "foto.txt").write_text("um boi", encoding="utf-8")
    example = read_dataset(tmp_path, None)[0]
    assert (example.width, example.height) == (20, 40)
    upright = picture(example, (20, 40))
    assert upright.shape == (40, 20, 3)
    assert upright[:16].mean() < 60
    assert upright[24:].mean() > 200


def test_a_mask_is_cut_as_its_picture_and_is_no_picture_itself(tmp_path: Path) -> None:
    Image.new("RGB", (64, 32)).save(tmp_path / "foto.png")
    half = np.zeros((32, 64), np.uint8)
    half[:, 32:] = 255
    Image.fromarray(half).save(tmp_path / f"foto{MASK}")
    (tmp_path / "foto.txt").write_text("um boi", encoding="utf-8")
    examples = read_dataset(tmp_path, None)
    assert len(examples) == 1
    cut = mask(examples[0], (32, 32))
    assert cut is not None
    assert cut.shape == (32, 32)
    assert cut[:, :15].max() < 0.05
    assert cut[:, 17:].min() > 0.95
    before = digest(examples)
    Image.fromarray(255 - half).save(tmp_path / f"foto{MASK}")
    assert digest(read_dataset(tmp_path, None)) != before


@given(st.integers(2, 40), st.integers(1, 40), st.integers(0, 99))
def test_what_is_taken_lies_far_apart(count: int, wanted: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(count, 5)).astype(np.float32)
    taken = farthest_first(rows, min(wanted, count))
    assert len(set(taken)) == min(wanted, count)
    # No row left is farther from those taken than they are from one another (Gonzalez 1985).
    if 1 < len(taken) < count:
        apart = distances(rows[taken], rows[taken])
        np.fill_diagonal(apart, np.inf)
        left = [n for n in range(count) if n not in taken]
        assert distances(rows[left], rows[taken]).min(1).max() <= apart.min() + 1e-6


def test_a_subset_leaves_out_look_alikes_and_keeps_what_is_held_out(tmp_path: Path) -> None:
    paint_dataset("ema", tmp_path, count=3, size=64, first_seed=50)
    for number in range(3, 7):
        (tmp_path / f"ema-{number:03d}.png").write_bytes((tmp_path / "ema-000.png").read_bytes())
        (tmp_path / f"ema-{number:03d}.txt").write_text("uma ema", encoding="utf-8")
    examples = read_dataset(tmp_path, "ema")
    examples[1] = msgspec.structs.replace(examples[1], held_out=True)
    names = [e.file.name for e in varied(examples, 2)]
    assert "ema-001.png" in names
    assert "ema-002.png" in names
    assert len(names) == 3
    assert varied(examples, 99) == examples
