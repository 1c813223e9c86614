"""THE BUNDLE CONTRACT. A bundle is a flat folder: manifest.json, manifest.sig, listed files.

`manifest.sig` is the raw 64-byte Ed25519 signature over the exact bytes of `manifest.json`.
Every other file in the folder is listed by name, size and sha256. Bytes are canonical: the same
manifest always encodes to the same JSON.
"""

import hashlib
from typing import Final, Literal

import msgspec

FORMAT: Final = 1
MANIFEST_NAME: Final = "manifest.json"
SIGNATURE_NAME: Final = "manifest.sig"

# What a file is for. A graph's weights may sit in an external-data file (role "weights"); what a
# profile adds to the UNet's weights sits in a delta (kiosk/bundle/delta.py).
Role = Literal[
    "text_encoder", "unet", "unet_delta", "vae_decoder", "weights", "tokenizer", "schedule",
    "lexicon", "prompts", "card", "gate", "image_safety", "licence",
]
Flavour = Literal["any", "cpu-fp32", "cuda-fp16", "portable-fp16", "cpu-int8"]


class FileEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One listed file. `sha256` is lower-case hex; `size` in bytes."""

    name: str
    sha256: str
    size: int
    role: Role
    flavour: Flavour = "any"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sampling profile: a scheduler table file and the guidance scale it was made for.

    `delta` names the file that is added to the UNet's weights, if any.
    """

    name: str
    schedule: str
    scheduler: str
    evaluations: int
    guidance_scale: float
    delta: str = ""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Shapes and constants the engine needs. Latents are (latent_channels, h, w)."""

    name: str
    width: int
    height: int
    latent_channels: int
    latent_height: int
    latent_width: int
    max_tokens: int
    pad_token_id: int
    bos_token_id: int
    eos_token_id: int
    prompt_language: Literal["pt", "en"]
    trigger_words: tuple[str, ...] = ()
    # Latents to RGB for previews, a row per channel: rgb = clip(latents^T @ matrix + bias, 0, 1).
    preview_matrix: tuple[tuple[float, float, float], ...] = ()
    preview_bias: tuple[float, float, float] = (0.5, 0.5, 0.5)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The signed list. `release` only ever grows; the clock decides nothing."""

    format: int
    name: str
    release: int
    title: str
    licence: str
    default_profile: str
    model: Model
    profiles: tuple[Profile, ...]
    files: tuple[FileEntry, ...]
    adapters: tuple[str, ...] = ()


def encode(manifest: Manifest) -> bytes:
    """Canonical JSON bytes: keys in field order, two-space indent, one final newline."""
    compact = msgspec.json.encode(manifest, order="deterministic")
    return msgspec.json.format(compact, indent=2) + b"\n"


def decode(data: bytes) -> Manifest:
    """Read a manifest strictly. Raises msgspec.DecodeError or ValidationError."""
    return msgspec.json.decode(data, type=Manifest)


def identity(manifest: Manifest) -> str:
    """Name, release and digest as one word: what was made by one bundle is told from another's."""
    digest = hashlib.sha256(encode(manifest)).hexdigest()[:16]
    return f"{manifest.name}-{manifest.release}-{digest}"
