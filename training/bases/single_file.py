"""A single .safetensors file in the layout of CompVis/stable-diffusion, as a diffusers folder.

Names are turned round by diffusers' own functions; configs and tokenizer are ours. So nothing is
asked of the network.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import torch
from diffusers.loaders.single_file_utils import (
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
)

from training.base.pipeline import assemble
from training.bases.architecture import (
    GROUPS,
    Architecture,
    build_autoencoder,
    build_scheduler,
    build_text_encoder,
    build_unet,
)
from training.bases.kinds import UNET, Shapes, other_kind
from training.bases.tokenizer import write_tokenizer
from training.bases.weights import fit, read_shapes, read_tensors
from training.texts import TrainingError

Weights: TypeAlias = dict[str, torch.Tensor]

_TEXT: Final = "cond_stage_model.transformer."
_IMAGE: Final = "first_stage_model."
_UNET_WIDTHS: Final = [f"{UNET}input_blocks.{n}.0.in_layers.2.weight" for n in (1, 4, 7, 10)]
_IMAGE_WIDTHS: Final = [f"{_IMAGE}encoder.down.{n}.block.0.conv1.bias" for n in range(4)]
_TEXT_WIDTH: Final = f"{_TEXT}text_model.final_layer_norm.weight"
_TEXT_LAYER: Final = re.compile(rf"{re.escape(_TEXT)}text_model\.encoder\.layers\.(\d+)\.")


def examine(source: Path) -> Architecture:
    """The widths of the model in `source`, from its header alone.

    Raises TrainingError for a damaged file and for anything but Stable Diffusion 1.x, by name.
    """
    shapes = read_shapes(source)
    if (kind := other_kind(shapes)) is not None:
        raise TrainingError("base_other_kind", file=source, kind=kind)

    def width(key: str, multiple: int) -> int:
        found = shapes.get(key) or (0,)
        if found[0] == 0 or found[0] % multiple:
            raise TrainingError("base_unfit", file=source, weight=key)
        return found[0]

    layers = {found[1] for key in shapes if (found := _TEXT_LAYER.match(key))}
    return Architecture(
        unet_channels=tuple(width(key, GROUPS) for key in _UNET_WIDTHS),
        autoencoder_channels=tuple(width(key, GROUPS) for key in _IMAGE_WIDTHS),
        text_width=width(_TEXT_WIDTH, 64),
        text_layers=max(1, len(layers)),
    )


def convert(source: Path, shape: Architecture, out: Path) -> None:
    """Write the model in `source` to the folder `out`, every number as it is.

    Raises TrainingError where a weight is missing, surplus, of another shape or no number.
    """
    shapes = read_shapes(source)
    with torch.device("meta"):
        text, unet = build_text_encoder(shape), build_unet(shape)
        autoencoder = build_autoencoder(shape)
    _load(unet, source, _unet_names(shapes), convert_ldm_unet_checkpoint)
    _load(autoencoder, source, _under(_IMAGE, shapes), convert_ldm_vae_checkpoint)
    names = _under(f"{_TEXT}text_model.", shapes)
    names.pop(f"{_TEXT}text_model.embeddings.position_ids", None)  # 0 to 76, not learnt
    _load(text, source, names, lambda stored, _: convert_ldm_clip_checkpoint(stored))
    tokenizer = write_tokenizer(out / "tokenizer")
    assemble(text, unet, autoencoder, tokenizer, build_scheduler()).save_pretrained(out)


def _under(beginning: str, shapes: Shapes) -> dict[str, str]:
    return {key: key for key in shapes if key.startswith(beginning)}


def _unet_names(shapes: Shapes) -> dict[str, str]:
    """The UNet's keys, each with the one it is read from.

    Where a file also holds the running mean of the training (EMA), that is read, as it was for the
    diffusers folder of SD 1.5. Its keys are the others without their dots (LDM's ema.py).
    """
    plain = _under(UNET, shapes)
    mean = {key: "model_ema." + "".join(key.split(".")[1:]) for key in plain}
    return mean if all(key in shapes for key in mean.values()) else plain


def _load(
    model: torch.nn.Module, source: Path, names: Mapping[str, str], turn: Callable[..., Weights]
) -> None:
    stored = read_tensors(source, names)
    try:
        weights = turn(stored, model.config)
    except KeyError as error:  # half of a layer is there
        raise TrainingError("base_unfit", file=source, weight=error.args[0]) from error
    fit(weights, model, source)
    model.load_state_dict(weights, assign=True)
