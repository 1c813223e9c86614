"""Each graph against the torch module that it was made of, on random and on real inputs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
import torch
from diffusers import StableDiffusionPipeline
from onnxruntime.capi import onnxruntime_pybind11_state as ort

from export import flavours, measure
from export.convert import PictureDecoder
from export.errors import GraphDiffers
from export.probes import Probes
from kiosk.bundle import manifest as contract

# Largest difference relative to the largest reference value (at least 1): fp32 in another order.
GRAPH_TOLERANCE: Final = 2e-4
# Eight-bit levels: rounding may tip one pixel over to its neighbour.
DECODER_TOLERANCE: Final = 1.0
NOT_RUN: Final = "not run here"
_SEED: Final = 2

# By kind of input: a difference, or decibels where the flavour is judged by those.
Measured = dict[str, float] | str


class _Graph:
    """One session with its name and the bar that it must reach."""

    def __init__(self, session: Any, name: str, flavour: contract.Flavour) -> None:
        self.run: Callable[[Mapping[str, Any]], Any] = lambda given: session.run(None, given)[0]
        self.name = name
        self.bar_db = flavours.KNOWN[flavour].bar.graph_psnr_db

    def near(self, kind: str, got: Any, want: Any) -> float:
        """The measure of floating-point outputs. Raises GraphDiffers."""
        if self.bar_db:
            return self.loud(kind, got, want, float(np.ptp(want)) or 1.0)
        return self._within(kind, measure.relative(got, want), GRAPH_TOLERANCE)

    def alike(self, kind: str, got: Any, want: Any) -> float:
        """The measure of eight-bit pictures. Raises GraphDiffers."""
        if self.bar_db:
            return self.loud(kind, got, want, 255.0)
        levels = float(np.abs(got.astype(np.int16) - want).max())
        return self._within(kind, levels, DECODER_TOLERANCE)

    def loud(self, kind: str, got: Any, want: Any, peak: float) -> float:
        """Decibels above the noise. Raises GraphDiffers."""
        found = measure.psnr_db(got, want, peak)
        # Written so that NaN is refused too.
        if not found >= self.bar_db:
            raise self._fault(kind, f"{found:g} dB", f"≥ {self.bar_db:g} dB")
        return found

    def _within(self, kind: str, error: float, allowed: float) -> float:
        if not error <= allowed:
            raise self._fault(kind, f"{error:.2g}", allowed)
        return float(f"{error:.2g}")

    def _fault(self, kind: str, measured: str, allowed: object) -> GraphDiffers:
        return GraphDiffers(graph=self.name, inputs=kind, measured=measured, allowed=allowed)


@torch.inference_mode()
def check(
    pipe: StableDiffusionPipeline,
    folder: Path,
    part: contract.Role,
    flavour: contract.Flavour,
    probes: Probes,
) -> Measured:
    """What was measured, or NOT_RUN for what only another machine can run. Raises GraphDiffers."""
    file = folder / flavours.file_name(part, flavour)
    session = _open(file, flavours.KNOWN[flavour].provider)
    if session is None:
        return NOT_RUN
    return _CHECKS[part](pipe, _Graph(session, file.stem, flavour), probes)


def _text_encoder(pipe: StableDiffusionPipeline, graph: _Graph, probes: Probes) -> dict[str, float]:
    vocabulary = pipe.text_encoder.config.vocab_size
    random = torch.randint(0, vocabulary, probes.ids.shape, generator=_generator())
    return {
        kind: graph.near(kind, graph.run({"input_ids": ids.numpy()}), want.numpy())
        for kind, ids, want in (
            ("real", probes.ids, probes.context),
            ("random", random, pipe.text_encoder(random).last_hidden_state),
        )
    }


def _unet(pipe: StableDiffusionPipeline, graph: _Graph, probes: Probes) -> dict[str, float]:
    def compare(kind: str, sample: torch.Tensor, timestep: float, context: torch.Tensor) -> float:
        given = {
            "sample": sample.numpy(),
            "timestep": np.array(timestep, np.float32),
            "encoder_hidden_states": context.numpy(),
        }
        want = pipe.unet(sample, torch.tensor(timestep), context).sample
        return graph.near(kind, graph.run(given), want.numpy())

    steps = range(len(probes.inputs))
    chosen = sorted({steps[0], steps[len(steps) // 2], steps[-1]})
    real = [compare("real", probes.inputs[k], probes.timesteps[k], probes.context) for k in chosen]
    shape = (2, *probes.latents.shape[1:])
    random = torch.randn(shape, generator=_generator())
    context = torch.randn((2, *probes.context.shape[1:]), generator=_generator())
    worst = min(real) if graph.bar_db else max(real)
    return {"real": worst, "random": compare("random", random, 250.0, context)}


def _decoder(pipe: StableDiffusionPipeline, graph: _Graph, probes: Probes) -> dict[str, float]:
    decoder = PictureDecoder(pipe.vae).eval()
    random = torch.randn((2, *probes.latents.shape[1:]), generator=_generator())
    return {
        kind: graph.alike(
            kind,
            np.concatenate([graph.run({"latents": one.numpy()}) for one in latents.split(1)]),
            np.concatenate([decoder(one)["image"].numpy() for one in latents.split(1)]),
        )
        for kind, latents in (("real", probes.latents), ("random", random))
    }


_CHECKS: Final[Mapping[str, Callable[[Any, _Graph, Probes], dict[str, float]]]] = {
    "text_encoder": _text_encoder, "unet": _unet, "vae_decoder": _decoder,
}  # fmt: skip


def _open(file: Path, provider: str) -> Any:
    """A session, on the processor where the provider is not here; None if that lacks operators."""
    here = flavours.runs(provider)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            file, options, providers=[provider if here else flavours.CPU]
        )
    except ort.NotImplemented:
        if here:
            raise
        return None


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(_SEED)
