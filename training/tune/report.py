"""The run's report: one static page with curves, samples and facts; opens without a network."""

import base64
import io
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image

from training.files import write_atomically
from training.texts import language, say
from training.tune.config import TuneConfig
from training.tune.folder import Folder, rows
from training.tune.manifest import Manifest, read_manifest
from training.tune.patience import best_row
from training.tune.plot import curves, smoothed

_SHOWN = 6  # rows of sample pictures at most, evenly over the run


def write_report(folder: Folder, config: TuneConfig) -> Path | None:
    """Write report.html, pictures inside it; None before a run has begun."""
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    steps, watched = rows(folder.steps), rows(folder.watched)
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    pages.globals["say"] = say
    page = pages.get_template("report.html").render(
        language=language(),
        config=config,
        manifest=manifest,
        facts=_facts(config, manifest, steps, watched),
        charts=[(say(f"tune_chart_{name}"), Markup(svg)) for name, svg in _charts(steps, watched)],  # noqa: S704
        samples=_samples(folder),
        prompts=config.sample_prompts,
    )
    write_atomically(folder.report, page.encode())
    written: Path = folder.report
    return written


def _facts(
    config: TuneConfig,
    manifest: Manifest,
    steps: list[dict[str, Any]],
    watched: list[dict[str, Any]],
) -> list[tuple[str, str]]:
    held = sum(1 for one in manifest.pictures if one.held_out)
    facts = [
        ("tune_fact_method", config.method),
        ("tune_fact_base", f"{manifest.recipe['base']} · {manifest.base_sha256[:16]}"),
        ("tune_fact_pictures", f"{len(manifest.pictures) - held} + {held}"),
        ("tune_fact_steps", f"{len(steps)} / {config.steps}"),
        ("tune_fact_device", f"{manifest.device} · {manifest.dtype}"),
    ]
    if steps:
        facts.append(("tune_fact_seconds", f"{median(row['seconds'] for row in steps):.3f} s"))
    best = best_row(watched)
    if best is not None:
        facts.append(("tune_fact_best", f"{best['held_out']:.4f} · {best['step']}"))
    if watched:
        facts.append(("tune_fact_drift", f"{watched[-1]['drift']:.5f}"))
    return [(say(key), value) for key, value in facts]


def _charts(steps: list[dict[str, Any]], watched: list[dict[str, Any]]) -> list[tuple[str, str]]:
    across = say("tune_across")
    learnt: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in steps:
        for name in ("loss", "prior"):
            if name in row:
                learnt[say(f"tune_line_{name}")].append((row["step"], row[name]))
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in watched:
        for name in ("train", "held_out"):
            if name in row:
                seen[say(f"tune_line_{name}")].append((row["step"], row[name]))
    drift = {say("tune_line_drift"): [(row["step"], row["drift"]) for row in watched]}
    found = [
        ("loss", curves({name: smoothed(points) for name, points in learnt.items()}, across)),
        ("watched", curves(seen, across)),
        ("drift", curves(drift, across)),
    ]
    return [(name, svg) for name, svg in found if svg]


def _samples(folder: Folder) -> list[tuple[int, list[str]]]:
    """Step and the pictures painted there, as data addresses."""
    by_step: dict[int, list[Path]] = defaultdict(list)
    for file in sorted(folder.samples.glob("??????-??.png")):
        by_step[int(file.name[:6])].append(file)
    chosen = sorted(by_step)
    if len(chosen) > _SHOWN:
        chosen = [chosen[round(n * (len(chosen) - 1) / (_SHOWN - 1))] for n in range(_SHOWN)]
    return [(step, [_inline(file) for file in by_step[step]]) for step in chosen]


def _inline(file: Path) -> str:
    small = io.BytesIO()
    with Image.open(file) as picture:
        picture.convert("RGB").save(small, "JPEG", quality=88)
    return "data:image/jpeg;base64," + base64.b64encode(small.getvalue()).decode()
