"""Offline fine-tuning: paints the corpus, trains the embedded base, teaches adapters, judges.

`PatchAutoencoder` is reachable from here because a diffusers model_index.json names a component
by top-level package and class; it is imported only when asked for.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "PatchAutoencoder":
        from training.base.autoencoder import PatchAutoencoder

        return PatchAutoencoder
    raise AttributeError(f"module 'training' has no attribute {name!r}")
