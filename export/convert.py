"""Torch to ONNX with optimum: text encoder, UNet, and a decoder that returns a finished picture.

The only module that builds with optimum; export/peers.py measures against it. Batch is the one
free dimension; every other is fixed.
"""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from diffusers import StableDiffusionPipeline
from optimum.exporters.onnx import export
from optimum.exporters.onnx.model_configs import CLIPTextOnnxConfig, UNetOnnxConfig

from export.errors import SizeUnusable

# LayerNormalization is one node from 17 on.
OPSET: Final = 17
# Changes with what this module and export/graphs.py write: kept stages of another version are not
# used.
VERSION: Final = 1
_BATCH: Final = {0: "batch_size"}


@dataclass(frozen=True)
class Shapes:
    """Fixed sizes of one bundle. Latents are (channels, height, width)."""

    channels: int
    height: int
    width: int
    tokens: int
    text_width: int

    @classmethod
    def of(cls, pipe: StableDiffusionPipeline) -> "Shapes":
        """What a pipeline's configuration says."""
        size = pipe.unet.config.sample_size
        height, width = (size, size) if isinstance(size, int) else size
        return cls(
            channels=pipe.unet.config.in_channels,
            height=height,
            width=width,
            tokens=pipe.tokenizer.model_max_length,
            text_width=pipe.text_encoder.config.hidden_size,
        )


def resize(pipe: StableDiffusionPipeline, size: int) -> None:
    """Let `pipe` paint `size` × `size` pixels. Raises SizeUnusable."""
    factor = pipe.vae_scale_factor
    # Each level but the last halves the latents, and they come together again.
    step = factor * 2 ** (len(pipe.unet.config.block_out_channels) - 1)
    if size % step:
        raise SizeUnusable(size=size, step=step)
    pipe.unet.register_to_config(sample_size=size // factor)


class PictureDecoder(torch.nn.Module):
    """Latents (1, C, h, w) to uint8 picture (1, H, W, 3): unscale, decode, to 0..255, NHWC."""

    def __init__(self, vae: Any) -> None:
        super().__init__()
        self.vae = vae
        self.config = vae.config
        self.scaling = float(vae.config.scaling_factor)

    def forward(self, latents: torch.Tensor) -> dict[str, torch.Tensor]:
        """As diffusers' pipeline and VaeImageProcessor do it, rounding included."""
        decoded = self.vae.decode(latents / self.scaling).sample
        levels = torch.round((decoded / 2 + 0.5).clamp(0, 1) * 255)
        return {"image": levels.permute(0, 2, 3, 1).to(torch.uint8)}


class _TextConfig(CLIPTextOnnxConfig):
    shapes: Shapes

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"input_ids": _BATCH}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"last_hidden_state": _BATCH}

    def generate_dummy_inputs(self, framework: str = "pt", **_: Any) -> dict[str, torch.Tensor]:
        return {"input_ids": torch.arange(2 * self.shapes.tokens).reshape(2, -1) % 97}


class _UnetConfig(UNetOnnxConfig):
    shapes: Shapes

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"sample": _BATCH, "timestep": {}, "encoder_hidden_states": _BATCH}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"out_sample": _BATCH}

    def generate_dummy_inputs(self, framework: str = "pt", **_: Any) -> dict[str, torch.Tensor]:
        s = self.shapes
        return {
            "sample": torch.randn(2, s.channels, s.height, s.width),
            # A float: some schedulers' timesteps lie between whole numbers.
            "timestep": torch.tensor(500.0),
            "encoder_hidden_states": torch.randn(2, s.tokens, s.text_width),
        }


class _DecoderConfig(UNetOnnxConfig):
    shapes: Shapes

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"latents": {}}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"image": {}}

    @property
    def torch_to_onnx_output_map(self) -> dict[str, str]:
        return {}

    def generate_dummy_inputs(self, framework: str = "pt", **_: Any) -> dict[str, torch.Tensor]:
        s = self.shapes
        return {"latents": torch.randn(1, s.channels, s.height, s.width)}

    def ordered_inputs(self, model: Any) -> dict[str, dict[int, str]]:
        return self.inputs


def text_encoder_graph(pipe: StableDiffusionPipeline, file: Path) -> None:
    """input_ids int64 (B, T) to last_hidden_state fp32 (B, T, D)."""
    _export(pipe.text_encoder, _TextConfig(pipe.text_encoder.config), Shapes.of(pipe), file)


def unet_graph(pipe: StableDiffusionPipeline, file: Path) -> None:
    """sample (B, C, h, w), timestep scalar, encoder_hidden_states (B, T, D) to out_sample."""
    _export(pipe.unet, _UnetConfig(pipe.unet.config), Shapes.of(pipe), file)


def vae_decoder_graph(pipe: StableDiffusionPipeline, file: Path) -> None:
    """latents fp32 (1, C, h, w) to image uint8 (1, H, W, 3)."""
    _export(PictureDecoder(pipe.vae), _DecoderConfig(pipe.unet.config), Shapes.of(pipe), file)


def _export(model: Any, config: Any, shapes: Shapes, file: Path) -> None:
    config.shapes = shapes
    with _quietly():
        export(
            model, config, file, opset=OPSET, device="cpu", dtype="fp32",
            disable_dynamic_axes_fix=True,
        )  # fmt: skip


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """The tracer's remarks concern neither staff nor our tests; errors still come through."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
