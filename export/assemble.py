"""The bundle's folder: files listed by size and sha256, and the manifest over them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from diffusers import StableDiffusionPipeline

from export import flavours, graphs
from export.card import BaseCard
from export.convert import Shapes
from export.preview import Preview
from export.profiles import FEW_STEP, ProfileSpec
from kiosk.bundle import manifest as contract
from kiosk.bundle.schedule import ScheduleTable

GATE_NAME: Final = "gate.json"
_ROLES: Final[dict[str, contract.Role]] = {
    FEW_STEP.delta: "unet_delta",
    "tokenizer.json": "tokenizer",
    GATE_NAME: "gate",
}
_GRAPHS: Final = {
    flavours.file_name(part, name): (part, name)
    for name, spec in flavours.KNOWN.items()
    for part in spec.parts
}


def schedule_name(profile: str) -> str:
    """The table's file name."""
    return f"schedule-{profile}.json"


def describe_model(
    pipe: StableDiffusionPipeline, name: str, card: BaseCard, triggers: Iterable[str], fit: Preview
) -> contract.Model:
    """Shapes and constants the engine needs."""
    shapes = Shapes.of(pipe)
    factor = pipe.vae_scale_factor
    tokenizer = pipe.tokenizer
    return contract.Model(
        name=name,
        width=shapes.width * factor,
        height=shapes.height * factor,
        latent_channels=shapes.channels,
        latent_height=shapes.height,
        latent_width=shapes.width,
        max_tokens=shapes.tokens,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        prompt_language=card.language,
        trigger_words=tuple(triggers),
        preview_matrix=fit.matrix,
        preview_bias=fit.bias,
    )


def describe_profile(spec: ProfileSpec, table: ScheduleTable) -> contract.Profile:
    """One profile's line in the manifest."""
    return contract.Profile(
        name=spec.name,
        schedule=schedule_name(spec.name),
        scheduler=spec.scheduler,
        evaluations=table.evaluations,
        guidance_scale=spec.guidance_scale,
        delta=spec.delta,
    )


def list_files(folder: Path) -> tuple[contract.FileEntry, ...]:
    """Every file of the folder by name, but the manifest and its signature."""
    own = (contract.MANIFEST_NAME, contract.SIGNATURE_NAME)
    return tuple(_entry(file) for file in sorted(folder.iterdir()) if file.name not in own)


def _entry(file: Path) -> contract.FileEntry:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    role, flavour = _meaning(file.name)
    return contract.FileEntry(
        name=file.name, sha256=digest, size=file.stat().st_size, role=role, flavour=flavour
    )


def _meaning(name: str) -> tuple[contract.Role, contract.Flavour]:
    """What a file is for, and for which machines; by its name alone."""
    for graph, (part, flavour) in _GRAPHS.items():
        if name == graph:
            return part, flavour
        if name == graphs.data_file(Path(graph)).name:
            return "weights", flavour
    if name.startswith("schedule-"):
        return "schedule", "any"
    if name.startswith(("LICENSE", "LICENCE", "NOTICE")):
        return "licence", "any"
    return _ROLES.get(name, "card"), "any"
