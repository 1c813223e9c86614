"""From the configuration to a warm painter: which bundle, which provider, how tuned."""

import logging
import time
from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk import catalogue, config, heap, heartbeat
from kiosk.bundle import keys, store
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import choose, tune, wait
from kiosk.painter.engine import Painter

# How many times the first run of everything a single step may take before it counts as hung.
_PATIENCE: Final = 4
_log: Final = logging.getLogger(__name__)


class Ready(msgspec.Struct, frozen=True):
    """A painter and how it came to be. `profile` is painted where a request names none."""

    painter: Painter
    bundle: VerifiedBundle
    choice: choose.Choice
    threads: int
    split: bool
    tuning: Literal["measured", "remembered", "none"]
    profile: str

    def why(self, language: str) -> str:
        """Why this provider, in the reader's language."""
        key = f"painter.why.{self.choice.why}"
        return catalogue.text(key, language, reason=self.choice.reason)


def find_bundle(settings: config.KioskConfig, folder: Path | None = None) -> store.Opened:
    """The verified bundle in use, or exactly the one in `folder`, if given. Raises BundleFault."""
    trusted = keys.trusted([Path(key) for key in settings.keys] or None)
    bundles = store.BundleStore(trusted)
    if folder is not None:
        return store.Opened(bundles.recall(folder))
    return bundles.open(Path(settings.bundle) if settings.bundle else None)


def open_bundle(settings: config.KioskConfig, folder: Path | None = None) -> VerifiedBundle:
    """Like `find_bundle`; why a better candidate was refused goes into the log."""
    found = find_bundle(settings, folder)
    for fault in found.refused:
        _log.warning("%s", fault.say(settings.language))
    return found.bundle


def prepare(
    settings: config.KioskConfig, bundle: VerifiedBundle, *, measure: bool = True
) -> Ready:
    """Choose, tune and load. Measures where nothing is known of this device, unless told not to.

    Raises BundleFault, ProviderRefused, MemoryShort.
    """
    choice = choose.provider(settings.provider, bundle)
    known_by = tune.key(bundle, choice.provider, settings.threads)
    tuning = tune.recall(known_by)
    origin: Literal["measured", "remembered", "none"] = "remembered" if tuning else "none"
    if tuning is None and measure:
        tuning, origin = tune.measure(bundle, known_by), "measured"
    threads = tuning.threads if tuning else config.threads(settings)
    split = tuning.split if tuning else False
    return Ready(
        painter=Painter(bundle, threads, choice.provider, split=split),
        bundle=bundle,
        choice=choice,
        threads=threads,
        split=split,
        tuning=origin,
        profile=settings.profile or in_time(settings, bundle, tuning),
    )


def plain(settings: config.KioskConfig, bundle: VerifiedBundle) -> Painter:
    """A painter for one command, which does not depend on what was measured.

    So the same sentence, seed and bundle paint the same scene before and after. Raises as above.
    """
    choice = choose.provider(settings.provider, bundle)
    return Painter(bundle, config.threads(settings), choice.provider)


def warm(settings: config.KioskConfig, bundle: VerifiedBundle, *, measure: bool = True) -> Ready:
    """Like `prepare`, and every graph has run once."""
    made = prepare(settings, bundle, measure=measure)
    began = time.monotonic()
    made.painter.warm_up()
    heartbeat.allow(_PATIENCE * (time.monotonic() - began))
    heap.return_memory()
    return made


def in_time(
    settings: config.KioskConfig, bundle: VerifiedBundle, tuning: tune.Tuning | None
) -> str:
    """The profile that a visitor can wait for; the bundle's default where nothing was measured."""
    manifest = bundle.manifest
    if tuning is None:
        return manifest.default_profile
    return wait.within(
        settings.target_wait_s,
        manifest.profiles,
        manifest.default_profile,
        tuning.timings,
        tuning.split,
    )
