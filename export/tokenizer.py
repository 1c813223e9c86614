"""The CLIP tokenizer as one tokenizer.json that gives the very same ids without transformers."""

import json
from pathlib import Path
from typing import Any, Final

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from export.errors import TokenizerDiffers

_WORDS: Final = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
# As transformers' BasicTokenizer has them; the same step of `tokenizers` misses a few.
_IDEOGRAPHS: Final = (
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002b81f\U0002b820-\U0002ceaf\U0002f800-\U0002fa1f]"
)
# What visitors say, and what nobody should: both must come out alike.
SAMPLES: Final = (
    "",
    " ",
    "um gaúcho toma chimarrão ao lado do fogo de chão",
    "Araucária, pôr do sol; coxilha verde — céu ÂMBAR!",
    "açaí, pêssego, linguiça, avô e avó, à beira-d'água, ñandú, lingüiça",
    "o ano de 1835, às 7h30, 20% de chuva",
    "emoji 🐎🔥, 日本語, кириллица, ﬁm, e\u0301 combinado, zero\u200blargura",
    "tab\tnova\nlinha   espaços",
    "palavra " * 200,
)


def convert(clip: Any) -> Tokenizer:
    """A `tokenizers.Tokenizer` equal to a transformers CLIPTokenizer, padded to its full length.

    Raises TokenizerDiffers with the sample text that came out otherwise.
    """
    start, end, unknown = clip.bos_token, clip.eos_token, clip.unk_token
    tokenizer = Tokenizer(
        models.BPE(
            vocab=clip.encoder,
            merges=list(clip.bpe_ranks),
            unk_token=unknown,
            end_of_word_suffix="</w>",
            fuse_unk=False,
        )
    )
    # CLIPTokenizer cleans with BERT's basic tokenizer where ftfy is not installed, as here.
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.BertNormalizer(
                clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False
            ),
            # Python's reading of "control" takes in unassigned characters too.
            normalizers.Replace(Regex(r"\p{C}"), ""),
            normalizers.NFC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Lowercase(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_IDEOGRAPHS), behavior="isolated"),
            pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, clip.bos_token_id), (end, clip.eos_token_id)],
    )
    tokenizer.enable_truncation(max_length=clip.model_max_length)
    tokenizer.enable_padding(
        length=clip.model_max_length, pad_id=clip.pad_token_id, pad_token=clip.pad_token
    )
    for sample in SAMPLES:
        if tokenizer.encode(sample).ids != reference_ids(clip, sample):
            raise TokenizerDiffers(text=sample)
    return tokenizer


def reference_ids(clip: Any, text: str) -> list[int]:
    """What the diffusers pipeline feeds its text encoder for `text`."""
    ids: list[int] = clip(
        text, padding="max_length", max_length=clip.model_max_length, truncation=True
    ).input_ids
    return ids


def save(tokenizer: Tokenizer, file: Path) -> None:
    """Write it with keys in one order, so that the bytes repeat."""
    data = json.loads(tokenizer.to_str())
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
