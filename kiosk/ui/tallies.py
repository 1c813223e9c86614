"""Counters as staff read them: days as bars, waits and refusals as lists, names in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from kiosk import catalogue
from kiosk.gallery import counters

DAYS: Final = 14

_BY_DAY: Final = (counters.VISITS, counters.SCENES, counters.KEPT)
_WAITS: Final = (*(f"wait.{end}" for end in counters.WAITS_S), "wait.more")
_ALLOWED: Final = counters.words(None)

Counts = Mapping[date, Mapping[str, int]]


def told(counts: Counts, language: str) -> dict[str, Any]:
    """`days` (labels), `charts` and `lists` of rows with `label`, `values` or `count`."""
    sums: dict[str, int] = {}
    for of_day in counts.values():
        for name, count in of_day.items():
            sums[name] = sums.get(name, 0) + count
    refused = sorted(
        (name for name in sums if counters.category(name) and name != _ALLOWED),
        key=lambda name: (-sums[name], name),
    )
    return {
        "days": [f"{day.day}/{day.month}" for day in counts],
        "charts": [_chart(name, counts, language) for name in _BY_DAY],
        "waits": _rows(_WAITS, sums, language),
        "words": _rows(refused, sums, language),
        "reviews": _rows(("approved", "rejected", "removed"), sums, language),
    }


def _chart(name: str, counts: Counts, language: str) -> dict[str, Any]:
    values = [of_day.get(name, 0) for of_day in counts.values()]
    return {"label": label(name, language), "values": values, "count": sum(values)}


def _rows(names: Sequence[str], sums: Mapping[str, int], language: str) -> list[dict[str, Any]]:
    return [{"label": label(name, language), "count": sums.get(name, 0)} for name in names]


def label(name: str, language: str) -> str:
    """What a counter is called; a museum's own rule keeps the name that the museum gave it."""
    if name.startswith("wait."):
        end = name.removeprefix("wait.")
        if end == "more":
            return catalogue.text("statistics.wait_more", language, seconds=counters.WAITS_S[-1])
        return catalogue.text("statistics.wait", language, seconds=end)
    category = counters.category(name)
    key = f"statistics.words.{category}" if category else f"statistics.{name}"
    known = catalogue.keys(catalogue.DEFAULT)
    return catalogue.text(key, language) if key in known else category or name
