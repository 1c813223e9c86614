"""`heritage-kiosk bundle`: is this bundle sound, and use it from now on."""

import uuid
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.bundle import keys, store
from kiosk.cli import report
from kiosk.config import KioskConfig
from kiosk.wire import client, messages

# A large model from a slow disk; the screen paints on meanwhile.
LOAD_S: Final = 300.0


def verify(folder: Path, config: KioskConfig, as_json: bool) -> bool:
    """Print {ok, release, files, reason}; whether the bundle may be used on this machine."""
    try:
        manifest = _store(config).check(folder).manifest
    except errors.BundleFault as fault:
        reason = fault.say(report.language())
        report.result(
            {"ok": False, "release": None, "files": 0, "reason": reason}, as_json, reason
        )
        return False
    files = len(manifest.files)
    report.result(
        {"ok": True, "release": manifest.release, "files": files, "reason": None},
        as_json,
        report.say("verified", name=manifest.name, release=manifest.release, files=files),
    )
    return True


def install(folder: Path, config: KioskConfig, as_json: bool) -> None:
    """Make the bundle the one in use. Raises BundleFault; then the one before stays in use."""
    installed = _store(config).install(folder)
    manifest = installed.manifest
    report.result(
        {"name": manifest.name, "release": manifest.release, "folder": str(installed.folder)},
        as_json,
        report.say("installed", name=manifest.name, release=manifest.release),
    )


def load(folder: Path | None, socket: Path, ahead: bool, as_json: bool) -> None:
    """Have the running painter load a bundle, and paint with it unless `ahead`.

    Raises BundleFault (then it goes on with the one in use), WorkerAbsent, DeadlinePassed.
    """
    request = messages.Load(
        job=uuid.uuid4().hex,
        deadline_s=LOAD_S,
        folder=str(folder.absolute()) if folder else None,
        use=not ahead,
    )
    for event in client.request(socket, request):
        if isinstance(event, messages.Loaded):
            fields = {
                "bundle": event.bundle,
                "in_use": event.in_use,
                "already": event.already,
                "load_s": round(event.load_s, 3),
                "switch_s": round(event.switch_s, 6),
            }
            report.result(
                fields, as_json, report.say("loaded" if event.in_use else "ahead", **fields)
            )


def in_use(config: KioskConfig) -> Path:
    """The folder of the bundle in use. Raises BundleFault."""
    return _store(config).open(Path(config.bundle) if config.bundle else None).bundle.folder


def _store(config: KioskConfig) -> store.BundleStore:
    return store.BundleStore(keys.trusted([Path(folder) for folder in config.keys] or None))
