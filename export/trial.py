"""The kiosk's real painter as a process, on a copy of the new bundle under a throw-away key.

So the gate has no way round the signature, and what it measures is what a gallery runs. The
wire's frame (4-byte length, 1-byte version, msgpack) is written out here because nothing of the
kiosk but its bundle format may be imported.
"""

import contextlib
import ctypes
import io
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import torch
from PIL import Image

from export import flavours, sign
from export.errors import PainterFailed
from export.parity import Paint, Picture, Scene
from kiosk.bundle import manifest as contract

_PROTOCOL: Final = 2
# The kiosk's own words for a provider.
_PROVIDERS: Final = {flavours.CPU: "cpu", flavours.CUDA: "cuda"}
# Opened beforehand: little may be done between fork and exec.
_LIBC: Final = ctypes.CDLL(None)
_PREFIX: Final = struct.Struct(">IB")
_START_S: Final = 120.0
_SCENE_S: Final = 600.0
_POLL_S: Final = 0.005


@dataclass(frozen=True)
class Running:
    """A painter at work; `began` is time.perf_counter() just before its process started."""

    pid: int
    began: float
    paint: Paint


@contextlib.contextmanager
def painter(
    folder: Path, manifest: contract.Manifest, provider: str = flavours.CPU
) -> Iterator[Paint]:
    """Serve scenes from the bundle files in `folder` until the block ends. Raises PainterFailed."""
    with running(folder, manifest, provider) as found:
        yield found.paint


@contextlib.contextmanager
def running(
    folder: Path, manifest: contract.Manifest, provider: str, kept: Path | None = None
) -> Iterator[Running]:
    """Like `painter`. kept: where what the painter measured of this machine stays afterwards."""
    # The copy lies beside the files, where it takes no room; the socket where paths are short.
    with (
        tempfile.TemporaryDirectory(prefix="heritage-") as name,
        tempfile.TemporaryDirectory(prefix=".trial-", dir=folder.parent) as beside,
    ):
        home = Path(name)
        bundle = _copy(folder, manifest, home, Path(beside))
        began = time.perf_counter()
        process = _start(bundle, home, provider, kept or home / "cache")
        try:
            _wait_ready(process, home)
            yield Running(process.pid, began, lambda scene: _paint(home / "painter.sock", scene))
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5.0)
            process.kill()
            process.wait()


def _copy(folder: Path, manifest: contract.Manifest, home: Path, beside: Path) -> Path:
    bundle = beside / "bundle"
    bundle.mkdir()
    for entry in manifest.files:
        try:
            os.link(folder / entry.name, bundle / entry.name)
        except OSError:
            shutil.copyfile(folder / entry.name, bundle / entry.name)
    sign.sign_for_trial(bundle, manifest, home / "keys")
    return bundle


def _start(bundle: Path, home: Path, provider: str, cache: Path) -> subprocess.Popen[bytes]:
    """The painter with folders and a configuration of its own: this machine's do not count."""
    settings = f'threads = {torch.get_num_threads()}\nprovider = "{_PROVIDERS[provider]}"\n'
    (home / "kiosk.toml").write_text(settings, encoding="utf-8")
    source = str(Path(contract.__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    own = {
        "HERITAGE_KIOSK_CONFIG": str(home / "kiosk.toml"),
        "STATE_DIRECTORY": str(home / "state"),
        "CACHE_DIRECTORY": str(cache),
        "RUNTIME_DIRECTORY": str(home / "run"),
        "PYTHONPATH": search,
    }
    command = [
        sys.executable, "-m", "kiosk", "painter", "--json", "--socket", str(home / "painter.sock"),
        "--bundle", str(bundle), "--keys", str(home / "keys"),
    ]  # fmt: skip
    with (home / "said").open("wb") as said:
        # Our own interpreter, our own package, paths that we made.
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **own},
            preexec_fn=_die_with_parent,
        )


def _die_with_parent() -> None:
    """A build that is killed must not leave a painter behind (prctl's PR_SET_PDEATHSIG)."""
    _LIBC.prctl(1, signal.SIGKILL)


def _wait_ready(process: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + _START_S
    while not (home / "painter.sock").is_socket():
        if process.poll() is not None:
            raise PainterFailed(reason=_last_words(home / "said") or process.returncode)
        if time.monotonic() > until:
            raise PainterFailed(reason=f"{_START_S:g} s")
        time.sleep(_POLL_S)


def _last_words(file: Path) -> str:
    """The sentence in the last line the painter wrote, or the line itself."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
    with contextlib.suppress(msgspec.DecodeError):
        told = msgspec.json.decode(lines[-1])
        return str(told["message"]) if isinstance(told, dict) and "message" in told else lines[-1]
    return lines[-1]


def _paint(path: Path, scene: Scene) -> Picture:
    request = {
        "type": "Paint",
        "job": "parity",
        "prompt": scene.prompt,
        "seed": scene.seed,
        "profile": scene.profile.name,
        "deadline_s": _SCENE_S,
        "previews": False,
    }
    body = msgspec.msgpack.encode(request)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_SCENE_S)
            connection.connect(os.fspath(path))
            connection.sendall(_PREFIX.pack(len(body), _PROTOCOL) + body)
            with connection.makefile("rb") as stream:
                event = _last_event(stream)
    except OSError as error:
        raise PainterFailed(reason=error) from error
    if event.get("type") != "Painted":
        values = ", ".join(event.get("values", {}).values())
        raise PainterFailed(reason=f"{event.get('kind', event.get('type'))} {values}".strip())
    if event.get("instead_of"):
        raise PainterFailed(reason=f"{event['instead_of']} → {event.get('profile')}")
    with Image.open(io.BytesIO(event["png"])) as picture:
        return np.asarray(picture.convert("RGB"))


def _last_event(stream: Any) -> dict[str, Any]:
    while True:
        prefix = stream.read(_PREFIX.size)
        if len(prefix) < _PREFIX.size:
            raise PainterFailed(reason="EOF")
        length, _version = _PREFIX.unpack(prefix)
        event: dict[str, Any] = msgspec.msgpack.decode(stream.read(length))
        if event["type"] != "Progress":
            return event
