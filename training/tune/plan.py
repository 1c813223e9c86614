"""Before a run: the memory and time it will take on this device, and which switches make it fit."""

import math
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import torch
from safetensors import safe_open

from training.tune.config import TuneConfig
from training.tune.count import count
from training.tune.parts import Parts, default_device, dtype_for

# Passes that a step takes, in forward passes: with frozen weights the backward pass computes
# gradients of activations alone; with checkpointing the forward pass runs twice.
_PASSES = {"lora": 2.2, "dreambooth": 3.0}
# Shares of the device's speed at large matrix products that the UNet was seen to reach.
_REACHED = {"cpu": 0.45, "cuda": 0.3}
# The allocator's slack over what was counted, and temporaries: seen on the embedded base.
_TEMPORARIES = 6
_BITS = {"none": None, "nf4": 4.5, "int8": 8.5}  # a weight, its scales among them


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast. Memory in bytes beyond what the libraries take; `seconds` a step.

    switches: settings that, taken together, would make it fit; empty where it fits as it is.
    """

    device: str
    dtype: str
    memory: Mapping[str, int]
    peak: int
    free: int
    fits: bool
    seconds: float
    total_seconds: float
    switches: Mapping[str, object]
    fits_with_switches: bool


def plan(config: TuneConfig, *, free: int | None = None) -> Plan:
    """Forecast `config` on this machine's device, or for one with `free` bytes."""
    device = default_device()
    parts = Parts(config.base, device, dtype_for(config.precision, device))
    have = free_memory(device) if free is None else free
    memory, flops = _memory(config, parts)
    peak = sum(memory.values())
    switches: dict[str, object] = {}
    smaller = peak
    for name, value in _switches(config):
        if smaller <= have:
            break
        changed = msgspec.structs.replace(config, **{**switches, name: value})
        needed = sum(_memory(changed, parts)[0].values())
        if needed < smaller:
            switches[name] = value
            smaller = needed
    seconds = _seconds(config, flops, parts)
    return Plan(
        device=device.type,
        dtype=str(parts.dtype).removeprefix("torch."),
        memory=memory,
        peak=peak,
        free=have,
        fits=peak <= have,
        seconds=seconds,
        total_seconds=seconds * config.steps,
        switches=switches,
        fits_with_switches=smaller <= have,
    )


def free_memory(device: torch.device) -> int:
    """Bytes that a run can have on `device` now."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    with Path("/proc/meminfo").open(encoding="ascii") as table:
        for line in table:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    raise OSError("/proc/meminfo")


def _switches(config: TuneConfig) -> Iterator[tuple[str, object]]:
    """Memory savers that are not on yet, the cheapest in time first."""
    if not config.offload:
        yield "offload", True
    micro = config.micro
    while micro > 1:
        micro = -(-micro // 2)
        yield "micro_batch", micro
    if config.method == "dreambooth" and config.optimizer != "adamw8bit":
        yield "optimizer", "adamw8bit"
    if not config.checkpointing:
        yield "checkpointing", True
    if config.method == "lora" and config.quantise == "none":
        yield "quantise", "nf4"


def _memory(config: TuneConfig, parts: Parts) -> tuple[dict[str, int], int]:
    """Bytes by what holds them, and the FLOPs of a step's forward passes."""
    side = (config.resolution or parts.side) // parts.step * parts.step
    tokens = parts.tokenizer.model_max_length
    one = count(config, parts, (side, side), pictures=config.micro, tokens=tokens)
    state = 8 if config.optimizer == "adamw" else 2
    memory = {
        "weights": _held(config, one.weights, one.learnt),
        "gradients": 4 * one.learnt,
        "optimizer": state * one.learnt,
        "average": 4 * one.learnt if config.ema_decay else 0,
        "activations": one.kept,
        "temporaries": _TEMPORARIES * one.largest,
        "other_parts": _others(config, parts),
    }
    pictures = config.batch + (config.prior_batch if config.prior != "none" else 0)
    return memory, one.flops * pictures // config.micro


def _held(config: TuneConfig, weights: int, learnt: int) -> int:
    bits = _BITS[config.quantise]
    if bits is None:
        return weights
    frozen = weights - 4 * learnt
    return int(frozen / 16 * bits) + 4 * learnt


def _others(config: TuneConfig, parts: Parts) -> int:
    """The weights of text encoder and autoencoder, where they stay on the device."""
    staying = {"text_encoder": not config.offload or config.text_encoder, "vae": not config.offload}
    bytes_each = {"text_encoder": parts.dtype.itemsize, "vae": 4}
    return sum(
        numbers_in(parts.folder / name) * bytes_each[name]
        for name, stays in staying.items()
        if stays
    )


def numbers_in(part: Path) -> int:
    """How many numbers the weights of a part hold, read from its files' heads."""
    total = 0
    for file in part.glob("*.safetensors"):
        with safe_open(file, framework="pt") as weights:
            total += sum(math.prod(weights.get_slice(key).get_shape()) for key in weights.keys())  # noqa: SIM118
    return total


def _seconds(config: TuneConfig, flops: int, parts: Parts) -> float:
    passes = _PASSES[config.method] + (1.0 if config.checkpointing else 0.0)
    return flops * passes / (speed(parts) * _REACHED[parts.device.type])


def speed(parts: Parts) -> float:
    """FLOP/s of large matrix products in the run's number format, measured in half a second."""
    side = 4096 if parts.device.type == "cuda" else 1024
    one = torch.ones((side, side), dtype=parts.dtype, device=parts.device)
    best = float("inf")
    ends = time.monotonic() + 0.5
    while time.monotonic() < ends:
        began = time.monotonic()
        one @ one
        if parts.device.type == "cuda":
            torch.cuda.synchronize()
        best = min(best, time.monotonic() - began)
    return 2 * side**3 / best
