"""Where files live: read-only assets, and the folders systemd (or XDG) gives a process."""

import os
import tempfile
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def assets() -> Path:
    """Folder of the shipped assets: beside the package when installed, else the checkout's."""
    installed = _PACKAGE / "_assets"
    return installed if installed.is_dir() else _PACKAGE.parent / "assets"


def state_dir() -> Path:
    """Private folder that survives a restart ($STATE_DIRECTORY under systemd)."""
    return _own_folder("STATE_DIRECTORY", "XDG_STATE_HOME", Path.home() / ".local" / "state")


def cache_dir() -> Path:
    """Private folder whose loss costs only time ($CACHE_DIRECTORY under systemd)."""
    return _own_folder("CACHE_DIRECTORY", "XDG_CACHE_HOME", Path.home() / ".cache")


def runtime_dir() -> Path:
    """Private folder for sockets ($RUNTIME_DIRECTORY under systemd); short enough for AF_UNIX."""
    fallback = Path(tempfile.gettempdir()) / f"heritage-{os.getuid()}"
    return _own_folder("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", fallback)


def _own_folder(systemd_name: str, xdg_name: str, fallback: Path) -> Path:
    given = os.environ.get(systemd_name)
    if given:
        folder = Path(given.split(":", 1)[0])
    else:
        folder = Path(os.environ.get(xdg_name) or fallback) / "heritage-kiosk"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
