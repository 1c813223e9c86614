"""The painter itself: a verified bundle in memory, and scenes out of sentences and seeds."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk import errors
from kiosk.bundle import manifest as contract
from kiosk.bundle import schedule
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import noise, picture, runtime
from kiosk.painter.denoise import Latents, Step, denoise
from kiosk.painter.text import PromptTokenizer

_FLAVOURS: Final = {
    runtime.CPU: ("cpu-fp32", "portable-fp16", "any", "cpu-int8"),
    runtime.CUDA: ("cuda-fp16", "portable-fp16", "any", "cpu-fp32"),
}
_GRAPHS: Final[tuple[contract.Role, ...]] = ("unet", "text_encoder", "vae_decoder")


class Scene(msgspec.Struct, frozen=True):
    """A finished scene: its PNG and what is needed to paint it again."""

    png: bytes
    steps: int
    width: int
    height: int
    provider: str
    bundle: str
    sha256: str


class Glance(msgspec.Struct, frozen=True):
    """One step done; `preview` is a PNG, or None where none was asked for."""

    step: int
    steps: int
    preview: bytes | None


class Painter:
    """Holds the graphs of one bundle. Not safe for two threads at once."""

    def __init__(
        self, bundle: VerifiedBundle, threads: int, provider: str = runtime.CPU
    ) -> None:
        """Load every graph. Raises BundleFault, ProviderRefused."""
        self._bundle = bundle
        self._model = bundle.manifest.model
        self._provider = provider
        self._threads = threads
        self._tokenizer = PromptTokenizer(
            bundle.read(bundle.entries("tokenizer")[0].name), self._model
        )
        # onnxruntime optimises without Python's lock: two at once, the large one first.
        with ThreadPoolExecutor(2) as pool:
            self._unet, self._encoder, self._decoder = pool.map(self._graph, _GRAPHS)
        self._tables = {
            profile.name: self._table(profile) for profile in bundle.manifest.profiles
        }

    @property
    def name(self) -> str:
        """Name and release, as scenes carry it."""
        return f"{self._bundle.manifest.name}-{self._bundle.manifest.release}"

    def warm_up(self) -> None:
        """Run every graph once, so that the first visitor does not wait for it."""
        model = self._model
        context = self._encoder.run({"input_ids": self._tokenizer.ids("", "")})
        shape = (model.latent_channels, model.latent_height, model.latent_width)
        self._predict(np.zeros((2, *shape), np.float32), 0.0, context)
        self._decoder.run({"latents": np.zeros((1, *shape), np.float32)})

    def paint(
        self,
        prompt: str,
        seed: int,
        negative: str = "",
        profile: str | None = None,
        previews: bool = True,
    ) -> Iterator[Glance | Scene]:
        """A Glance per step, then the Scene. Raises PainterFault, ProfileUnknown."""
        table = self._chosen(profile)
        tokens = self._tokenizer.ids(negative, prompt)
        context = self._encoder.run({"input_ids": tokens})
        shape = (self._model.latent_channels, self._model.latent_height, self._model.latent_width)
        drawn = noise.randn(seed, (1 + table.noises, *shape))
        latents = drawn[0]
        for step in self._steps(drawn, table, context):
            latents = step.latents
            shown = previews and step.number < step.total
            glance = picture.preview(latents, self._model) if shown else None
            yield Glance(step.number, step.total, glance)
        yield self._scene(latents, prompt, seed, table)

    def _steps(
        self, drawn: Latents, table: schedule.ScheduleTable, context: NDArray[np.float32]
    ) -> Iterator[Step]:
        def unet(pair: Latents, timestep: float) -> Latents:
            return self._predict(pair, timestep, context)

        return denoise(drawn[0], list(drawn[1:]), table, unet, table.guidance_scale)

    def _predict(
        self, pair: Latents, timestep: float, context: NDArray[np.float32]
    ) -> Latents:
        return self._unet.run({
            "sample": pair,
            "timestep": self._unet.scalar("timestep", timestep),
            "encoder_hidden_states": context,
        })

    def _scene(
        self, latents: Latents, prompt: str, seed: int, table: schedule.ScheduleTable
    ) -> Scene:
        if not np.isfinite(latents).all():
            raise errors.PainterFault(reason="NaN")
        image = self._decoder.run({"latents": latents[np.newaxis]})[0]
        facts = {"Prompt": prompt, "Seed": str(seed), "Bundle": self.name}
        png = picture.finished(image, facts)
        return Scene(
            png=png,
            steps=table.evaluations,
            width=image.shape[1],
            height=image.shape[0],
            provider=self._unet.provider,
            bundle=self.name,
            sha256=hashlib.sha256(png).hexdigest(),
        )

    def _chosen(self, profile: str | None) -> schedule.ScheduleTable:
        name = profile or self._bundle.manifest.default_profile
        if name not in self._tables:
            raise errors.ProfileUnknown(name=name, known=", ".join(self._tables))
        return self._tables[name]

    def _graph(self, role: contract.Role) -> runtime.Graph:
        entry = self._entry(role)
        weights = {
            part.name: self._bundle.read(part.name)
            for part in self._bundle.entries("weights")
            if part.name.startswith(entry.name) and part.flavour == entry.flavour
        }
        data = self._bundle.read(entry.name)
        return runtime.Graph(entry.name, data, weights, self._provider, self._threads)

    def _entry(self, role: contract.Role) -> contract.FileEntry:
        """The file of `role` in the flavour that suits the provider best."""
        found = {entry.flavour: entry for entry in self._bundle.entries(role)}
        for flavour in _FLAVOURS[self._provider]:
            if flavour in found:
                return found[flavour]
        raise errors.BundleUnreadable(file=contract.MANIFEST_NAME, reason=f"no usable {role}")

    def _table(self, profile: contract.Profile) -> schedule.ScheduleTable:
        try:
            return schedule.decode(self._bundle.read(profile.schedule))
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise errors.BundleUnreadable(file=profile.schedule, reason=str(wrong)) from wrong

