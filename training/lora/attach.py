"""Put LoRA layers on a pipeline and take their weights off again, keyed as PEFT keys them."""

import torch
from diffusers import StableDiffusionPipeline
from peft import LoraConfig as PeftConfig
from peft.utils import get_peft_model_state_dict

# Attention, feed-forward and convolutions: a small base needs all of them to learn a new shape.
_UNET = ("to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2", "conv1", "conv2")
_TEXT = ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2")


def attach(pipeline: StableDiffusionPipeline, rank: int, alpha: int) -> None:
    """Freeze the pipeline and add fresh LoRA layers in fp32 to UNet and text encoder."""
    for part in (pipeline.unet, pipeline.text_encoder, pipeline.vae):
        part.requires_grad_(False)
    for part, targets in ((pipeline.unet, _UNET), (pipeline.text_encoder, _TEXT)):
        part.add_adapter(
            PeftConfig(r=rank, lora_alpha=alpha, target_modules=list(targets),
                       init_lora_weights="gaussian")
        )  # fmt: skip


def trainable(module: torch.nn.Module) -> list[torch.nn.Parameter]:
    """The parameters that learn."""
    return [parameter for parameter in module.parameters() if parameter.requires_grad]


def lora_weights(pipeline: StableDiffusionPipeline) -> dict[str, torch.Tensor]:
    """All LoRA weights, keyed `unet.…` and `text_encoder.…` as `load_lora_weights` expects.

    PEFT's own names (`lora_A`, `lora_B`) throughout: diffusers' converter renames attention alone,
    and of such a mixture its loader reads, without an error, only what the first key is like.
    """
    weights = {}
    for prefix in ("unet", "text_encoder"):
        state = get_peft_model_state_dict(getattr(pipeline, prefix))
        weights.update({f"{prefix}.{key}": value for key, value in state.items()})
    return weights
