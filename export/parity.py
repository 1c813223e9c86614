"""THE PARITY GATE: graphs and whole pictures against torch. Signing wants the value it returns."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from export import flavours, graphcheck, measure
from export.errors import PictureBlack, PictureDiffers
from export.probes import Probes
from export.profiles import ProfileSpec
from kiosk.bundle import manifest as contract

# Mean absolute difference of a whole picture, 0..1.
PICTURE_TOLERANCE: Final = 1 / 255
# A picture whose brightest value stays below this is what NaN looks like once it is clipped.
_BLACK: Final = 8

Picture = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True)
class Scene:
    """One whole-path trial."""

    profile: ProfileSpec
    prompt: str
    seed: int


# Paints a scene with the finished bundle, through the real painter: (H, W, 3) uint8.
Paint = Callable[[Scene], Picture]
# Serves scenes from a folder's files, as a manifest lists them, with a provider.
Painter = Callable[[Path, contract.Manifest, str], AbstractContextManager[Paint]]


class Pipes:
    """The reference: diffusers' pipeline, and for profiles with a delta the one with it merged in.

    What they painted is kept, since every flavour is held against the same pictures.
    """

    def __init__(
        self, whole: StableDiffusionPipeline, quick: StableDiffusionPipeline | None
    ) -> None:
        self.whole = whole
        self._quick = quick
        self._painted: list[tuple[Scene, Picture]] = []

    def picture(self, scene: Scene) -> Picture:
        """What diffusers paints: (H, W, 3) uint8. Raises PictureBlack where it paints NaN."""
        for known, picture in self._painted:
            if known == scene:
                return picture
        pipe = self._quick if self._quick and scene.profile.delta else self.whole
        picture = reference_picture(pipe, scene)
        self._painted.append((scene, picture))
        return picture


@dataclass(frozen=True)
class Passed:
    """Proof that a bundle's files do what torch does. Only `judge` makes one.

    `files`: sha256 by name of everything that was under test; `report`: what was measured.
    """

    files: Mapping[str, str]
    report: Mapping[str, Any]


def judge(
    pipes: Pipes,
    folder: Path,
    manifest: contract.Manifest,
    names: Sequence[contract.Flavour],
    probes: Probes,
    scenes: tuple[Scene, ...],
    painter: Painter,
    *,
    allow_unproven: bool,
) -> Passed:
    """Measure every flavour of `names`. Raises GraphDiffers, PictureDiffers, PictureBlack at the
    first miss, and FlavourUnproven for what cannot run here, unless that is allowed: then the
    report says so.
    """
    flavours.require_provable(names, allow_unproven)
    unproven = flavours.unproven(names)
    graphs: dict[str, dict[str, graphcheck.Measured]] = {}
    for part, flavour in flavours.graph_files(names):
        measured = graphcheck.check(pipes.whole, folder, part, flavour, probes)
        graphs.setdefault(flavour, {})[part] = measured
    pictures: list[dict[str, Any]] = []
    for name in names:
        if name not in unproven:
            own = flavours.only(manifest, name)
            with painter(folder, own, flavours.KNOWN[name].provider) as paint:
                pictures += [
                    compare(scene, paint(scene), pipes.picture(scene), name) for scene in scenes
                ]
    report = {
        "verdict": graphcheck.NOT_RUN if unproven else "passed",
        "flavours": {name: graphcheck.NOT_RUN if name in unproven else "passed" for name in names},
        "graphs": graphs,
        "pictures": pictures,
        "tolerances": _tolerances(names),
    }
    tested = {entry.name: entry.sha256 for entry in manifest.files}
    return Passed(files=MappingProxyType(tested), report=MappingProxyType(report))


def compare(
    scene: Scene, painted: Picture, reference: Picture, flavour: contract.Flavour
) -> dict[str, Any]:
    """A painted scene beside the pipeline's own. Raises PictureBlack, PictureDiffers."""
    said = {"profile": scene.profile.name, "prompt": scene.prompt, "seed": scene.seed}
    for picture in (painted, reference):
        if picture.max() < _BLACK:
            raise PictureBlack(**said)
    bar_db = flavours.KNOWN[flavour].bar.picture_psnr_db
    allowed = f"≥ {bar_db:g} dB" if bar_db else round(PICTURE_TOLERANCE, 6)
    if painted.shape != reference.shape:
        raise PictureDiffers(**said, measured=f"{painted.shape}", allowed=reference.shape)
    difference = float(np.abs(painted.astype(np.int16) - reference).mean() / 255)
    decibels = measure.psnr_db(painted, reference, 255.0)
    # Written so that NaN is refused too.
    if bar_db and not decibels >= bar_db:
        raise PictureDiffers(**said, measured=f"{decibels:g} dB", allowed=allowed)
    if not bar_db and not difference <= PICTURE_TOLERANCE:
        raise PictureDiffers(**said, measured=f"{difference:.6f}", allowed=allowed)
    return {
        **said, "flavour": flavour, "mean_difference": float(f"{difference:.2g}"),
        "psnr_db": decibels,
    }  # fmt: skip


@torch.inference_mode()
def reference_picture(pipe: StableDiffusionPipeline, scene: Scene) -> Picture:
    """What diffusers paints: (H, W, 3) uint8. Raises PictureBlack where it paints NaN."""
    own = pipe.scheduler
    pipe.scheduler = scene.profile.make_scheduler(own)
    try:
        picture = pipe(
            scene.prompt,
            num_inference_steps=scene.profile.steps,
            guidance_scale=scene.profile.guidance_scale,
            generator=torch.Generator().manual_seed(scene.seed),
            output_type="np",
        ).images[0]
    finally:
        pipe.scheduler = own
    if not np.isfinite(picture).all():
        raise PictureBlack(profile=scene.profile.name, prompt=scene.prompt, seed=scene.seed)
    levels: Picture = (picture * 255).round().astype(np.uint8)
    return levels


def _tolerances(names: Sequence[contract.Flavour]) -> dict[str, Any]:
    bars = {name: flavours.KNOWN[name].bar for name in names}
    return {
        "graph": graphcheck.GRAPH_TOLERANCE,
        "decoder_levels": graphcheck.DECODER_TOLERANCE,
        "picture": round(PICTURE_TOLERANCE, 6),
        "graph_psnr_db": {name: bar.graph_psnr_db for name, bar in bars.items()},
        "picture_psnr_db": {name: bar.picture_psnr_db for name, bar in bars.items()},
    }
