"""What the UNet learns from: latents, tokens, layouts and sights of the corpus, as arrays."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.corpus import read_labels, read_pictures
from training.base.layout import layout
from training.base.prepare import as_tensor
from training.base.shards import tokens
from training.base.sight import SIGHTS, sights
from training.base.text import pretrain_text_encoder
from training.base.weights import load_decoder

_AT_ONCE = 250


def prepare_latents(config: BaseConfig, run: Path) -> None:
    """Write the arrays into `run` once its autoencoder has learnt; keeps what is there."""
    corpus = run / "corpus"
    if not (run / "tokens.npy").exists():
        model = load_decoder(run, courses=("decoder",))
        model.to("cuda" if torch.cuda.is_available() else "cpu")
        shards = list(read_pictures(corpus, config.size, config.scenes))
        labels = read_labels(corpus, config.scenes)
        tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
        _save_array(run / "latents.npy", np.concatenate([latents(model, one) for one in shards]))
        _save_array(run / "layout.npy", layout(labels))
        _save_array(run / "tokens.npy", tokens(tokenizer, labels))
    if config.sight_weight > 0 and not (run / SIGHTS).exists():
        _save_array(run / SIGHTS, sights(corpus, config.size))
    if not (run / "text-encoder" / "config.json").exists():
        pretrain_text_encoder(config, run)


@torch.no_grad()
def latents(model: PatchAutoencoder, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
    """Latents (N, C, h, w), unscaled, of pictures (N, H, W, 3) uint8."""
    parts = []
    for start in range(0, len(pictures), _AT_ONCE):
        some = torch.from_numpy(np.array(pictures[start : start + _AT_ONCE]))
        parts.append(model.encoder(as_tensor(some.to(model.device))).half().cpu().numpy())
    return np.concatenate(parts)


def _save_array(path: Path, array: NDArray[np.generic]) -> None:
    draft = path.with_suffix(".draft.npy")
    np.save(draft, array)
    draft.rename(path)
