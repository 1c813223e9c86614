"""A small CLIP tokenizer (byte-level BPE, as in SD 1.x) learnt from the corpus's own captions."""

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

BEGIN, END = "<|startoftext|>", "<|endoftext|>"
# CLIP's own splitting rule (openai/CLIP simple_tokenizer.py).
_SPLIT = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def train_tokenizer(
    captions: Iterable[str], vocabulary: int, folder: Path, max_tokens: int
) -> None:
    """Learn merges from `captions`; write vocab.json and merges.txt as CLIPTokenizer does."""
    learner = Tokenizer(models.BPE(end_of_word_suffix="</w>", unk_token=END))
    learner.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    learner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPLIT), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=3,
        special_tokens=[BEGIN, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    learner.train_from_iterator(captions, trainer)
    learnt = json.loads(learner.to_str())["model"]
    vocab = _with_every_byte(learnt["vocab"])
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in learnt["merges"]]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text(
        "#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8"
    )
    CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=max_tokens
    ).save_pretrained(folder)


def _with_every_byte(vocab: dict[str, int]) -> dict[str, int]:
    """Add `byte</w>` for all bytes: any word a visitor says must have tokens, none is unknown."""
    complete = dict(vocab)
    for symbol in sorted(pre_tokenizers.ByteLevel.alphabet()):
        complete.setdefault(f"{symbol}</w>", len(complete))
    return complete
