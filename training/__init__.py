"""Offline fine-tuning: paints the corpus, trains the embedded base, teaches adapters, judges.

`PatchAutoencoder` is reachable from here because a diffusers model_index.json names a component
by top-level package and class; it is imported only when asked for.
"""

import os
from typing import Any

# onnxruntime would report its use to its maker; it reads this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def __getattr__(name: str) -> Any:
    if name == "PatchAutoencoder":
        from training.base.autoencoder import PatchAutoencoder

        return PatchAutoencoder
    raise AttributeError(f"module 'training' has no attribute {name!r}")
