"""A small convolutional classifier of scenes: labels that may meet, and axes of one value each."""

import torch
from torch import nn
from torch.nn import functional

from training.scenes.labels import ANSWERS

WIDTHS: tuple[int, ...] = (32, 64, 112, 176, 256)  # two million weights: 4 MB in fp16


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
    """Pictures (B, 3, 128, 128) fp32 in 0..1 to logits (B, ANSWERS), as labels.slices() says."""

    def __init__(self, widths: tuple[int, ...] = WIDTHS, answers: int = ANSWERS) -> None:
        super().__init__()
        blocks = []
        before = 3
        for after in widths:
            blocks.append(Block(before, after))
            before = after
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(before * 2, answers)

    def embed(self, pictures: torch.Tensor) -> torch.Tensor:
        """Mean and maximum over places (B, 2W): what evaluation compares pictures by."""
        h = self.blocks(pictures * 2 - 1)
        return torch.cat([h.mean(dim=(2, 3)), h.amax(dim=(2, 3))], dim=1)

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (B, ANSWERS) and the embedding (B, 2W) that they are read from."""
        embedding = self.embed(pictures)
        return self.head(embedding), embedding
