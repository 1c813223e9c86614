"""`heritage-kiosk paint` and `say`: one scene, from a sentence or a recording to a PNG file."""

import os
import secrets
import time
import uuid
from pathlib import Path
from typing import Any

import msgspec

from kiosk import catalogue, errors, files
from kiosk.bundle.verify import VerifiedBundle
from kiosk.cli import report, worker
from kiosk.config import KioskConfig
from kiosk.credentials import sign as seal
from kiosk.painter import ready
from kiosk.painter.engine import Glance, Painter, Scene
from kiosk.prompts import path, translate
from kiosk.wire import client, messages

SEED_RANGE = 1 << 32


class Asked(msgspec.Struct, frozen=True):
    """The options that both commands share. `previews` is a folder for a PNG of every step."""

    out: Path
    seed: int | None
    profile: str | None
    bundle: Path | None
    previews: Path | None


def paint(text: str, asked: Asked, config: KioskConfig, as_json: bool) -> None:
    """Paint `text` in this process. Raises HeritageError; a blocked scene leaves with code 3."""
    _check_out(asked.out)
    bundle = ready.open_bundle(config, asked.bundle)
    seed = _seed(asked)
    prepared = _prepare(text, bundle, seed)
    if prepared.verdict == "block":
        _refuse(prepared, {}, as_json)
    painter = ready.plain(config, bundle)
    fields = _painted(painter, prepared, seed, asked, config)
    report.result(fields, as_json, _told(fields, asked.out))


def say(file: Path, asked: Asked, config: KioskConfig, as_json: bool) -> None:
    """Hear `file` in a listener process, then paint what was understood."""
    _check_out(asked.out)
    with worker.started("listener") as listener:
        # Both load at once: the listener its speech model, this process the bundle.
        bundle = ready.open_bundle(config, asked.bundle)
        painter = ready.plain(config, bundle)
        listener.wait_ready()
        heard = _hear(listener.socket, file, config)
    report.note(report.say("heard", transcript=heard.transcript))
    seed = _seed(asked)
    prepared = _prepare(heard.transcript, bundle, seed)
    understood = {
        "transcript": heard.transcript,
        "verdict": prepared.verdict,
        "listen_s": round(heard.listen_s, 3),
    }
    if prepared.verdict == "block":
        _refuse(prepared, understood, as_json)
    fields = _painted(painter, prepared, seed, asked, config) | understood
    report.result(fields, as_json, _told(fields, asked.out))


def _prepare(text: str, bundle: VerifiedBundle, seed: int) -> path.Prepared:
    reads = bundle.manifest.model.prompt_language
    translator = translate.engine_if_any(_tell) if reads == "en" else None
    prepared = path.prepare(text, prompt_language=reads, seed=seed, translator=translator)
    if prepared.notice and prepared.verdict != "block":
        report.note(catalogue.text(prepared.notice, report.language()))
    if prepared.unknown:
        report.note(report.say("unknown", words=", ".join(prepared.unknown)))
    return prepared


def _tell(absent: errors.TranslatorAbsent) -> None:
    report.note(absent.say(report.language()))


def _seed(asked: Asked) -> int:
    return asked.seed if asked.seed is not None else secrets.randbelow(SEED_RANGE)


def _hear(socket: Path, file: Path, config: KioskConfig) -> messages.Heard:
    request = messages.Listen(
        job=uuid.uuid4().hex, source=str(file.absolute()), deadline_s=config.listen_deadline_s
    )
    for event in client.request(socket, request):
        if isinstance(event, messages.Heard):
            return event
    raise errors.ProtocolFault(reason="the listener ended without Heard")


def _painted(
    painter: Painter, prepared: path.Prepared, seed: int, asked: Asked, config: KioskConfig
) -> dict[str, Any]:
    profile = asked.profile or config.profile
    first_preview_s: float | None = None
    made: Glance | Scene | None = None
    for made in painter.paint(
        prepared.final_prompt, seed, prepared.negative_prompt or "", profile
    ):
        first_preview_s = first_preview_s or since_start()
        if isinstance(made, Glance):
            _keep(made, asked.previews)
    if not isinstance(made, Scene):
        raise errors.PainterFault(reason="no picture")
    kept = seal.sealed(made.png)
    files.write_atomically(asked.out, kept)
    return {
        **_words(prepared),
        "seed": seed,
        "steps": made.steps,
        "width": made.width,
        "height": made.height,
        "first_preview_s": round(first_preview_s or 0.0, 3),
        "total_s": round(since_start(), 3),
        "provider": made.provider,
        "bundle": made.bundle,
        "sha256": made.sha256,
        # The hash is that of the picture as painted, the same from run to run; a signed file's
        # own is not.
        **({"credentials": True} if kept is not made.png else {}),
    }


def _words(prepared: path.Prepared) -> dict[str, Any]:
    """What was said, and what became of it."""
    return {
        "prompt": prepared.text,
        "final_prompt": prepared.final_prompt,
        "understood": prepared.understood,
        "unknown_terms": prepared.unknown,
    }


def _keep(glance: Glance, folder: Path | None) -> None:
    report.note(report.say("step", step=glance.step, steps=glance.steps))
    if folder and glance.preview:
        files.write_atomically(folder / f"step-{glance.step:03}.png", glance.preview)


def _refuse(prepared: path.Prepared, fields: dict[str, Any], as_json: bool) -> None:
    message = errors.PromptBlocked(suggestion=prepared.suggestion).say(report.language())
    refused = {"verdict": "block", "suggestion": prepared.suggestion, "message": message}
    told = {**_words(prepared), **fields, **refused}
    report.result(told, as_json, message)
    raise SystemExit(report.EXIT_BLOCKED)


def _check_out(out: Path) -> None:
    """Refuse before the work, not after it, a place that cannot be written to."""
    folder = out.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise errors.OutputRefused(file=out, reason=refused.strerror) from refused
    if out.is_dir():
        raise errors.OutputRefused(file=out, reason=os.strerror(21))
    if not os.access(folder, os.W_OK):
        raise errors.OutputRefused(file=out, reason=os.strerror(13))


def _told(fields: dict[str, Any], out: Path) -> str:
    return report.say("painted", out=out, **fields)


def since_start() -> float:
    """Seconds since this process was started by its parent, interpreter and imports included."""
    stat = Path("/proc/self/stat").read_text(encoding="utf-8")
    started_ticks = int(stat.rpartition(")")[2].split()[19])
    started = started_ticks / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started
