"""Real painter processes, and a bundle whose profiles run out of memory or break on purpose."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from kiosk import paths
from kiosk.bundle import keys, schedule, verify
from kiosk.bundle import manifest as contract

START_S = 120.0
Start = Callable[..., tuple[Path, "subprocess.Popen[bytes]"]]

# 4 bytes each: more than any address space, and a shape that is none.
HUNGRY, BROKEN = 2.0**48, -1.0


@pytest.fixture
def start_painter(keys_folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts `heritage-kiosk painter` on a bundle; `settings` are lines of its configuration."""
    running: list[subprocess.Popen[bytes]] = []

    def start(bundle: Path, settings: str = "") -> tuple[Path, "subprocess.Popen[bytes]"]:
        file = tmp_path / "kiosk.toml"
        file.write_text(settings, encoding="utf-8")
        socket = paths.runtime_dir() / f"{len(running)}.sock"
        command = [sys.executable, "-m", "kiosk", "painter", "--socket", str(socket)]
        process = subprocess.Popen(
            [*command, "--bundle", str(bundle), "--keys", str(keys_folder)],
            env={**os.environ, "HERITAGE_KIOSK_CONFIG": str(file)},
            stderr=subprocess.PIPE,
        )
        running.append(process)
        until = time.monotonic() + START_S
        while not socket.is_socket():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        return socket, process

    yield start
    for process in running:
        process.terminate()
        process.wait(START_S)
        process.stderr.close()


@pytest.fixture
def tiny(tiny_bundle: Path, public_key: bytes) -> verify.VerifiedBundle:
    return verify.read_verified(tiny_bundle, [public_key])


@pytest.fixture(scope="module")
def shipped(shipped_bundle: Path) -> verify.VerifiedBundle:
    return verify.read_verified(shipped_bundle, keys.trusted())


@pytest.fixture
def greedy_bundle(tiny_bundle: Path, resign: Callable[..., None]) -> Path:
    """The tiny bundle with profiles for which no memory suffices, or whose UNet fails.

    Its UNet reserves as many numbers as the timestep says, and adds their sum, which is zero.
    """
    file = tiny_bundle / "unet.onnx"
    model = onnx.load(file)
    node = helper.make_node
    (last,) = [one for one in model.graph.node if "out_sample" in one.output]
    last.output[0] = "mixed"
    model.graph.node.extend([
        node("Cast", ["timestep"], ["count"], to=TensorProto.INT64),
        node("Reshape", ["count", "one"], ["shape"]),
        node("ConstantOfShape", ["shape"], ["reserved"]),
        node("ReduceSum", ["reserved"], ["zero"], keepdims=0),
        node("Add", ["mixed", "zero"], ["out_sample"]),
    ])
    model.graph.initializer.append(numpy_helper.from_array(np.array([1]), "one"))
    file.write_bytes(model.SerializeToString())
    known = contract.decode((tiny_bundle / "manifest.json").read_bytes()).profiles
    added = [
        _profile(tiny_bundle, "unguided", 2, 1.0, 1.0),
        _profile(tiny_bundle, "hungry", 3, 2.0, HUNGRY),
        _profile(tiny_bundle, "starved", 1, 1.0, HUNGRY),
        _profile(tiny_bundle, "broken", 3, 2.0, BROKEN),
    ]
    resign(tiny_bundle, profiles=(*known, *added))
    return tiny_bundle


def _profile(
    folder: Path, name: str, count: int, guidance: float, timestep: float
) -> contract.Profile:
    table = schedule.ScheduleTable(
        scheduler="test",
        evaluations=count,
        guidance_scale=guidance,
        noises=0,
        timesteps=(timestep,) * count,
        rows=((1.0, *(0.0,) * count),) * (count + 1),
    )
    (folder / f"schedule-{name}.json").write_bytes(schedule.encode(table))
    return contract.Profile(
        name=name,
        schedule=f"schedule-{name}.json",
        scheduler="test",
        evaluations=count,
        guidance_scale=guidance,
    )
