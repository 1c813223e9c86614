"""Requirements and pins agree, and what is installed is what is pinned."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
TORCH_SIDE = {"torch", "diffusers", "transformers", "peft", "accelerate", "optimum", "bitsandbytes"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    found = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            assert _plain(name) not in found, f"{name} is pinned twice"
            found[_plain(name)] = version
    return found


def _closure(extra: str) -> set[str]:
    """Every distribution that an extra brings, by the metadata of what is installed.

    Not what torch's CUDA build brings to Linux: it fits its own, the CPU build has none of it.
    """
    waiting = [Requirement(text) for text in PROJECT["dependencies"] + EXTRAS[extra]]
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = _plain(wanted.name)
        if name in seen:
            continue
        seen.add(name)
        for text in importlib.metadata.requires(name) or []:
            needed = Requirement(text)
            if name == "torch" and "platform_system" in str(needed.marker):
                continue
            extras = ["", *wanted.extras]
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return seen


def test_every_requirement_is_named_without_a_version() -> None:
    every = [text for texts in EXTRAS.values() for text in texts] + PROJECT["dependencies"]
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", text) for text in every)


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - {"gpu"}))
def test_pip_has_no_freedom(extra: str) -> None:
    pins = _pins()
    for name in _closure(extra):
        assert name in pins, f"{name}, which [{extra}] brings, is not in constraints.txt"
        installed = importlib.metadata.version(name).split("+")[0]
        assert installed == pins[name], f"{name} {installed} is installed, {pins[name]} is pinned"


def test_the_kiosk_extra_brings_nothing_of_the_torch_side() -> None:
    assert not _closure("kiosk") & TORCH_SIDE


def test_build_backend_is_pinned() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = _pins()
    for text in settings["build-system"]["requires"]:
        name, version = text.split("==")
        assert pins[name] == version
    assert "onnxruntime-gpu" in pins


def test_no_index_is_written_down() -> None:
    for name in ("pyproject.toml", "constraints.txt", "Makefile"):
        assert "index-url" not in (ROOT / name).read_text(encoding="utf-8")
