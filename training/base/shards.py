"""One shard of scenes painted and its captions tokenized, in a process that needs no torch."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import CLIPTokenizer

from training.base.corpus import Job, Label, paint_shard, read_labels_of


def paint_and_tokenize(work: tuple[Job, Path]) -> tuple[int, NDArray[np.int16]]:
    """A job and the tokenizer's folder to the shard's number and its token ids."""
    job, tokenizer = work
    paint_shard(job)
    labels = read_labels_of(job.folder, job.shard)
    return job.shard, tokens(CLIPTokenizer.from_pretrained(tokenizer), labels)


def tokens(tokenizer: CLIPTokenizer, labels: list[Label]) -> NDArray[np.int16]:
    """Token ids (N, captions, T) of every scene's captions."""
    rows = []
    for label in labels:
        ids = tokenizer(
            label["captions"], padding="max_length", truncation=True,
            max_length=tokenizer.model_max_length,
        ).input_ids  # fmt: skip
        rows.append(np.array(ids, np.int16))
    return np.stack(rows)
