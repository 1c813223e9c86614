"""Two processes through `accelerate launch` learn what one learns; torch.compile too. Minutes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from tests.training.tune.recipes import recipe
from training.tune.folder import Folder, rows
from training.tune.loop import Run, tune

pytestmark = pytest.mark.long


def _toml(config: object) -> str:
    plain = msgspec.to_builtins(config, enc_hook=str)
    kept = {k: v for k, v in plain.items() if v not in ((), {})}
    return "".join(f"{k} = {_value(v)}\n" for k, v in kept.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def test_two_processes_learn_what_one_learns(dataset: Path, tmp_path: Path) -> None:
    alone = recipe(dataset, tmp_path / "alone", steps=4, batch=4)
    together = msgspec.structs.replace(alone, output=tmp_path / "together")
    file = tmp_path / "together.toml"
    file.write_text(_toml(together), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2",
         "--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no",
         "-m", "training", "tune", str(file)],
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    made = tune(alone)
    assert made is not None
    one, two = load_file(made), load_file(together.output / "adapter.safetensors")
    assert one.keys() == two.keys()
    for name, value in one.items():
        assert torch.allclose(value, two[name], atol=2e-3), name
    losses = [[row["loss"] for row in rows(Folder(c.output).steps)] for c in (alone, together)]
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)


# torch 2.13 uses what it deprecates when its compiler is imported.
@pytest.mark.filterwarnings("ignore:.*torch.jit.script.*:DeprecationWarning")
def test_a_compiled_net_learns_the_same(ready: Callable[..., Run]) -> None:
    plain, compiled = ready(), ready(compile=True)
    for step in range(2):
        wanted = plain.advance(step)["loss"]
        assert compiled.advance(step)["loss"] == pytest.approx(wanted, rel=1e-3)
