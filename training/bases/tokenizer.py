"""CLIP's tokenizer, which no single-file checkpoint contains: built from its merges in assets/."""

import json
from pathlib import Path
from typing import Final

from transformers import CLIPTokenizer
from transformers.models.clip.tokenization_clip import bytes_to_unicode

from training.places import CLIP_MERGES

VOCABULARY: Final = 49408
MAX_TOKENS: Final = 77


def write_tokenizer(folder: Path) -> CLIPTokenizer:
    """Write the tokenizer into `folder`, created if absent, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary, merges = folder / "vocab.json", folder / "merges.txt"
    merges.write_bytes(CLIP_MERGES.read_bytes())
    vocabulary.write_text(json.dumps(_vocabulary()), encoding="utf-8")
    tokenizer = CLIPTokenizer(str(vocabulary), str(merges), model_max_length=MAX_TOKENS)
    tokenizer.save_pretrained(folder)
    return tokenizer


def _vocabulary() -> dict[str, int]:
    """Token to id, in the order of openai/CLIP's simple_tokenizer.py."""
    letters = list(bytes_to_unicode().values())
    pairs = CLIP_MERGES.read_text(encoding="utf-8").splitlines()[1:]  # the first names the version
    tokens = letters + [f"{letter}</w>" for letter in letters]
    tokens += [pair.replace(" ", "") for pair in pairs]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    return {token: number for number, token in enumerate(tokens)}
