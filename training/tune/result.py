"""What a run leaves: an adapter file, or with dreambooth a whole diffusers folder."""

import shutil
from pathlib import Path

from safetensors.torch import save_file

from training.adapter import AdapterMetadata, hash_base, write_adapter
from training.tune.attach import lora_weights
from training.tune.config import TuneConfig
from training.tune.dataset import Example, digest
from training.tune.learner import Learner

ADAPTER = "adapter.safetensors"
MODEL = "model"


def place_of(config: TuneConfig, folder: Path) -> Path:
    """Where `folder` holds what a run of `config` made."""
    return folder / (MODEL if config.method == "dreambooth" else ADAPTER)


def write_result(
    config: TuneConfig, learner: Learner, examples: list[Example], folder: Path
) -> Path:
    """Write the averaged weights into `folder`; the adapter's file or the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with learner.averaged():
        path = place_of(config, folder)
        if config.method == "dreambooth":
            return _write_model(config, learner, path)
        weights, rank = lora_weights(learner.net.unet, learner.net.text)
        write_adapter(path, weights, _metadata(config, examples, rank))
        return path


def _metadata(config: TuneConfig, examples: list[Example], rank: int) -> AdapterMetadata:
    return AdapterMetadata(
        base_model_hash=hash_base(config.base),
        rank=str(rank),
        alpha=str(rank),
        trigger_word=config.trigger_word,
        manifest_digest=digest(examples),
        rights_summary=config.rights_summary,
        licence=config.licence,
        gate_verdict="not measured",
    )


def _write_model(config: TuneConfig, learner: Learner, folder: Path) -> Path:
    """The base's folder with the learnt parts' weights in the base's own names, in fp16."""
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(config.base, draft, ignore=shutil.ignore_patterns("*.jpg", "*.png", "*.jsonl"))
    parts = {"unet": learner.net.unet}
    if learner.net.text is not None:
        parts["text_encoder"] = learner.net.text
    for name, part in parts.items():
        for old in (draft / name).glob("*.safetensors*"):
            old.unlink()
        file = "diffusion_pytorch_model" if name == "unet" else "model"
        halves = {key: value.detach().half().cpu() for key, value in part.state_dict().items()}
        save_file(halves, draft / name / f"{file}.safetensors", metadata={"format": "pt"})
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    return folder
