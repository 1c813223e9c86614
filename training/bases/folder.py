"""A diffusers folder from elsewhere: is it a whole Stable Diffusion 1.x, and safe to read?"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from training.bases.architecture import PREDICTION
from training.bases.kinds import kind_by_sizes
from training.bases.weights import fit, read_shapes, read_tensors
from training.texts import TrainingError

# What reading can run code: Python's pickle, under the names that checkpoints have.
PICKLES: Final = (".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle")
# What a model is read from, and what hash_base counts; its card goes with it.
_READ: Final = (".json", ".safetensors", ".txt")
_CARD: Final = ("README", "LICENSE", "LICENCE")
_LIBRARIES: Final = (None, "diffusers", "transformers", "stable_diffusion")
_CLASSES: Final = {
    "unet": ("UNet2DConditionModel",),
    "vae": ("AutoencoderKL",),
    "text_encoder": ("CLIPTextModel",),
    "tokenizer": ("CLIPTokenizer", "CLIPTokenizerFast"),
}
_WEIGHTS: Final = {
    "unet": "diffusion_pytorch_model.safetensors",
    "vae": "diffusion_pytorch_model.safetensors",
    "text_encoder": "model.safetensors",
}
_BUILD: Final[dict[str, Callable[[dict[str, Any]], torch.nn.Module]]] = {
    "unet": UNet2DConditionModel.from_config,
    "vae": AutoencoderKL.from_config,
    "text_encoder": lambda config: CLIPTextModel(CLIPTextConfig.from_dict(config)),
}
# How the autoencoder's attention was named before diffusers 0.17, which still reads it.
_RENAMED: Final = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
_OLD: Final = re.compile(r"(?<=\.attentions\.0\.)(query|key|value|proj_attn)(?=\.)")


def examine_folder(folder: Path) -> str:
    """The prediction type of the model in `folder`, once it is found whole.

    Raises TrainingError naming the part that is missing, does not fit or may not be read.
    """
    _check_index(folder)
    for part in _WEIGHTS:
        _check_files(folder, part)
    unet = _json(folder / "unet" / "config.json")
    kind = kind_by_sizes(unet.get("cross_attention_dim"), unet.get("in_channels"))
    if kind is not None:
        raise TrainingError("base_other_kind", file=folder, kind=kind)
    for name in ("vocab.json", "merges.txt"):
        _require(folder / "tokenizer" / name)
    scheduler = _json(folder / "scheduler" / "scheduler_config.json")
    for part, name in _WEIGHTS.items():
        _check_weights(folder / part / "config.json", folder / part / name, _BUILD[part])
    return str(scheduler.get("prediction_type", PREDICTION))


def copy_folder(folder: Path, out: Path) -> None:
    """Copy what the model is read from, its card and its licence; nothing else in `folder`."""
    for file in folder.rglob("*"):
        read = file.suffix in _READ and (file.parent != folder or file.name == "model_index.json")
        if file.is_file() and (read or file.name.startswith(_CARD)):
            copy = out / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _check_index(folder: Path) -> None:
    index = _json(folder / "model_index.json")
    if index.get("_class_name") != "StableDiffusionPipeline":
        raise TrainingError("base_other_kind", file=folder, kind=index.get("_class_name"))
    parts = {name: part for name, part in index.items() if isinstance(part, list)}
    for name, part in parts.items():
        # Reading the folder imports what is named here: no other module may be.
        if len(part) != 2 or part[0] not in _LIBRARIES:
            raise TrainingError("base_other_kind", file=folder, kind=f"{name} = {part}")
    for name, classes in _CLASSES.items():
        if name not in parts or parts[name][1] not in classes:
            raise TrainingError("base_other_kind", file=folder, kind=f"{name} = {parts.get(name)}")


def _check_files(folder: Path, part: str) -> None:
    if not (folder / part / _WEIGHTS[part]).is_file():
        for file in sorted((folder / part).glob("*")):
            if file.suffix in PICKLES:
                raise TrainingError("base_pickled", file=file)
    _require(folder / part / _WEIGHTS[part])


def _check_weights(
    config: Path, file: Path, build: Callable[[dict[str, Any]], torch.nn.Module]
) -> None:
    try:
        with torch.device("meta"):
            model = build(_json(config))
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        raise TrainingError("config_unreadable", file=config, reason=error) from error
    stored = {key: key for key in read_shapes(file) if not key.endswith(".position_ids")}
    names = {_OLD.sub(lambda old: _RENAMED[old[0]], key): key for key in stored}
    fit(read_tensors(file, names), model, file)


def _json(file: Path) -> dict[str, Any]:
    _require(file)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError("config_unreadable", file=file, reason=error) from error
    if not isinstance(found, dict):
        raise TrainingError("config_unreadable", file=file, reason=type(found).__name__)
    return found


def _require(file: Path) -> None:
    if not file.is_file():
        raise TrainingError("base_part_missing", file=file)
