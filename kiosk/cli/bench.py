"""`heritage-kiosk bench`: what the painter takes, measured from outside, as the screen sees it."""

import statistics
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk import errors
from kiosk.cli import packages, report, worker
from kiosk.config import KioskConfig
from kiosk.wire import client, messages

SENTENCE: Final = "um gaúcho tomando chimarrão na coxilha ao entardecer"
SEED: Final = 1835


class Asked(msgspec.Struct, frozen=True):
    """`bundle` and `keys` as for painting; `runs` warm pictures of each profile are measured."""

    bundle: Path | None
    keys: tuple[Path, ...]
    runs: int


def bench(asked: Asked, config: KioskConfig, as_json: bool) -> None:
    """One bundle: from the start of the process to the first picture, and each profile warm."""
    with worker.started("painter", *_options(asked)) as child:
        began = time.perf_counter()
        child.wait_ready()
        ready_s = time.perf_counter() - began
        engine, name = _engine(child)
        first = _paint(child, config, None)
        profiles = [_profile(child, config, one, asked.runs) for one in engine.profiles]
        fields = {
            "bundle": name,
            "provider": engine.provider,
            "flavour": engine.flavour,
            "why": engine.why,
            "threads": engine.threads,
            "split": engine.split,
            "tuning": engine.tuning,
            "profile": engine.profile,
            "ready_s": round(ready_s, 3),
            "first_s": round(first.total_s, 3),
            "peak_mb": child.memory_mb("VmHWM"),
            "profiles": profiles,
        }
    lines = [report.say("bench.start", **fields), report.say("bench.head")]
    lines += [report.say("bench.row", **one) for one in profiles]
    report.result(fields, as_json, "\n".join(lines))


def growth(asked: Asked, config: KioskConfig, as_json: bool) -> None:
    """Each profile with one bundle in memory, with two, and so on to `bundles_in_memory`."""
    folder = asked.bundle or packages.in_use(config)
    rows: list[dict[str, Any]] = []
    with (
        tempfile.TemporaryDirectory() as names,
        worker.started("painter", *_options(asked)) as child,
    ):
        child.wait_ready()
        engine, _ = _engine(child)
        for count in range(1, config.bundles_in_memory + 1):
            load_s = 0.0
            if count > 1:
                # The same bundle by another name: the painter knows bundles by their folders.
                alias = Path(names) / str(count)
                alias.symlink_to(folder.absolute(), target_is_directory=True)
                load_s = _load(child, config, alias)
            for name in engine.profiles:
                row = _profile(child, config, name, asked.runs)
                memory = {"memory_mb": child.memory_mb("VmRSS"), "load_s": round(load_s, 3)}
                rows.append({"bundles": count, **row, **memory})
    rows.sort(key=lambda row: (row["bundles"], row["steps"]))
    lines = [report.say("bench.growth_head")]
    lines += [report.say("bench.growth_row", **row) for row in rows]
    report.result({"growth": rows}, as_json, "\n".join(lines))


def _profile(child: worker.Child, config: KioskConfig, name: str, runs: int) -> dict[str, Any]:
    """The medians of `runs` warm pictures, after one that is not counted."""
    _paint(child, config, name)
    made = [_paint(child, config, name) for _ in range(runs)]
    return {
        "profile": name,
        "steps": made[0].steps,
        "warm_s": round(statistics.median(one.total_s for one in made), 4),
        "first_preview_s": round(statistics.median(one.first_preview_s for one in made), 4),
        "step_s": round(statistics.median(one.step_s for one in made), 5),
        "painted": made[0].profile,
    }


class _Picture(msgspec.Struct, frozen=True):
    """One picture's times, previews included. `step_s` is between the first and the last step."""

    total_s: float
    first_preview_s: float
    step_s: float
    steps: int
    profile: str


def _paint(child: worker.Child, config: KioskConfig, profile: str | None) -> _Picture:
    request = messages.Paint(
        job=uuid.uuid4().hex,
        prompt=SENTENCE,
        seed=SEED,
        deadline_s=config.paint_deadline_s,
        profile=profile,
    )
    began = time.perf_counter()
    at: list[float] = []
    for event in client.request(child.socket, request):
        at.append(time.perf_counter() - began)
        if isinstance(event, messages.Painted):
            steps = at[:-1]
            return _Picture(
                total_s=at[-1],
                first_preview_s=at[0],
                step_s=(steps[-1] - steps[0]) / max(1, len(steps) - 1),
                steps=event.steps,
                profile=event.profile,
            )
    raise errors.ProtocolFault(reason="the painter ended without Painted")


def _load(child: worker.Child, config: KioskConfig, folder: Path) -> float:
    request = messages.Load(
        job=uuid.uuid4().hex, folder=str(folder), deadline_s=config.paint_deadline_s
    )
    for event in client.request(child.socket, request):
        if isinstance(event, messages.Loaded):
            return event.load_s
    raise errors.ProtocolFault(reason="the painter ended without Loaded")


def _engine(child: worker.Child) -> tuple[messages.Engine, str]:
    for event in client.request(child.socket, messages.Health(job=uuid.uuid4().hex)):
        if isinstance(event, messages.Healthy) and event.engine:
            return event.engine, event.detail
    raise errors.ProtocolFault(reason="the painter does not say what it paints with")


def _options(asked: Asked) -> list[str]:
    chosen = ["--bundle", str(asked.bundle)] if asked.bundle else []
    return chosen + [part for folder in asked.keys for part in ("--keys", str(folder))]
