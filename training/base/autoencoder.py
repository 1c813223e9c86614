"""A patch autoencoder behind diffusers' VAE interface.

Encoder: one strided convolution holding the principal components of image patches, so it needs
no training and loses least of all linear encoders. Each component is divided by a power of its
eigenvalue between 0 (as it is) and 1/2 (all equally wide): even, yet the first still leads.
Decoder: the transposed linear map plus a small convolutional residual that removes patch edges.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from diffusers.models.modeling_utils import ModelMixin
from torch import nn
from torch.nn import functional


@dataclass
class EncoderOutput:
    """As diffusers' AutoencoderKLOutput: a distribution with (here) no spread."""

    latent_dist: DiagonalGaussianDistribution


class ChannelNorm(nn.Module):
    """Each place's features divided by their root mean square over channels; (B, C, H, W).

    Of a place alone, not of the picture (GroupNorm): it learns on squares, paints pictures.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, channels, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        size = torch.rsqrt(x.square().mean(dim=1, keepdim=True) + 1e-5)
        return x * size * self.gain


class ResidualBlock(nn.Module):
    """Norm, SiLU, 3x3 convolution, twice; (B, C, H, W) in and out."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1 = ChannelNorm(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = ChannelNorm(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.conv1(functional.silu(self.norm1(x)))
        h = self.conv2(functional.silu(self.norm2(h)))
        return torch.add(x, h)


class PatchAutoencoder(ModelMixin, ConfigMixin):
    """Images (B, 3, H, W) in -1..1 to latents (B, C, H/p, W/p) and back.

    `block_out_channels` has log2(p)+1 entries because diffusers derives the spatial factor
    from its length. blocks: residual blocks at each size of the decoder, the coarsest first; one
    each where it is None.
    """

    @register_to_config
    def __init__(
        self,
        in_channels: int = 3,
        out_channels: int = 3,
        patch_size: int = 16,
        latent_channels: int = 24,
        block_out_channels: tuple[int, ...] = (16, 32, 64, 96, 128),
        scaling_factor: float = 1.0,
        sample_size: int = 256,
        blocks: tuple[int, ...] | None = None,
    ) -> None:
        super().__init__()
        if 2 ** (len(block_out_channels) - 1) != patch_size:
            raise ValueError(f"{len(block_out_channels)} widths do not fit patch size {patch_size}")
        self.encoder = nn.Conv2d(in_channels, latent_channels, patch_size, stride=patch_size)
        self.linear_decoder = nn.ConvTranspose2d(
            latent_channels, out_channels, patch_size, stride=patch_size
        )
        widths = list(reversed(block_out_channels))
        self.entry = nn.Conv2d(latent_channels, widths[0], 3, padding=1)
        blocks = blocks or (1,) * (len(widths) - 1)
        if len(blocks) != len(widths) - 1:
            raise ValueError(f"{len(blocks)} numbers of blocks do not fit {len(widths) - 1} sizes")
        stages: list[nn.Module] = [ResidualBlock(widths[0]) for _ in range(blocks[0])]
        for (before, after), many in zip(pairwise(widths[:-1]), blocks[1:], strict=True):
            stages += [
                nn.Upsample(scale_factor=2.0, mode="nearest"),
                # Without it each size's features are larger than the last one's, and nothing that
                # the residual blocks add to them shows.
                ChannelNorm(before),
                nn.Conv2d(before, after, 3, padding=1),
                *(ResidualBlock(after) for _ in range(many)),
            ]
        self.stages = nn.Sequential(*stages)
        # The last doubling is a pixel shuffle: full-resolution 3x3 layers would cost half of all.
        self.exit = nn.Sequential(
            ChannelNorm(widths[-2]),
            nn.SiLU(),
            nn.Conv2d(widths[-2], out_channels * 4, 3, padding=1),
            nn.PixelShuffle(2),
        )

    def encode(self, x: torch.Tensor, return_dict: bool = True) -> EncoderOutput | tuple[object]:
        """Latents of images in -1..1, as a distribution without spread."""
        mean = self.encoder(x)
        spread = torch.full_like(mean, -30.0)
        dist = DiagonalGaussianDistribution(torch.cat([mean, spread], dim=1), deterministic=True)
        return EncoderOutput(dist) if return_dict else (dist,)

    def decode(
        self, z: torch.Tensor, return_dict: bool = True, generator: object = None
    ) -> DecoderOutput | tuple[torch.Tensor]:
        """Images in about -1..1 of latents (unscaled, as from `encode`)."""
        picture = self._paint(z)
        return DecoderOutput(sample=picture) if return_dict else (picture,)

    def _paint(self, z: torch.Tensor) -> torch.Tensor:
        picture: torch.Tensor = self.linear_decoder(z) + self.exit(self.stages(self.entry(z)))
        return picture

    @torch.no_grad()
    def start_at_linear(self) -> None:
        """The residual starts at nothing: untrained layers would only add noise."""
        for parameter in self.exit[2].parameters():
            parameter.zero_()

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        """Encode and decode."""
        latents = self.encoder(sample)
        return self._paint(latents)


def with_new_decoder(model: PatchAutoencoder, fresh: PatchAutoencoder) -> PatchAutoencoder:
    """`fresh` with `model`'s linear map: the same latents, a decoder to be learnt anew."""
    for name in ("encoder", "linear_decoder"):
        getattr(fresh, name).load_state_dict(getattr(model, name).state_dict())
    fresh.register_to_config(scaling_factor=model.config.scaling_factor)
    fresh.start_at_linear()
    return fresh


def fit_linear(model: PatchAutoencoder, pictures: torch.Tensor, damping: float = 0.25) -> float:
    """Set encoder and linear decoder to the principal components of `pictures`' patches.

    pictures: (N, 3, H, W) in -1..1; damping: the eigenvalue's power. Returns the linear
    reconstruction's PSNR in dB (peak 2).
    Latents come out with overall standard deviation 1, before scaling_factor.
    """
    p, c = model.config.patch_size, model.config.latent_channels
    patches = functional.unfold(pictures, p, stride=p).transpose(1, 2).reshape(-1, 3 * p * p)
    patches = patches.double()
    # A transposed convolution's bias is one number a channel, so the mean taken off is flat too.
    mean = patches.mean(0).reshape(3, -1).mean(1).repeat_interleave(p * p)
    centred = patches - mean
    values, vectors = torch.linalg.eigh(centred.T @ centred / len(centred))
    values, vectors = values.flip(0)[:c], vectors.flip(1)[:, :c]
    damp = values.clamp_min(1e-12) ** -damping
    overall = torch.sqrt((values * damp**2).mean())
    gain = damp / overall
    with torch.no_grad():
        model.encoder.weight.copy_((vectors * gain).T.reshape(c, 3, p, p))
        model.encoder.get_parameter("bias").copy_(-(mean @ vectors) * gain)
        model.linear_decoder.weight.copy_((vectors / gain).T.reshape(c, 3, p, p))
        model.linear_decoder.get_parameter("bias").copy_(mean.reshape(3, -1)[:, 0])
    model.start_at_linear()
    error = centred - centred @ vectors @ vectors.T
    return float(10 * torch.log10(4.0 / error.pow(2).mean()))
