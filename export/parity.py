"""THE PARITY GATE: graphs and whole pictures against torch. Signing wants the value it returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import onnxruntime
import torch
from diffusers import StableDiffusionPipeline

from export.convert import PictureDecoder
from export.errors import GraphDiffers, PictureBlack, PictureDiffers
from export.probes import Probes
from export.profiles import ProfileSpec
from kiosk.bundle import manifest as contract

# Largest difference relative to the largest reference value (at least 1): fp32 in another order.
GRAPH_TOLERANCE: Final = 2e-4
# Eight-bit levels: rounding may tip one pixel over to its neighbour.
DECODER_TOLERANCE: Final = 1.0
# Mean absolute difference of a whole picture, 0..1.
PICTURE_TOLERANCE: Final = 1 / 255
# A picture whose brightest value stays below this is what NaN looks like once it is clipped.
_BLACK: Final = 8
_SEED: Final = 2

Picture = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True)
class Scene:
    """One whole-path trial."""

    profile: ProfileSpec
    prompt: str
    seed: int


# Paints a scene with the finished bundle, through the real painter: (H, W, 3) uint8.
Paint = Callable[[Scene], Picture]


@dataclass(frozen=True)
class Passed:
    """Proof that a bundle's files do what torch does. Only `judge` makes one.

    `files`: sha256 by name of everything that was under test; `report`: what was measured.
    """

    files: Mapping[str, str]
    report: Mapping[str, Any]


def judge(
    pipe: StableDiffusionPipeline,
    quick: StableDiffusionPipeline | None,
    folder: Path,
    files: tuple[contract.FileEntry, ...],
    probes: Probes,
    scenes: tuple[Scene, ...],
    paint: Paint,
) -> Passed:
    """Measure everything. Raises GraphDiffers, PictureDiffers or PictureBlack at the first miss.

    `quick` is the reference for profiles with a delta: the pipeline with what they add merged in.
    """
    graphs = check_graphs(pipe, folder, probes)
    pictures = [
        check_scene(quick if quick and scene.profile.delta else pipe, scene, paint(scene))
        for scene in scenes
    ]
    report = {
        "verdict": "passed",
        "graphs": graphs,
        "pictures": pictures,
        "tolerances": {
            "graph": GRAPH_TOLERANCE,
            "decoder_levels": DECODER_TOLERANCE,
            "picture": round(PICTURE_TOLERANCE, 6),
        },
    }
    tested = {entry.name: entry.sha256 for entry in files}
    return Passed(files=MappingProxyType(tested), report=MappingProxyType(report))


@torch.inference_mode()
def check_graphs(
    pipe: StableDiffusionPipeline, folder: Path, probes: Probes
) -> dict[str, dict[str, float]]:
    """Largest differences by graph, on random and on real inputs. Raises GraphDiffers."""
    return {
        "text_encoder": _check_text_encoder(pipe, folder, probes),
        "unet": _check_unet(pipe, folder, probes),
        "vae_decoder": _check_decoder(pipe, folder, probes),
    }


@torch.inference_mode()
def check_scene(pipe: StableDiffusionPipeline, scene: Scene, painted: Picture) -> dict[str, Any]:
    """A painted scene beside the pipeline's own. Raises PictureBlack, PictureDiffers."""
    said = {"profile": scene.profile.name, "prompt": scene.prompt, "seed": scene.seed}
    reference = reference_picture(pipe, scene)
    for picture in (painted, reference):
        if picture.max() < _BLACK:
            raise PictureBlack(**said)
    allowed = round(PICTURE_TOLERANCE, 6)
    if painted.shape != reference.shape:
        raise PictureDiffers(**said, measured=f"{painted.shape}", allowed=reference.shape)
    difference = float(np.abs(painted.astype(np.int16) - reference).mean() / 255)
    if difference > PICTURE_TOLERANCE:
        raise PictureDiffers(**said, measured=f"{difference:.6f}", allowed=allowed)
    return {**said, "mean_difference": float(f"{difference:.2g}")}


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


def _check_text_encoder(
    pipe: StableDiffusionPipeline, folder: Path, probes: Probes
) -> dict[str, float]:
    vocabulary = pipe.text_encoder.config.vocab_size
    random = torch.randint(0, vocabulary, probes.ids.shape, generator=_generator())
    session = _open(folder, "text_encoder")
    return {
        kind: _near("text_encoder", kind, session.run(None, {"input_ids": ids.numpy()})[0], want)
        for kind, ids, want in (
            ("real", probes.ids, probes.context),
            ("random", random, pipe.text_encoder(random).last_hidden_state),
        )
    }


def _check_unet(pipe: StableDiffusionPipeline, folder: Path, probes: Probes) -> dict[str, float]:
    session = _open(folder, "unet")

    def compare(kind: str, sample: torch.Tensor, timestep: float, context: torch.Tensor) -> float:
        given = {
            "sample": sample.numpy(),
            "timestep": np.array(timestep, np.float32),
            "encoder_hidden_states": context.numpy(),
        }
        want = pipe.unet(sample, torch.tensor(timestep), context).sample
        return _near("unet", kind, session.run(None, given)[0], want)

    steps = range(len(probes.inputs))
    chosen = sorted({steps[0], steps[len(steps) // 2], steps[-1]})
    real = (compare("real", probes.inputs[k], probes.timesteps[k], probes.context) for k in chosen)
    shape = (2, *probes.latents.shape[1:])
    random = torch.randn(shape, generator=_generator())
    context = torch.randn((2, *probes.context.shape[1:]), generator=_generator())
    return {"real": max(real), "random": compare("random", random, 250.0, context)}


def _check_decoder(pipe: StableDiffusionPipeline, folder: Path, probes: Probes) -> dict[str, float]:
    session = _open(folder, "vae_decoder")
    decoder = PictureDecoder(pipe.vae).eval()
    random = torch.randn((2, *probes.latents.shape[1:]), generator=_generator())
    worst = {}
    for kind, latents in (("real", probes.latents), ("random", random)):
        levels = 0.0
        for one in latents.split(1):
            got = session.run(None, {"latents": one.numpy()})[0].astype(np.int16)
            want = decoder(one)["image"].numpy().astype(np.int16)
            levels = max(levels, float(np.abs(got - want).max()))
        if levels > DECODER_TOLERANCE:
            raise GraphDiffers(
                graph="vae_decoder", inputs=kind, measured=levels, allowed=DECODER_TOLERANCE
            )
        worst[kind] = levels
    return worst


def _near(graph: str, kind: str, got: Any, want: torch.Tensor) -> float:
    reference = want.numpy()
    error = float(np.abs(got - reference).max() / max(1.0, float(np.abs(reference).max())))
    # Written so that NaN is refused too.
    if not error <= GRAPH_TOLERANCE:
        raise GraphDiffers(
            graph=graph, inputs=kind, measured=f"{error:.2g}", allowed=GRAPH_TOLERANCE
        )
    return float(f"{error:.2g}")


def _open(folder: Path, graph: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    return onnxruntime.InferenceSession(
        folder / f"{graph}.onnx", options, providers=["CPUExecutionProvider"]
    )


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(_SEED)
