"""A small convolutional classifier of scenes, several labels a picture."""

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """3x3 convolution, batch norm, ReLU, twice, halving the size; with a shortcut."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.short = nn.Conv2d(before, after, 1, stride=2, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(h)) + self.short(x))


class ConceptProbe(nn.Module):
    """Pictures (B, 3, 128, 128) in 0..1 to one logit per concept (B, K)."""

    def __init__(self, concepts: int, widths: tuple[int, ...] = (24, 40, 64, 96, 128)) -> None:
        super().__init__()
        blocks = []
        before = 3
        for after in widths:
            blocks.append(Block(before, after))
            before = after
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(before * 2, concepts)

    def embed(self, pictures: torch.Tensor) -> torch.Tensor:
        """Mean and maximum over places (B, 2W): what evaluation compares pictures by."""
        h = self.blocks(pictures * 2 - 1)
        return torch.cat([h.mean(dim=(2, 3)), h.amax(dim=(2, 3))], dim=1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.embed(pictures))
        return logits
