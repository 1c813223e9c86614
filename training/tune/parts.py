"""The base model's parts: each loaded when it is needed, from the disk alone, and let go again."""

import ctypes
import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import torch
from diffusers import AutoencoderKL, PNDMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from diffusers.utils import logging
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import PatchAutoencoder
from training.files import sha256_of
from training.precision import fast_bf16
from training.texts import TrainingError
from training.tune.config import Number, Quantised
from training.tune.mixed import is_narrow, mix

Part = Literal["unet", "text_encoder", "vae"]

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
_VAES = {"AutoencoderKL": AutoencoderKL, "PatchAutoencoder": PatchAutoencoder}


def default_device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def dtype_for(wanted: Number, device: torch.device) -> torch.dtype:
    """The format a pass computes in. "auto": the shortest that this device is fast with.

    Raises TrainingError for fp16 on a processor, which would be slower there than fp32.
    """
    if wanted == "fp16" and device.type == "cpu":
        raise TrainingError("fp16_needs_gpu")
    if wanted != "auto":
        return _DTYPES[wanted]
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.bfloat16 if fast_bf16() else torch.float32


class Parts:
    """A diffusers folder on `device`, computed with in `dtype`.

    keep: autoencoder and frozen text encoder, once loaded, stay on the device.
    """

    def __init__(
        self, folder: Path, device: torch.device, dtype: torch.dtype, *, keep: bool = False
    ) -> None:
        self.folder = folder
        self.device = device
        self.dtype = dtype
        self.keep = keep
        self._kept: dict[Part, Any] = {}
        # Its warnings here are that our autoencoder is not AutoencoderKL, which is meant.
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
        kind = index["vae"][1]
        if kind not in _VAES:
            raise TrainingError("base_vae_kind", folder=folder, kind=kind)
        self._vae = _VAES[kind]
        self.tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
        self.scheduler = PNDMScheduler.from_pretrained(folder / "scheduler", local_files_only=True)
        self.vae_config: dict[str, Any] = self._vae.load_config(folder / "vae")
        self.unet_config: dict[str, Any] = UNet2DConditionModel.load_config(folder / "unet")

    @property
    def patch(self) -> int:
        """Pixels along a side that one place of the latents stands for."""
        return int(2 ** (len(self.vae_config["block_out_channels"]) - 1))

    @property
    def step(self) -> int:
        """Sides that the UNet can halve and double again are multiples of this, in pixels."""
        return int(self.patch * 2 ** (len(self.unet_config["down_block_types"]) - 1))

    @property
    def side(self) -> int:
        """Side in pixels that the base was trained at."""
        return int(self.unet_config["sample_size"] * self.patch)

    @property
    def scaling_factor(self) -> float:
        """What encoded latents are multiplied by before the UNet sees them."""
        return float(self.vae_config["scaling_factor"])

    def digest(self, part: Part) -> str:
        """sha256 over one part's weights: what its answers may be kept under."""
        files = sorted((self.folder / part).glob("*.safetensors"))
        return "-".join(sha256_of(file)[:32] for file in files)

    def mixes(self, *, learns: bool, quantised: Quantised) -> bool:
        """Are some of the UNet's layers computed in fp32 (mixed.py)?"""
        plain = not learns and quantised == "none"
        return self._bf16_here and plain and is_narrow(self.unet_config)

    @property
    def _bf16_here(self) -> bool:
        return self.dtype == torch.bfloat16 and self.device.type == "cpu"

    def unet(self, *, learns: bool = False, quantised: Quantised = "none") -> UNet2DConditionModel:
        """The UNet on the device; in fp32 where its own weights shall be learnt."""
        mixed = self.mixes(learns=learns, quantised=quantised)
        dtype = torch.float32 if learns or mixed else self.dtype
        unet = UNet2DConditionModel.from_pretrained(
            self.folder / "unet", torch_dtype=dtype, local_files_only=True
        )
        if quantised != "none":
            from training.tune.quantise import quantise

            quantise(unet, quantised, dtype, self.device)
        unet.to(self.device)
        if mixed:
            mix(unet, self.dtype)
        elif self._bf16_here:
            # torch's fused attention takes three times as long in bf16 on a processor.
            unet.set_attn_processor(AttnProcessor())
        return unet

    def text_encoder(self, *, learns: bool = False) -> CLIPTextModel:
        """The text encoder on the device."""
        text = CLIPTextModel.from_pretrained(
            self.folder / "text_encoder", dtype=torch.float32 if learns else self.dtype,
            local_files_only=True,
        )  # fmt: skip
        text.to(self.device)
        if self._bf16_here:
            text.set_attn_implementation("eager")
        return text

    @contextmanager
    def vae(self) -> Iterator[Any]:
        """The autoencoder on the device for a while, in fp32: fp16 overflows in SD 1.x's."""
        with self._lent("vae", self._load_vae) as vae:
            yield vae

    @contextmanager
    def frozen_text(self) -> Iterator[CLIPTextModel]:
        """The text encoder on the device for a while, as the base has it."""
        with self._lent("text_encoder", self.text_encoder) as text:
            yield text

    def _load_vae(self) -> Any:
        vae = self._vae.from_pretrained(
            self.folder / "vae", torch_dtype=torch.float32, local_files_only=True
        )
        vae.requires_grad_(False)
        vae.eval()
        return vae.to(self.device)

    @contextmanager
    def _lent(self, name: Part, load: Callable[[], Any]) -> Iterator[Any]:
        part = self._kept.get(name) or load()
        if self.keep:
            self._kept[name] = part
        yield part
        if not self.keep:
            del part
            self.free()

    def free(self) -> None:
        """Give back memory that nothing holds any more."""
        gc.collect()
        # glibc keeps what was freed in small pieces, as models are when they are read and cast.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def tokens(self, captions: list[str]) -> torch.Tensor:
        """Token ids (N, T), padded and cut to the tokenizer's length."""
        length = self.tokenizer.model_max_length
        if not captions:
            return torch.empty((0, length), dtype=torch.long)
        ids: torch.Tensor = self.tokenizer(
            captions, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
        ).input_ids
        return ids
