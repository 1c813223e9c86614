"""`heritage-kiosk tune`: what was measured on this device, and what the kiosk does about it."""

from pathlib import Path
from typing import Any

from kiosk.bundle.verify import VerifiedBundle
from kiosk.cli import report
from kiosk.config import KioskConfig
from kiosk.painter import choose, ready, tune, wait


def show(folder: Path | None, config: KioskConfig, redo: bool, as_json: bool) -> None:
    """Print the measurement of the bundle in use, or in `folder`; measure if there is none.

    Raises BundleFault, ProviderRefused, MemoryShort.
    """
    bundle = ready.open_bundle(config, folder)
    choice = choose.provider(config.provider, bundle)
    known_by = tune.key(bundle, choice.provider, config.threads)
    kept = None if redo else tune.recall(known_by)
    tuning = kept or tune.measure(bundle, known_by)
    fields = _fields(bundle, choice, tuning, config)
    fields["tuning"] = "remembered" if kept else "measured"
    report.result(fields, as_json, _told(fields))


def _fields(
    bundle: VerifiedBundle, choice: choose.Choice, tuning: tune.Tuning, config: KioskConfig
) -> dict[str, Any]:
    manifest = bundle.manifest
    expected = {
        one.name: wait.expected_s(one, tuning.timings, tuning.split) for one in manifest.profiles
    }
    return {
        "bundle": f"{manifest.name}-{manifest.release}",
        "device": tuning.key.device,
        "cores": tuning.key.cores,
        "onnxruntime": tuning.key.onnxruntime,
        "provider": choice.provider,
        "flavour": choice.flavour,
        "why": report.text(f"painter.why.{choice.why}", reason=choice.reason),
        "threads": tuning.threads,
        "split": tuning.split,
        "pair_s": round(tuning.timings.pair_s, 4),
        "alone_s": round(tuning.timings.alone_s, 4),
        "decode_s": round(tuning.timings.decode_s, 4),
        "trials": [
            {"threads": one.threads, "pair_s": round(one.pair_s, 4)} for one in tuning.trials
        ],
        "target_wait_s": config.target_wait_s,
        "profile": config.profile or ready.in_time(config, bundle, tuning),
        "profiles": [
            {
                "name": one.name,
                "evaluations": one.evaluations,
                "expected_s": round(expected[one.name], 3),
                "in_time": expected[one.name] <= config.target_wait_s,
            }
            for one in manifest.profiles
        ],
    }


def _told(fields: dict[str, Any]) -> str:
    lines = [report.say("tuned.device", **fields), report.say("tuned.result", **fields)]
    lines += [report.say("tuned.row", **one) for one in fields["profiles"]]
    return "\n".join([*lines, report.say("tuned.chosen", **fields)])
