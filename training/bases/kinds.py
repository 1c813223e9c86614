"""What a single-file checkpoint is, told from its keys and shapes alone."""

from collections.abc import Mapping
from typing import Final, TypeAlias

Shapes: TypeAlias = Mapping[str, tuple[int, ...]]

UNET: Final = "model.diffusion_model."
# Beginnings of keys that only one kind of file has; the first that is found tells.
_BEGINNINGS: Final = {
    "conditioner.embedders.1.": "Stable Diffusion XL",
    "conditioner.embedders.0.model.": "Stable Diffusion XL Refiner",
    f"{UNET}label_emb.": "Stable Diffusion XL",
    "cond_stage_model.model.": "Stable Diffusion 2.x",
    f"{UNET}joint_blocks.": "Stable Diffusion 3",
    "joint_blocks.": "Stable Diffusion 3",
    f"{UNET}double_blocks.": "FLUX",
    "double_blocks.": "FLUX",
    "control_model.": "ControlNet",
    "lora_unet_": "LoRA",
    "lora_te_": "LoRA",
    "v_pred": "Stable Diffusion 1.x (v-prediction)",
}
# Length of the text features that each block of the UNet looks at.
_TEXT_WIDTHS: Final = {1024: "Stable Diffusion 2.x", 2048: "Stable Diffusion XL"}
# Channels that go into the UNet; a model that paints from words alone has four.
_INPUTS: Final = {5: "depth2img", 7: "upscaler", 8: "instruct-pix2pix", 9: "inpainting"}


def other_kind(shapes: Shapes) -> str | None:
    """The name of the model that this is instead of Stable Diffusion 1.x, or None.

    None does not yet say that it is whole, or a model at all.
    """
    for beginning, name in _BEGINNINGS.items():
        if any(key.startswith(beginning) for key in shapes):
            return name
    text = shapes.get(f"{UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", ())
    first = shapes.get(f"{UNET}input_blocks.0.0.weight", ())
    return kind_by_sizes(text[-1] if text else None, first[1] if len(first) == 4 else None)


def kind_by_sizes(text_width: object, inputs: object) -> str | None:
    """As `other_kind`, from the UNet's text width and input channels as somebody wrote them."""
    texts = (name for width, name in _TEXT_WIDTHS.items() if width == text_width)
    return next(texts, next((name for count, name in _INPUTS.items() if count == inputs), None))
