"""A sentence to token ids of the fixed length that the text encoder was exported with."""

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kiosk import errors
from kiosk.bundle.manifest import Model


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
