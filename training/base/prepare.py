"""From recipe to training data: painted corpus, tokenizer, principal components."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.base.autoencoder import fit_linear
from training.base.config import BaseConfig
from training.base.corpus import paint_corpus, read_labels, read_pictures
from training.base.models import build_autoencoder
from training.base.tokenizer import train_tokenizer
from training.files import write_atomically

_PCA_PICTURES = 2_400


def prepare(config: BaseConfig, run: Path) -> None:
    """Make corpus, tokenizer and first autoencoder in `run`; keeps what is there."""
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
        texts = (text for label in read_labels(corpus) for text in label["captions"])
        train_tokenizer(texts, config.vocabulary, run / "tokenizer", config.max_tokens)
    if not (run / "vae-linear" / "config.json").exists():
        model = build_autoencoder(config)
        shards = list(read_pictures(corpus, config.size))
        step = max(1, config.scenes // _PCA_PICTURES)
        some = np.concatenate([shard[::step] for shard in shards])
        quality = fit_linear(model, as_tensor(some), config.component_damping)
        write_atomically(run / "linear-psnr.txt", f"{quality:.2f}\n".encode())
        model.save_pretrained(run / "vae-linear")


def as_tensor(pictures: NDArray[np.uint8] | torch.Tensor) -> torch.Tensor:
    """(N, H, W, 3) uint8 to (N, 3, H, W) fp32 in -1..1."""
    if not isinstance(pictures, torch.Tensor):
        pictures = torch.from_numpy(np.array(pictures))
    return pictures.permute(0, 3, 1, 2).float() / 127.5 - 1
