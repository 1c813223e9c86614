"""Models with random weights, to measure speed and memory where no real one may be brought."""

from pathlib import Path
from typing import Final, Literal, TypeAlias

import torch

from training.base.pipeline import assemble
from training.bases.architecture import (
    SD15,
    TINY,
    build_autoencoder,
    build_scheduler,
    build_text_encoder,
    build_unet,
)
from training.bases.drafts import new_folder
from training.bases.tokenizer import write_tokenizer
from training.texts import say

Like: TypeAlias = Literal["sd15", "tiny"]
_SHAPES: Final = {"sd15": SD15, "tiny": TINY}


def random_base(out: Path, *, like: Like, seed: int = 0) -> None:
    """Write a new diffusers folder of that architecture in fp16; the seed decides every weight.

    "sd15" takes 2 GB of disk and 5 GB of memory. It paints noise, which its card says.
    Raises TrainingError where `out` is there already.
    """
    shape = _SHAPES[like]
    with new_folder(out) as draft:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            text, unet = build_text_encoder(shape), build_unet(shape)
            autoencoder = build_autoencoder(shape)
        tokenizer = write_tokenizer(draft / "tokenizer")
        pipeline = assemble(text, unet, autoencoder, tokenizer, build_scheduler())
        pipeline.to(dtype=torch.float16)
        pipeline.save_pretrained(draft)
        card = say("base_random_card", like=like, seed=seed)
        (draft / "README.md").write_text(f"# {out.name}\n\n{card}\n", encoding="utf-8")
