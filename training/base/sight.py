"""What the concept probe sees in a clean scene: features that the UNet's own should agree with.

A UNet that learns from noise alone is slow to find out what its picture shows. Held to the features
of a network that knows, it learns the shapes many times sooner (REPA, Yu et al. 2025,
arXiv 2410.06940; there DINOv2's features, here the probe's, whose own task was these very scenes).
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from diffusers import UNet2DConditionModel
from numpy.typing import NDArray
from rich.progress import track
from torch import nn
from torch.nn import functional

from training.base.corpus import read_pictures
from training.base.listen import Listener
from training.places import PROBE
from training.probe.pictures import reduced

SIGHTS = "sights.npy"  # in a run's folder
_BLOCK = 3  # of the probe's blocks, counted from 0: 8 x 8 places of a picture
_AT_ONCE = 64


class SightHead(Listener):
    """Reads the probe's features out of the UNet's."""

    def __init__(self, unet: UNet2DConditionModel, channels: int) -> None:
        super().__init__(unet)
        self.read = nn.Sequential(
            nn.Conv2d(self.width, 2 * channels, 1), nn.SiLU(), nn.Conv2d(2 * channels, channels, 1)
        )

    def loss(self, seen: torch.Tensor) -> torch.Tensor:
        """One less the cosine between what is read and `seen` (B, C, h, w), mean over places."""
        answer = self.read(self.heard())
        wanted = functional.adaptive_avg_pool2d(seen, answer.shape[-1])
        return 1 - functional.cosine_similarity(answer, wanted, dim=1).mean()


def sights(corpus: Path, size: int, probe: Path = PROBE) -> NDArray[np.float16]:
    """Features (N, C, 8, 8) of all scenes in `corpus`, each channel of mean 0 and deviation 1."""
    session = _session(probe / "probe.onnx")
    pictures = list(read_pictures(corpus, size))
    parts = []
    for shard in track(pictures, description="sights"):
        for start in range(0, len(shard), _AT_ONCE):
            batch = reduced(np.asarray(shard[start : start + _AT_ONCE]))
            given = batch.transpose(0, 3, 1, 2).astype(np.float32) / 255
            parts.append(session.run(None, {"pictures": given})[-1])
    seen = np.concatenate(parts)
    mean = seen.mean(axis=(0, 2, 3), keepdims=True)
    spread = seen.std(axis=(0, 2, 3), keepdims=True)
    standard: NDArray[np.float16] = ((seen - mean) / (spread + 1e-5)).astype(np.float16)
    return standard


def _session(file: Path) -> onnxruntime.InferenceSession:
    """The probe with one more output, what its block `_BLOCK` answers."""
    model = onnx.load(file)
    block = [n.output[0] for n in model.graph.node if f"/blocks.{_BLOCK}/" in n.name]
    model.graph.output.append(onnx.ValueInfoProto(name=block[-1]))
    return onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
