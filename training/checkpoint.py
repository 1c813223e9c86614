"""Save and resume, atomically: a checkpoint is a folder that is renamed into place when whole.

The previous good checkpoint is removed only after the new one stands.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import torch

_STATE = "state.pt"


def save_checkpoint(folder: Path, step: int, state: dict[str, Any]) -> Path:
    """Write `state` as `folder/step-NNNNNNNN` and drop older ones. Returns the new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"step-{step:08d}"
    draft = folder / f".draft-{step:08d}-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    with (draft / _STATE).open("wb") as file:
        torch.save({"step": step, **state}, file)
        file.flush()
        os.fsync(file.fileno())
    shutil.rmtree(final, ignore_errors=True)
    draft.rename(final)
    for old in _checkpoints(folder):
        if old != final:
            shutil.rmtree(old)
    return final


def load_checkpoint(folder: Path) -> dict[str, Any] | None:
    """The newest whole checkpoint's state on the CPU, or None. Only tensors and plain values."""
    found = _checkpoints(folder)
    if not found:
        return None
    state: dict[str, Any] = torch.load(found[-1] / _STATE, map_location="cpu", weights_only=True)
    return state


def latest_step(folder: Path) -> int:
    """The step of the newest whole checkpoint, 0 where there is none."""
    found = _checkpoints(folder)
    return int(found[-1].name.removeprefix("step-")) if found else 0


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("step-*") if (path / _STATE).is_file())
