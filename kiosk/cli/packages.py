"""`heritage-kiosk bundle`: is this bundle sound, and use it from now on."""

from pathlib import Path

from kiosk import errors
from kiosk.bundle import keys, store
from kiosk.cli import report
from kiosk.config import KioskConfig


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


def _store(config: KioskConfig) -> store.BundleStore:
    return store.BundleStore(keys.trusted([Path(folder) for folder in config.keys] or None))
