"""A small dataset of painted scenes, and runs made ready once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training.tune.recipes import recipe
from training.scenes.dataset import paint_dataset
from training.tune.folder import Folder
from training.tune.loop import Run

# Models this small only wait for one another on more threads.
torch.set_num_threads(1)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pictures of 128 px and their captions."""
    folder = tmp_path_factory.mktemp("dataset")
    paint_dataset("sapinho", folder, count=6, size=128, first_seed=7)
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Latents and texts that all runs of the session share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ready(dataset: Path, cache: Path, tmp_path: Path) -> Callable[..., Run]:
    """Makes a run that has not begun: `ready(rank=8)`."""

    def make(**changes: Any) -> Run:
        output = tmp_path / "run"
        output.mkdir(exist_ok=True)
        return Run(recipe(dataset, output, **changes), Folder(output), cache=cache)

    return make
