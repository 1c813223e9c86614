"""What the embedded base is held to, and the report of how it fared: evaluation.json."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from training.files import write_atomically

NAME = "evaluation.json"


class Limit(msgspec.Struct, frozen=True):
    """A value that a figure has to reach, or one that it may not pass."""

    value: float
    most: bool = False

    def met_by(self, figure: float) -> bool:
        """Is the figure on the right side?"""
        return figure <= self.value if self.most else figure >= self.value


LIMITS: Mapping[str, Limit] = MappingProxyType({
    "concept_top1": Limit(0.93),
    "pair_both": Limit(0.75),
    "sky_top1": Limit(0.95),
    "look_top1": Limit(0.90),
    "counts_right": Limit(0.70),
    "diversity": Limit(0.70),
    "copies": Limit(0.0, most=True),
    "kept_out_found": Limit(0.03, most=True),
})  # fmt: skip


class Bar(msgspec.Struct, frozen=True):
    """A figure beside its limit."""

    value: float
    bar: float
    met: bool


class Rapido(msgspec.Struct, frozen=True):
    """The few-step weights. seconds and completo_seconds: of one picture painted alone."""

    concept_top1: float
    seconds: float
    completo_seconds: float


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured. Shares in 0..1 unless named otherwise.

    diversity, diversity_worst: mean and least ratio over the prompts (see diversity.py).
    details: the share of everything asked for, by part.
    """

    base: str
    probe: str
    seeds: int
    pictures: int
    steps: int
    guidance: float
    concept_top1: float
    attire_hit: float
    pair_both: float
    sky_top1: float
    look_top1: float
    counts_right: float
    diversity: float
    diversity_worst: float
    copies: float
    kept_out_found: float
    rapido: Rapido | None
    seconds_per_picture: float
    details: dict[str, dict[str, float]]
    bars: dict[str, Bar]


def bars(figures: Mapping[str, float]) -> dict[str, Bar]:
    """Every figure that has a limit, beside it."""
    return {
        name: Bar(figures[name], limit.value, limit.met_by(figures[name]))
        for name, limit in LIMITS.items()
    }


def read_evaluation(folder: Path) -> Evaluation | None:
    """What a base's folder says of it, or None where it was not measured yet."""
    file = folder / NAME
    return msgspec.json.decode(file.read_bytes(), type=Evaluation) if file.is_file() else None


def write_evaluation(folder: Path, evaluation: Evaluation) -> None:
    """Put evaluation.json into the base's folder."""
    text = msgspec.json.format(msgspec.json.encode(evaluation), indent=1)
    write_atomically(folder / NAME, text + b"\n")
