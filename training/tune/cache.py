"""Latents and text embeddings, kept on the disk by a hash of all that made them.

A second run over the same pictures starts at once; a changed picture, size, mask, caption or base
gets a key of its own. With them the autoencoder and the text encoder need not stay in memory.
"""

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from training.progress import progress
from training.tune.buckets import Size
from training.tune.dataset import Example, mask, picture
from training.tune.parts import Parts

Tensors = dict[str, torch.Tensor]


class Cache:
    """Tensors by key in `folder`; a file that is not whole counts as none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, key: str) -> Tensors | None:
        """What was kept under `key`."""
        try:
            found: Tensors = load_file(self._file(key))
        except (FileNotFoundError, SafetensorError):
            return None
        return found

    def keep(self, key: str, tensors: Tensors) -> None:
        """Keep `tensors` under `key`: temporary file, then rename."""
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
        try:
            save_file({name: value.contiguous() for name, value in tensors.items()}, draft)
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.safetensors"


def latents_of(
    parts: Parts, cache: Cache, examples: Sequence[Example], sizes: Sequence[Size], *, mirror: bool
) -> list[list[Tensors]]:
    """For each example its latents as it stands and, with `mirror`, mirrored.

    Each: "mean" and, where the autoencoder has one, "std" (C, h, w), scaled as the UNet sees them;
    "mask" (h, w) where the example has one. The autoencoder is loaded only for what is missing.
    """
    whole = parts.digest("vae")
    sides = (False, True) if mirror else (False,)
    keys = [
        [_key("latents", whole, e.sha256, e.mask_sha256, size, side) for side in sides]
        for e, size in zip(examples, sizes, strict=True)
    ]
    found = [[cache.read(key) for key in row] for row in keys]
    todo = [n for n, row in enumerate(found) if any(one is None for one in row)]
    if todo:
        with parts.vae() as vae, progress() as bar:
            task = bar.add_task("latents", total=len(todo))
            for n in todo:
                for place, side in enumerate(sides):
                    encoded = _encode(parts, vae, examples[n], sizes[n], mirrored=side)
                    cache.keep(keys[n][place], encoded)
                    found[n][place] = encoded
                bar.advance(task)
    return [[one for one in row if one is not None] for row in found]


def texts_of(parts: Parts, cache: Cache, captions: Sequence[str]) -> dict[str, torch.Tensor]:
    """The text encoder's answer (T, width) by caption; loaded only for what is missing."""
    whole = f"{parts.digest('text_encoder')} {parts.dtype}"
    keys = {caption: _key("text", whole, caption) for caption in captions}
    found = {caption: cache.read(key) for caption, key in keys.items()}
    todo = [caption for caption, one in found.items() if one is None]
    if todo:
        with parts.frozen_text() as text, torch.no_grad():
            for start in range(0, len(todo), 32):
                some = todo[start : start + 32]
                answers = text(parts.tokens(some).to(parts.device))[0].cpu()
                for caption, answer in zip(some, answers, strict=True):
                    found[caption] = {"hidden": answer.clone()}
                    cache.keep(keys[caption], {"hidden": answer.clone()})
    return {caption: one["hidden"] for caption, one in found.items() if one is not None}


@torch.no_grad()
def _encode(
    parts: Parts, vae: Any, example: Example, size: Size, *, mirrored: bool
) -> Tensors:
    pixels = torch.from_numpy(picture(example, size).copy()).to(parts.device)
    image = pixels.permute(2, 0, 1)[None].float() / 127.5 - 1
    shape = mask(example, size)
    if mirrored:
        image = image.flip(3)
        shape = None if shape is None else shape[:, ::-1].copy()
    dist = vae.encode(image).latent_dist
    tensors = {"mean": (dist.mean[0] * parts.scaling_factor).cpu()}
    if not dist.deterministic:
        tensors["std"] = (dist.std[0] * parts.scaling_factor).cpu()
    if shape is not None:
        places = torch.from_numpy(shape)[None, None]
        tensors["mask"] = torch.nn.functional.avg_pool2d(places, parts.patch)[0, 0]
    return tensors


def _key(*made_from: object) -> str:
    return hashlib.sha256(repr(made_from).encode()).hexdigest()
