"""Teach the text encoder to read before anything is painted, as CLIP's was before SD 1.x.

Task: from a caption's hidden states tell the scene's concepts, clothing, sky, look and count.
The labels are the painter's own; only those that the caption names can be told, so the loss never
reaches zero.
"""

from pathlib import Path

import numpy as np
import torch
from rich.progress import track
from torch import nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.config import BaseConfig
from training.base.corpus import read_labels
from training.base.models import build_text_encoder
from training.scenes.concepts import CONCEPTS
from training.scenes.labels import ANSWERS, slices, targets


class Reader(nn.Module):
    """A text encoder with a linear layer for all that the painter's records answer."""

    def __init__(self, text: CLIPTextModel, width: int) -> None:
        super().__init__()
        self.text = text
        self.main = nn.Linear(width, len(CONCEPTS))
        self.answers = nn.Linear(width, ANSWERS)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, T) token ids to logits (B, concepts) of the main subject and (B, ANSWERS) of all."""
        mean = self.text(ids)[0].mean(dim=1)
        return self.main(mean), self.answers(mean)


def pretrain_text_encoder(config: BaseConfig, run: Path) -> float:
    """Train and save `run/text-encoder`; returns the share of main subjects read rightly."""
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    tokens = torch.from_numpy(np.load(run / "tokens.npy").astype(np.int64))
    records = read_labels(run / "corpus")
    wanted = {name: torch.from_numpy(values) for name, values in targets(records).items()}
    known = list(CONCEPTS)
    mains = torch.tensor([known.index(record["concepts"][0]) for record in records])
    torch.manual_seed(config.seed)
    reader = Reader(build_text_encoder(config, tokenizer), config.text_width)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=1e-3, weight_decay=config.weight_decay)
    rng = torch.Generator().manual_seed(config.seed)
    hits: list[float] = []
    for step in track(range(config.text_steps), description="text"):
        rows = torch.randint(len(tokens), (config.text_batch,), generator=rng)
        which = torch.randint(tokens.shape[1], (config.text_batch,), generator=rng)
        main, answers = reader(tokens[rows, which])
        loss = functional.cross_entropy(main, mains[rows])
        for name, part in slices().items():
            truth = wanted[name][rows]
            loss = loss + (
                functional.binary_cross_entropy_with_logits(answers[:, part], truth)
                if name == "labels"
                else 0.3 * functional.cross_entropy(answers[:, part], truth.long())
            )
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * min(1.0, (step + 1) / 50) * (1 - step / config.text_steps)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        hits.append(float((main.argmax(1) == mains[rows]).float().mean()))
    reader.text.save_pretrained(run / "text-encoder")
    return float(np.mean(hits[-20:]))
