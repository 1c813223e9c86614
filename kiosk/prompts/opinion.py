"""A second opinion on a sentence, learnt from judged ones: for harm that no listed word gives away.

Logistic regression over hashed n-grams (Joulin et al. 2016, "Bag of tricks", without its hidden
layer). It speaks only where the rules allow, and sees nothing of what their contexts explain.
"""

import functools
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from kiosk import errors
from kiosk.prompts import lexicon, ngrams

ALLOWED: Final = "allowed"
"""The class of what may be painted; every other class is a category of the rules."""
FILE: Final = "opinion.npz"

# Numbers of n-grams; a power of two. With half of them the shares of held-out errors grew.
SIZE: Final = 1 << 17
EPOCHS: Final = 12
_STEP: Final = 0.3
_LAST_STEP: Final = 0.2
# What is left for the other classes, in all: nobody labels without error.
_DOUBT: Final = 0.03
_SMALLEST: Final = 1e-4
_INT8: Final = 127


class Example(msgspec.Struct, frozen=True):
    """A judged sentence: its n-grams, and ALLOWED or a category."""

    seen: npt.NDArray[np.intp]
    name: str


class Opinion:
    """One weight an n-gram and class."""

    def __init__(
        self,
        names: Sequence[str],
        weights: npt.NDArray[np.int8],
        scale: npt.NDArray[np.float32],
        bias: npt.NDArray[np.float32],
    ) -> None:
        """`weights` are (n-grams, classes), each class in steps of its `scale`, (classes,)."""
        self.names = tuple(names)
        self._weights = weights
        self._scale = scale
        self._bias = bias

    def shares(self, seen: npt.NDArray[np.intp]) -> dict[str, float]:
        """How sure it is of each class; the shares add up to 1."""
        total = self._weights[seen].sum(axis=0, dtype=np.int32) * self._scale
        return dict(zip(self.names, _softmax(total, len(seen), self._bias).tolist(), strict=True))

    def packed(self) -> bytes:
        """The file that `read` reads."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            names=np.array(self.names),
            weights=self._weights,
            scale=self._scale,
            bias=self._bias,
        )
        return file.getvalue()


def read(file: Path) -> Opinion:
    """Raises ConfigUnreadable with the file's name."""
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as held:
            names, weights, scale, bias = (
                held[name] for name in ("names", "weights", "scale", "bias")
            )
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as fault:
        raise errors.ConfigUnreadable(file=file, reason=str(fault)) from fault
    fits = weights.shape == (SIZE, *names.shape) and scale.shape == bias.shape == names.shape
    if weights.dtype != np.int8 or not fits or ALLOWED not in names:
        raise errors.ConfigUnreadable(file=file, reason=str(weights.shape))
    return Opinion(names.tolist(), weights, scale, bias)


@functools.cache
def shipped() -> Opinion:
    """The one of this installation. Raises ConfigUnreadable."""
    return read(lexicon.folder() / FILE)


def see(row: Sequence[str]) -> npt.NDArray[np.intp]:
    """What an opinion sees of a row of folded words."""
    return ngrams.numbers(row, SIZE)


def learn(
    examples: Sequence[Example], *, seed: int = 0, done: Callable[[], None] = lambda: None
) -> Opinion:
    """By AdaGrad (Duchi et al. 2011), one sentence at a time; the same examples give the same file.

    `done` is called EPOCHS times.
    """
    names = sorted({example.name for example in examples} | {ALLOWED})
    weights = np.zeros((SIZE, len(names)), np.float32)
    moved = np.full_like(weights, _SMALLEST)
    bias = np.zeros(len(names), np.float32)
    bias_moved = np.full_like(bias, _SMALLEST)
    wanted = np.full((len(names), len(names)), _DOUBT / len(names), np.float32)
    np.fill_diagonal(wanted, 1 - _DOUBT + _DOUBT / len(names))
    rng = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        step = _STEP * (1 - (1 - _LAST_STEP) * epoch / EPOCHS)
        for at in rng.permutation(len(examples)):
            example = examples[at]
            rows = weights[example.seen]
            share = _softmax(rows.sum(axis=0), len(example.seen), bias)
            slope = share - wanted[names.index(example.name)]
            bias_moved += slope**2
            bias -= step * slope / np.sqrt(bias_moved)
            slope /= np.sqrt(np.float32(len(example.seen)))
            moved[example.seen] += slope**2
            weights[example.seen] = rows - step * slope / np.sqrt(moved[example.seen])
        done()
    scale = np.maximum(np.abs(weights).max(axis=0) / _INT8, np.finfo(np.float32).tiny)
    return Opinion(names, np.rint(weights / scale).astype(np.int8), scale, bias)


def _softmax(
    total: npt.NDArray[np.float32], count: int, bias: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Of a long sentence more n-grams speak, not louder ones: the root of their number is taken."""
    raised = total / np.sqrt(np.float32(max(count, 1))) + bias
    powers = np.exp(raised - raised.max())
    return np.asarray(powers / powers.sum(), np.float32)
