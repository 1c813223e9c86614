"""The weights that a run has learnt so far."""

from pathlib import Path

from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.models import build_text_encoder, build_unet
from training.checkpoint import load_checkpoint

COURSES = ("decoder", "finish")  # the autoencoder's, folders of a run in the order of training


def load_decoder(run: Path, *, courses: tuple[str, ...] = COURSES) -> PatchAutoencoder:
    """The autoencoder with the run's newest decoder weights."""
    model: PatchAutoencoder = PatchAutoencoder.from_pretrained(run / "vae-linear")
    for course in courses:
        state = load_checkpoint(run / course)
        if state is not None:
            model.load_state_dict(state["averaged"])
    model.eval()
    return model


def load_ema(config: BaseConfig, run: Path) -> tuple[CLIPTextModel, UNet2DConditionModel, int]:
    """The EMA weights of the newest checkpoint, and its step."""
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    state = load_checkpoint(run / "checkpoints")
    if state is None:
        raise FileNotFoundError(run / "checkpoints")
    text, unet = build_text_encoder(config, tokenizer), build_unet(config)
    # The heads, which come after them in `Both`, are of use in training only.
    learnt = [*text.parameters(), *unet.parameters()]
    for parameter, value in zip(learnt, state["ema"]["shadow_params"][: len(learnt)], strict=True):
        parameter.data.copy_(value)
    text.eval()
    unet.eval()
    return text, unet, int(state["step"])
