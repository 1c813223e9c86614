"""Autotune: once for each device and bundle, the bundle's own UNet is measured and the result kept.

Decided are the threads and, with CUDA, whether guidance takes one run with two states or two runs
with one. On the processor it is always one run: two runs took 1.2 times as long (30.4 against
25.6 ms) and gave other bytes (a difference of 1.5e-6 where values reach 2.7). The threads can do
the same: with 3 and more, one value in 49,152 of a scene differed by one level from that with 1
or 2. So Painted says both.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kiosk import files, paths
from kiosk.bundle import manifest as contract
from kiosk.bundle.verify import VerifiedBundle
from kiosk.painter import device, graphs, noise, runtime
from kiosk.painter.wait import Measured, Timings

# No thread count is begun after this: a heavy model is measured with all cores and that is it.
BUDGET_S: Final = 5.0
_RUNS: Final = 5
_RUN_BUDGET_S: Final = 0.6
# Fewer threads win when they are nearly as fast: the screen's process needs a core too.
_NEARLY: Final = 1.05
_log = logging.getLogger(__name__)


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that shaped the numbers. `asked_threads`: 0 where the configuration leaves it."""

    device: str
    cores: int
    onnxruntime: str
    provider: str
    asked_threads: int
    manifest_sha256: str


class Trial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thread count: seconds of a UNet run with one state and with two."""

    threads: Annotated[int, msgspec.Meta(ge=1, le=1024)]
    alone_s: Measured
    pair_s: Measured


class Tuning(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was measured and what follows from it."""

    key: Key
    threads: Annotated[int, msgspec.Meta(ge=1, le=1024)]
    split: bool
    timings: Timings
    trials: tuple[Trial, ...]


def key(bundle: VerifiedBundle, provider: str, asked_threads: int) -> Key:
    """What the cache knows this device, bundle and configuration by."""
    return Key(
        device=device.name(provider),
        cores=device.cores(),
        onnxruntime=runtime.version(),
        provider=provider,
        asked_threads=asked_threads,
        manifest_sha256=hashlib.sha256(contract.encode(bundle.manifest)).hexdigest(),
    )


def recall(known_by: Key) -> Tuning | None:
    """What was kept under this very key; None for nothing, and for what cannot be trusted."""
    try:
        kept = msgspec.json.decode(_file(known_by).read_bytes(), type=Tuning)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return kept if kept.key == known_by else None


def measure(
    bundle: VerifiedBundle, known_by: Key, clock: Callable[[], float] = time.perf_counter
) -> Tuning:
    """Measure now, and keep the result. Raises BundleFault, ProviderRefused, MemoryShort."""
    began = clock()
    trials: list[Trial] = []
    for threads in candidates(known_by):
        if trials and clock() - began > BUDGET_S:
            break
        trials.append(_trial(bundle, graphs.Device(known_by.provider, threads), clock))
    best = settled(trials)
    on_processor = known_by.provider == runtime.CPU
    tuning = Tuning(
        key=known_by,
        threads=best.threads,
        split=not on_processor and 2 * best.alone_s * _NEARLY < best.pair_s,
        timings=Timings(
            alone_s=best.alone_s,
            pair_s=best.pair_s,
            decode_s=_decoding(bundle, graphs.Device(known_by.provider, best.threads), clock),
        ),
        trials=tuple(trials),
    )
    _keep(tuning)
    _log.info("measured %d thread counts in %.1f s", len(trials), clock() - began)
    return tuning


def candidates(known_by: Key) -> tuple[int, ...]:
    """Thread counts in the order they are tried: all cores, half of them, and so on down to one.

    With CUDA the processor's threads have little to do, so there is one candidate.
    """
    if known_by.asked_threads:
        return (known_by.asked_threads,)
    if known_by.provider == runtime.CUDA:
        return (known_by.cores,)
    counts = [known_by.cores]
    while counts[-1] > 1:
        counts.append(counts[-1] // 2)
    return tuple(counts)


def settled(trials: list[Trial]) -> Trial:
    """The one with the fewest threads among those nearly as fast as the fastest."""
    limit = min(trial.pair_s for trial in trials) * _NEARLY
    return min((t for t in trials if t.pair_s <= limit), key=lambda trial: trial.threads)


def _trial(bundle: VerifiedBundle, on: graphs.Device, clock: Callable[[], float]) -> Trial:
    unet = graphs.load(bundle, "unet", on)
    model = bundle.manifest.model
    state = (model.latent_channels, model.latent_height, model.latent_width)
    width = unet.width("encoder_hidden_states")

    def inputs(count: int) -> dict[str, NDArray[Any]]:
        return {
            "sample": noise.randn(1, (count, *state)),
            "timestep": unet.scalar("timestep", 1.0),
            "encoder_hidden_states": np.zeros((count, model.max_tokens, width), np.float32),
        }

    alone, pair = inputs(1), inputs(2)
    pair_s = _fastest(lambda: unet.run(pair), clock)
    return Trial(on.threads, _fastest(lambda: unet.run(alone), clock), pair_s)


def _decoding(bundle: VerifiedBundle, on: graphs.Device, clock: Callable[[], float]) -> float:
    decoder = graphs.load(bundle, "vae_decoder", on)
    model = bundle.manifest.model
    state = (1, model.latent_channels, model.latent_height, model.latent_width)
    zeros = {"latents": np.zeros(state, np.float32)}
    return _fastest(lambda: decoder.run(zeros), clock)


def _fastest(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds of the fastest run: what other programs take away lengthens, and nothing shortens.

    The first run also reserves memory, so there is a second, unless the first took very long.
    """
    took: list[float] = []
    while len(took) <= _RUNS and sum(took) < (_RUN_BUDGET_S if len(took) > 1 else BUDGET_S):
        began = clock()
        run()
        took.append(max(clock() - began, 1e-6))
    return min(took)


def _keep(tuning: Tuning) -> None:
    try:
        files.write_atomically(_file(tuning.key), msgspec.json.encode(tuning))
    except OSError as refused:
        # Only time is lost: the next start measures again.
        _log.warning("the measurement could not be kept: %s", refused)


def _file(known_by: Key) -> Path:
    digest = hashlib.sha256(msgspec.json.encode(known_by)).hexdigest()
    return paths.cache_dir() / "tuning" / f"{digest[:32]}.json"
