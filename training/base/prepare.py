"""From recipe to training data: painted corpus, tokenizer, principal components, latents."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder, fit_linear
from training.base.config import BaseConfig
from training.base.corpus import paint_corpus, read_labels, read_pictures
from training.base.layout import layout
from training.base.models import build_autoencoder
from training.base.sight import SIGHTS, sights
from training.base.text import pretrain_text_encoder
from training.base.tokenizer import train_tokenizer
from training.files import write_atomically

_PCA_PICTURES = 2_400


def prepare(config: BaseConfig, run: Path) -> None:
    """Make corpus, tokenizer, linear autoencoder and latents in `run`; keeps what is there."""
    corpus = run / "corpus"
    paint_corpus(
        corpus,
        scenes=config.scenes,
        size=config.size,
        first_seed=config.first_seed,
        captions=config.captions_per_scene,
        workers=config.workers,
    )
    if not (run / "tokenizer" / "tokenizer_config.json").exists():
        texts = (text for label in read_labels(corpus) for text in label["captions"])  # type: ignore[attr-defined]
        train_tokenizer(texts, config.vocabulary, run / "tokenizer", config.max_tokens)
    if not (run / "vae-linear" / "config.json").exists():
        model = build_autoencoder(config)
        shards = list(read_pictures(corpus, config.size))
        step = max(1, config.scenes // _PCA_PICTURES)
        some = np.concatenate([shard[::step] for shard in shards])
        quality = fit_linear(model, as_tensor(some), config.component_damping)
        write_atomically(run / "linear-psnr.txt", f"{quality:.2f}\n".encode())
        model.save_pretrained(run / "vae-linear")
    if not (run / "tokens.npy").exists():
        _encode_latents(config, run)
        _save_array(run / "layout.npy", layout(read_labels(corpus)))
        _encode_captions(config, run)
    if not (run / SIGHTS).exists():
        _save_array(run / SIGHTS, sights(corpus, config.size))
    if not (run / "text-encoder" / "config.json").exists():
        pretrain_text_encoder(config, run)


def as_tensor(pictures: NDArray[np.uint8]) -> torch.Tensor:
    """(N, H, W, 3) uint8 to (N, 3, H, W) fp32 in -1..1."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


@torch.no_grad()
def _encode_latents(config: BaseConfig, run: Path) -> None:
    model = PatchAutoencoder.from_pretrained(run / "vae-linear")
    parts = []
    for shard in read_pictures(run / "corpus", config.size):
        for start in range(0, len(shard), 250):
            parts.append(model.encoder(as_tensor(shard[start : start + 250])).half().numpy())
    _save_array(run / "latents.npy", np.concatenate(parts))


def _encode_captions(config: BaseConfig, run: Path) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    rows = []
    for label in read_labels(run / "corpus"):
        texts = label["captions"]
        ids = tokenizer(
            texts, padding="max_length", truncation=True, max_length=config.max_tokens
        ).input_ids
        rows.append(np.array(ids, np.int16))
    _save_array(run / "tokens.npy", np.stack(rows))


def _save_array(path: Path, array: NDArray[np.generic]) -> None:
    draft = path.with_suffix(".draft.npy")
    np.save(draft, array)
    draft.rename(path)
