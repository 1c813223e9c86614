"""The painter itself: a verified bundle in memory, and scenes out of sentences and seeds."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk import errors
from kiosk.bundle import delta, schedule
from kiosk.bundle import manifest as contract
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import noise, picture, runtime, weights
from kiosk.painter.denoise import Latents, Step, denoise
from kiosk.painter.text import PromptTokenizer

_FLAVOURS: Final = {
    runtime.CPU: ("cpu-fp32", "portable-fp16", "any", "cpu-int8"),
    runtime.CUDA: ("cuda-fp16", "portable-fp16", "any", "cpu-fp32"),
}


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
        profiles = bundle.manifest.profiles
        self._tables = {profile.name: self._table(profile) for profile in profiles}
        # By delta, "" for none. All at once and not when first asked for: what is wrong with a
        # delta must show at start, and no visitor should wait for its graph.
        deltas = sorted({profile.delta for profile in profiles})
        wanted: list[tuple[contract.Role, str]] = [("unet", name) for name in deltas]
        wanted += [("text_encoder", ""), ("vae_decoder", "")]
        # onnxruntime optimises without Python's lock: two at once, the large ones first.
        with ThreadPoolExecutor(2) as pool:
            *unets, self._encoder, self._decoder = pool.map(
                lambda one: self._graph(*one), wanted
            )
        self._unets = dict(zip(deltas, unets, strict=True))

    @property
    def name(self) -> str:
        """Name and release, as scenes carry it."""
        return f"{self._bundle.manifest.name}-{self._bundle.manifest.release}"

    def warm_up(self) -> None:
        """Run every graph once, so that the first visitor does not wait for it."""
        model = self._model
        shape = (model.latent_channels, model.latent_height, model.latent_width)
        profiles = self._bundle.manifest.profiles
        for name, table in {one.delta: self._tables[one.name] for one in profiles}.items():
            context = self._context("", "", table)
            zeros = np.zeros((len(context), *shape), np.float32)
            self._predict(self._unets[name], zeros, 0.0, context)
        self._decoder.run({"latents": np.zeros((1, *shape), np.float32)})

    def paint(
        self,
        prompt: str,
        seed: int,
        negative: str = "",
        profile: str | None = None,
        previews: bool = True,
    ) -> Iterator[Glance | Scene]:
        """A Glance per step, then the Scene. Raises PainterFault, ProfileUnknown.

        `negative` counts only where the profile is guided.
        """
        chosen = self._chosen(profile)
        table, unet = self._tables[chosen.name], self._unets[chosen.delta]
        context = self._context(prompt, negative, table)
        shape = (self._model.latent_channels, self._model.latent_height, self._model.latent_width)
        drawn = noise.randn(seed, (1 + table.noises, *shape))
        latents = drawn[0]
        for step in self._steps(drawn, table, unet, context):
            latents = step.latents
            shown = previews and step.number < step.total
            glance = picture.preview(latents, self._model) if shown else None
            yield Glance(step.number, step.total, glance)
        yield self._scene(latents, prompt, seed, table)

    def _context(
        self, prompt: str, negative: str, table: schedule.ScheduleTable
    ) -> NDArray[np.float32]:
        """Hidden states (2, T, D), the negative's first; (1, T, D) where nothing is guided."""
        sentences = (negative, prompt) if table.guided else (prompt,)
        return self._encoder.run({"input_ids": self._tokenizer.ids(*sentences)})

    def _steps(
        self,
        drawn: Latents,
        table: schedule.ScheduleTable,
        unet: runtime.Graph,
        context: NDArray[np.float32],
    ) -> Iterator[Step]:
        def model(latents: Latents, timestep: float) -> Latents:
            return self._predict(unet, latents, timestep, context)

        return denoise(drawn[0], list(drawn[1:]), table, model, table.guidance_scale)

    def _predict(
        self,
        unet: runtime.Graph,
        latents: Latents,
        timestep: float,
        context: NDArray[np.float32],
    ) -> Latents:
        return unet.run({
            "sample": latents,
            "timestep": unet.scalar("timestep", timestep),
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
            provider=self._decoder.provider,
            bundle=self.name,
            sha256=hashlib.sha256(png).hexdigest(),
        )

    def _chosen(self, profile: str | None) -> contract.Profile:
        name = profile or self._bundle.manifest.default_profile
        known = {one.name: one for one in self._bundle.manifest.profiles}
        if name not in known:
            raise errors.ProfileUnknown(name=name, known=", ".join(known))
        return known[name]

    def _graph(self, role: contract.Role, changed_by: str = "") -> runtime.Graph:
        """The graph of `role`, with the delta of that name added to its weights, if any."""
        entry = self._entry(role)
        beside = {
            part.name: self._bundle.read(part.name)
            for part in self._bundle.entries("weights")
            if part.name.startswith(entry.name) and part.flavour == entry.flavour
        }
        data = self._bundle.read(entry.name)
        if changed_by:
            try:
                factors = delta.decode(self._bundle.read(changed_by))
                data = weights.with_delta(data, factors)
            except ValueError as wrong:
                raise errors.BundleUnreadable(file=changed_by, reason=str(wrong)) from wrong
        return runtime.Graph(entry.name, data, beside, self._provider, self._threads)

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

