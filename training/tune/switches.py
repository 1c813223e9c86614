"""What each memory saver saves, and what it costs: one recipe, one switch at a time, in turns."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

from training.progress import progress
from training.tune.bench import Turn, prepared, turn
from training.tune.likes import Like

AS_IT_IS: Final = "lora"
WHOLE: Final = "dreambooth"
# By name: what differs from the recipe of the bench.
SWITCHES: Final[Mapping[str, Mapping[str, object]]] = {
    AS_IT_IS: {},
    "precision fp32": {"precision": "fp32"},
    "offload false": {"offload": False},
    "micro_batch 1": {"micro_batch": 1},
    "checkpointing": {"checkpointing": True},
    "optimizer adamw8bit": {"optimizer": "adamw8bit"},
    "quantise int8": {"quantise": "int8"},
    "quantise nf4": {"quantise": "nf4"},
    WHOLE: {"method": "dreambooth"},
    "dreambooth, adamw8bit": {"method": "dreambooth", "optimizer": "adamw8bit"},
    "dreambooth, both": {
        "method": "dreambooth", "optimizer": "adamw8bit", "checkpointing": True, "micro_batch": 1,
    },
}  # fmt: skip


class Switched(msgspec.Struct, frozen=True, kw_only=True):
    """One switch: medians, and their ratios to the same method without it."""

    name: str
    seconds: float
    peak: int
    step_time: float
    peak_memory: float
    device: str
    dtype: str


def measure_switches(
    like: Like, home: Path, *, turns: int, steps: int, batch: int
) -> list[Switched]:
    """Measure every switch `turns` times. Raises TrainingError."""
    settings = prepared(like, home, batch=batch, steps=steps)
    rows: dict[str, list[Turn]] = {name: [] for name in SWITCHES}
    order = [(name, more) for _ in range(turns) for name, more in SWITCHES.items()]
    with progress() as bar:
        for name, more in bar.track(order, description="bench"):
            rows[name].append(turn("ours", {**settings, "recipe": more}, home))
    seconds = {name: median(row.seconds for row in found) for name, found in rows.items()}
    peaks = {name: median(row.peak for row in found) for name, found in rows.items()}
    told = []
    for name, found in rows.items():
        beside = WHOLE if name.startswith(WHOLE) else AS_IT_IS
        told.append(
            Switched(
                name=name, seconds=seconds[name], peak=int(peaks[name]),
                step_time=seconds[name] / seconds[beside],
                peak_memory=peaks[name] / peaks[beside],
                device=found[0].device, dtype=found[0].dtype,
            )
        )  # fmt: skip
    return told
