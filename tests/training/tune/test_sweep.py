"""Lower ranks from one run: the nearest product of that rank; the sheet and its scores."""

from pathlib import Path

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from safetensors.torch import load_file

from tests.training.tune.recipes import BASE, recipe
from training.adapter import read_adapter
from training.texts import TrainingError
from training.tune.dataset import read_dataset
from training.tune.loop import tune
from training.tune.sweep import SCORES, SHEET, Cell, Grid, sweep
from training.tune.truncate import truncate, truncate_file


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 99), st.booleans())
def test_the_product_is_the_nearest_of_its_rank(rank: int, of: int, seed: int, conv: bool) -> None:
    rng = torch.Generator().manual_seed(seed)
    a = torch.randn(of, 10, *((3, 3) if conv else ()), generator=rng)
    b = torch.randn(12, of, *((1, 1) if conv else ()), generator=rng)
    found = truncate({"x.lora_A.weight": a, "x.lora_B.weight": b}, rank)
    lower, upper = found["x.lora_A.weight"], found["x.lora_B.weight"]
    assert lower.shape == (min(rank, of), *a.shape[1:])
    assert upper.shape == (12, min(rank, of), *b.shape[2:])
    whole = b.flatten(1).double() @ a.flatten(1).double()
    u, s, v = torch.linalg.svd(whole, full_matrices=False)
    nearest = (u[:, :rank] * s[:rank]) @ v[:rank]
    made = upper.flatten(1).double() @ lower.flatten(1).double()
    assert torch.allclose(made, nearest, atol=1e-4 * float(s[0]))


def test_what_cannot_be_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rank 0"):
        truncate({}, 0)
    with pytest.raises(ValueError, match="magnitude"):
        truncate({"x.lora_magnitude_vector": torch.ones(3)}, 2)


@pytest.mark.long
def test_a_sweep_of_a_real_adapter(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path / "run", steps=2, learning_rate=1e-2)
    adapter = tune(config)
    assert adapter is not None
    truncate_file(adapter, tmp_path / "two.safetensors", 2)
    assert read_adapter(tmp_path / "two.safetensors").metadata.rank == "2"
    assert {v.shape[0] for k, v in load_file(tmp_path / "two.safetensors").items()
            if "lora_A" in k} == {2}  # fmt: skip
    grid = Grid(ranks=(0, 2, 4), scales=(0.5, 1.0), guidances=(2.0,), steps=(1, 2))
    cells = sweep(
        BASE, adapter, tmp_path / "sheet", grid, prompts=["um boi"], seeds=2,
        taught=read_dataset(dataset, None), concept="boi",
    )  # fmt: skip
    assert [(c.rank, c.scale, c.steps) for c in cells] == [
        (rank, scale, steps) for rank in (0, 2, 4) for scale in (0.5, 1.0) for steps in (1, 2)
    ]
    bare = [c for c in cells if c.rank == 0]
    assert msgspec.structs.replace(bare[0], scale=1.0) == bare[2]
    assert all(-1 <= c.likeness <= c.nearest <= 1.0001 for c in cells)
    assert all(c.concept is not None and 0 <= c.concept <= 1 for c in cells)
    kept = msgspec.json.decode((tmp_path / "sheet" / SCORES).read_bytes(), type=list[Cell])
    assert kept == cells
    with Image.open(tmp_path / "sheet" / SHEET) as sheet:
        assert sheet.size[0] > 2 * 256
        assert sheet.size[1] > 12 * 256
    with pytest.raises(TrainingError, match="posto 4"):
        sweep(BASE, adapter, tmp_path / "sheet", Grid(ranks=(8,)), prompts=["um boi"], seeds=1,
              taught=read_dataset(dataset, None))  # fmt: skip
