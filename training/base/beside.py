"""Scenes painted by other processes while the UNet already learns from the first ones.

On a GPU the UNet learns hundreds of times faster than a processor paints: waiting for a corpus as
large as the training deserves would take longer than the training. Which batch a scene first comes
into depends on the processors' speed, so such a run is not the same twice.
"""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import IMapIterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.base.autoencoder import PatchAutoencoder
from training.base.config import BaseConfig
from training.base.corpus import SHARD, jobs, read_labels_of, read_pictures_of
from training.base.latents import latents
from training.base.layout import layout
from training.base.shards import paint_and_tokenize

Arrays = tuple[NDArray[np.float16], NDArray[np.int16], NDArray[np.float32]]
_Told = tuple[int, NDArray[np.int16]]


class Beside:
    """Shards of latents, tokens and layouts as they come."""

    def __init__(
        self, results: "IMapIterator[_Told] | None", config: BaseConfig, run: Path,
        model: PatchAutoencoder,
    ) -> None:  # fmt: skip
        self._results, self._config, self._run, self._model = results, config, run, model

    @property
    def busy(self) -> bool:
        """Whether a shard may still come."""
        return self._results is not None

    def arrived(self) -> Arrays | None:
        """The next shard that is painted and was not given yet; None while there is none."""
        if self._results is None:
            return None
        try:
            shard, ids = self._results.next(timeout=0)
        except multiprocessing.TimeoutError:
            return None
        except StopIteration:
            self._results = None
            return None
        corpus = self._run / "corpus"
        pictures = read_pictures_of(corpus, shard, self._config.size)
        return latents(self._model, pictures), ids, layout(read_labels_of(corpus, shard))


@contextmanager
def painting_beside(config: BaseConfig, run: Path, model: PatchAutoencoder) -> Iterator[Beside]:
    """Paint `scenes_beside` scenes after the corpus's own, in `workers` processes, for the block.

    model: the run's autoencoder, on the device that encodes.
    """
    first = -(-config.scenes // SHARD)
    more = jobs(
        run / "corpus", scenes=config.scenes_beside, size=config.size, first_shard=first,
        first_seed=config.first_seed, captions=config.captions_per_scene,
    )  # fmt: skip
    if not more:
        yield Beside(None, config, run, model)
        return
    context = multiprocessing.get_context("spawn")
    # A Ctrl-C is the trainer's to answer: it saves, and then ends the painters.
    deaf = (signal.SIGINT, signal.SIG_IGN)
    with context.Pool(config.workers, signal.signal, deaf) as pool:
        work = [(job, run / "tokenizer") for job in more]
        results = pool.imap_unordered(paint_and_tokenize, work)
        yield Beside(results, config, run, model)
