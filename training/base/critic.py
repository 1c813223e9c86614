"""A critic of small places, so that the decoder paints lines where L1 alone would blur them.

What the latents do not tell, L1 answers with the mean of all that could be there: a soft edge. The
critic learns to tell painted squares from decoded ones (hinge loss, places judged one by one:
Isola et al. 2017, arXiv 1611.07004); the decoder is drawn to what it takes for painted, and to the
features it sees there (Larsen et al. 2016, arXiv 1512.09300).
"""

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

_WIDTHS = (32, 64, 128, 128)


class Critic(nn.Module):
    """Squares (B, 3, H, W) in -1..1 to one verdict a place (B, 1, H/8, W/8), and features."""

    def __init__(self, widths: tuple[int, ...] = _WIDTHS) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for place, after in enumerate(widths):
            stride = 2 if place < len(widths) - 1 else 1
            size = 4 if stride == 2 else 3
            layers.append(
                spectral_norm(nn.Conv2d(before, after, size, stride=stride, padding=1))
            )
            before = after
        self.layers = nn.ModuleList(layers)
        self.verdict = spectral_norm(nn.Conv2d(before, 1, 3, padding=1))

    def forward(self, squares: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        features = []
        h = squares
        for layer in self.layers:
            h = functional.leaky_relu(layer(h), 0.2)
            features.append(h)
        return self.verdict(h), features


def critic_loss(critic: Critic, painted: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
    """Hinge loss over places: painted squares above 1, decoded ones below -1."""
    real, fake = critic(painted)[0], critic(decoded.detach())[0]
    return functional.relu(1 - real).mean() + functional.relu(1 + fake).mean()


def decoder_losses(
    critic: Critic, painted: torch.Tensor, decoded: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """How little the critic takes `decoded` for painted, and how far apart it sees the two."""
    verdict, seen = critic(decoded)
    with torch.no_grad():
        _, wanted = critic(painted)
    apart = [functional.l1_loss(one, two) for one, two in zip(seen, wanted, strict=True)]
    return -verdict.mean(), torch.stack(apart).mean()
