"""The painter itself: a verified bundle in memory, and scenes out of sentences and seeds."""

import hashlib
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk import errors, heap
from kiosk.bundle import manifest as contract
from kiosk.bundle import schedule
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import graphs, noise, picture, runtime, wait
from kiosk.painter.denoise import Latents, Step, denoise
from kiosk.painter.text import Embeddings, PromptTokenizer


class Scene(msgspec.Struct, frozen=True):
    """A finished scene: its PNG and what is needed to paint it again."""

    png: bytes
    profile: str
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
        self,
        bundle: VerifiedBundle,
        threads: int,
        provider: str = runtime.CPU,
        *,
        split: bool = False,
    ) -> None:
        """Load every graph. Raises BundleFault, ProviderRefused, MemoryShort.

        `split` runs the UNet twice with one state where it is else run once with two.
        """
        self._bundle = bundle
        self._model = bundle.manifest.model
        self._device = graphs.Device(provider, threads)
        self._split = split
        tokenizer = PromptTokenizer(bundle.read(bundle.entries("tokenizer")[0].name), self._model)
        profiles = bundle.manifest.profiles
        self._tables = {profile.name: self._table(profile) for profile in profiles}
        # By delta, "" for none. All at once and not when first asked for: what is wrong with a
        # delta must show at start, and no visitor should wait for its graph.
        deltas = sorted({profile.delta for profile in profiles})
        heap.give_back_at_once()
        self._unets = {name: self._load("unet", name) for name in deltas}
        encoder = self._load("text_encoder")
        self._decoder = self._load("vae_decoder")
        self._embeddings = Embeddings(lambda ids: encoder.run({"input_ids": ids}), tokenizer)

    def _load(self, role: contract.Role, changed_by: str = "") -> runtime.Graph:
        batch = self._batch(changed_by) if role == "unet" else None
        graph = graphs.load(self._bundle, role, self._device, changed_by, batch)
        # One after the other: what making a graph took for a moment, twice what it keeps, serves
        # the next one. Two at once were no quicker and held 33 MB more.
        heap.return_memory()
        return graph

    def _batch(self, delta: str) -> int | None:
        """With how many states this delta's UNet is run; None where its profiles differ in that."""
        profiles = self._bundle.manifest.profiles
        guided = {self._tables[one.name].guided for one in profiles if one.delta == delta}
        if len(guided) > 1:
            return None
        return 2 if True in guided and not self._split else 1

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
        """A Glance per step, then the Scene. Raises PainterFault, MemoryShort, ProfileUnknown.

        `negative` counts only where the profile is guided.
        """
        try:
            yield from self._paint(prompt, seed, negative, profile, previews)
        except MemoryError as short:
            raise errors.MemoryShort(reason="numpy") from short

    def smaller(self, profile: str | None) -> str | None:
        """The profile to try when memory did not suffice for this one; None if there is none."""
        return wait.smaller(self._bundle.manifest.profiles, self._chosen(profile).name)

    def _paint(
        self, prompt: str, seed: int, negative: str, profile: str | None, previews: bool
    ) -> Iterator[Glance | Scene]:
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
        yield self._scene(latents, prompt, seed, chosen)

    def _context(
        self, prompt: str, negative: str, table: schedule.ScheduleTable
    ) -> NDArray[np.float32]:
        """Hidden states (2, T, D), the negative's first; (1, T, D) where nothing is guided."""
        sentences = (negative, prompt) if table.guided else (prompt,)
        return self._embeddings.of(*sentences)

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
        if self._split and len(latents) > 1:
            halves = zip(latents[:, np.newaxis], context[:, np.newaxis], strict=True)
            return np.concatenate([self._predict(unet, s, timestep, c) for s, c in halves])
        return unet.run({
            "sample": latents,
            "timestep": unet.scalar("timestep", timestep),
            "encoder_hidden_states": context,
        })

    def _scene(
        self, latents: Latents, prompt: str, seed: int, profile: contract.Profile
    ) -> Scene:
        if not np.isfinite(latents).all():
            raise errors.PainterFault(reason="NaN")
        image = self._decoder.run({"latents": latents[np.newaxis]})[0]
        facts = {
            "Prompt": prompt, "Seed": str(seed), "Bundle": self.name, "Profile": profile.name,
        }  # fmt: skip
        png = picture.finished(image, facts)
        return Scene(
            png=png,
            profile=profile.name,
            steps=self._tables[profile.name].evaluations,
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

    def _table(self, profile: contract.Profile) -> schedule.ScheduleTable:
        try:
            return schedule.decode(self._bundle.read(profile.schedule))
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise errors.BundleUnreadable(file=profile.schedule, reason=str(wrong)) from wrong
