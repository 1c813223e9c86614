"""A sentence to token ids of the fixed length that the text encoder was exported with."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kiosk import errors
from kiosk.bundle.manifest import Model

# The empty negative, and the few sentences that a visitor tries again with another seed.
KEPT_SENTENCES: Final = 8


class PromptTokenizer:
    """The bundle's `tokenizer.json`, with the special tokens that its manifest names."""

    def __init__(self, data: bytes, model: Model) -> None:
        """`data` is the file's bytes. Raises BundleUnreadable."""
        try:
            self._tokenizer = Tokenizer.from_str(data.decode("utf-8"))
        # tokenizers raises bare Exception for a file it cannot read.
        except Exception as wrong:
            raise errors.BundleUnreadable(file="tokenizer.json", reason=str(wrong)) from wrong
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._model = model

    def ids(self, *sentences: str) -> NDArray[np.int64]:
        """int64 (sentences, T): bos, words, eos, padding. Longer sentences are cut, eos stays."""
        return np.array([self._row(sentence) for sentence in sentences], dtype=np.int64)

    def _row(self, sentence: str) -> list[int]:
        model = self._model
        words = self._tokenizer.encode(sentence, add_special_tokens=False).ids
        row = [model.bos_token_id, *words[: model.max_tokens - 2], model.eos_token_id]
        return row + [model.pad_token_id] * (model.max_tokens - len(row))


class Embeddings:
    """Hidden states of sentences, the latest few kept, so that none is encoded twice in a row.

    Each is encoded alone: what was kept must be the very bytes that encoding again would give.
    They are known by a digest, since a visitor's words are not to lie about in memory.
    """

    def __init__(
        self, encode: Callable[[NDArray[np.int64]], NDArray[np.float32]], tokens: PromptTokenizer
    ) -> None:
        """`encode` is (1, T) token ids to (1, T, D) hidden states."""
        self._encode = encode
        self._tokens = tokens
        self._kept: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    def of(self, *sentences: str) -> NDArray[np.float32]:
        """(sentences, T, D), in the order given."""
        return np.concatenate([self._one(sentence) for sentence in sentences])

    def _one(self, sentence: str) -> NDArray[np.float32]:
        digest = hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).digest()
        found = self._kept.pop(digest, None)
        if found is None:
            found = self._encode(self._tokens.ids(sentence))
        self._kept[digest] = found
        if len(self._kept) > KEPT_SENTENCES:
            self._kept.popitem(last=False)
        return found
