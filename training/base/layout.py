"""Which concept stands where: a second task for the UNet while it learns to paint.

From its features a linear layer tells the concepts of every place; the record of the scene has the
answer. So the sentence's words find their places sooner than by the noise alone.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from training.base.listen import Listener
from training.scenes.labels import LABELS

_MOST = 3  # subjects in a scene
_RARE = -4.0  # where the logits begin: a place shows few of all concepts


def layout(records: Sequence[Mapping[str, object]]) -> NDArray[np.float32]:
    """(N, 3, 5): index in LABELS (-1 for nobody) and box x0, y0, x1, y1 in 0..1 of each subject."""
    found = np.full((len(records), _MOST, 5), -1, np.float32)
    for row, record in enumerate(records):
        concepts: Sequence[str] = record["concepts"]  # type: ignore[assignment]
        boxes: Sequence[Sequence[float]] = record["boxes"]  # type: ignore[assignment]
        for place, (concept, box) in enumerate(zip(concepts, boxes, strict=True)):
            found[row, place] = (LABELS.index(concept), *box)
    return found


def maps(layouts: torch.Tensor, side: int) -> torch.Tensor:
    """(B, 3, 5) layouts to (B, L, side, side): 1 where a subject's box covers a place's centre."""
    centres = (torch.arange(side, device=layouts.device) + 0.5) / side
    x0, y0, x1, y1 = (layouts[..., k, None] for k in (1, 2, 3, 4))
    across = (centres >= x0) & (centres <= x1)
    down = (centres >= y0) & (centres <= y1)
    covered = (down[..., :, None] & across[..., None, :]).float()
    known = torch.arange(len(LABELS), device=layouts.device)
    present = (layouts[..., :1] == known).float()
    return torch.einsum("bkl,bkyx->blyx", present, covered).clamp(max=1)


class LayoutHead(Listener):
    """Maps the UNet's features to logits per place."""

    def __init__(self, unet: UNet2DConditionModel) -> None:
        super().__init__(unet)
        self.read = nn.Conv2d(self.width, len(LABELS), 1)
        nn.init.constant_(self.read.get_parameter("bias"), _RARE)

    def loss(self, layouts: torch.Tensor) -> torch.Tensor:
        """Cross-entropy of the features last heard: sum over concepts, mean over places."""
        logits = self.read(self.heard())
        wanted = maps(layouts, logits.shape[-1])
        each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return each.sum(1).mean()
