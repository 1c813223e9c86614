"""run.json: what a run was made of, so that another machine can repeat it or say why it differs."""

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import torch

from training.adapter import hash_base
from training.files import write_atomically
from training.tune.config import TuneConfig
from training.tune.dataset import Example, digest
from training.tune.folder import Folder
from training.tune.learner import Learner

_PACKAGES = ("torch", "diffusers", "transformers", "peft", "accelerate", "safetensors", "numpy")
PROVEN = 10  # steps whose losses and weights `heritage-train verify` compares


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of the run. No folders: the manifest may be published, paths tell of people."""

    name: str
    sha256: str
    caption: str
    held_out: bool


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a run was made of. `proof`: sha256 of the weights learnt after PROVEN steps."""

    version: int = 1
    recipe: dict[str, Any]
    base_sha256: str
    dataset_sha256: str
    pictures: tuple[Picture, ...]
    device: str
    dtype: str
    packages: dict[str, str]
    python: str
    proof: str = ""


def describe(config: TuneConfig, learner: Learner, examples: list[Example]) -> Manifest:
    """The manifest of a run that begins."""
    return Manifest(
        recipe=plain(config),
        base_sha256=hash_base(config.base),
        dataset_sha256=digest(examples),
        pictures=tuple(
            Picture(name=e.file.name, sha256=e.sha256, caption=e.caption, held_out=e.held_out)
            for e in examples
        ),
        device=device_name(learner.accelerator.device),
        dtype=str(learner.parts.dtype).removeprefix("torch."),
        packages={name: version(name) for name in _PACKAGES},
        python=platform.python_version(),
    )


def plain(config: TuneConfig) -> dict[str, Any]:
    """The recipe as JSON gives it back, of folders the last name alone."""
    text = msgspec.json.encode(config, enc_hook=lambda path: path.name)
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


def write_manifest(folder: Folder, manifest: Manifest) -> None:
    """Write run.json, readable."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    write_atomically(folder.manifest, text + b"\n")


def read_manifest(folder: Folder) -> Manifest | None:
    """The run's manifest, if there is one."""
    if not folder.manifest.is_file():
        return None
    return msgspec.json.decode(folder.manifest.read_bytes(), type=Manifest)


def weights_digest(learner: Learner) -> str:
    """sha256 over the learnt weights' bytes, by name."""
    total = hashlib.sha256()
    for name, parameter in sorted(learner.learnt.items()):
        total.update(name.encode() + b"\0")
        total.update(parameter.detach().cpu().contiguous().numpy().tobytes())
    return total.hexdigest()


def device_name(device: torch.device) -> str:
    """The device in words."""
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    table = Path("/proc/cpuinfo")
    lines = table.read_text(encoding="utf-8").splitlines() if table.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()} × {torch.get_num_threads()}"
