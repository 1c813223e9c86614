"""When to stop: the held-out loss has not been better for a while. Pure; its state is its rows."""

from collections.abc import Sequence
from typing import Any


def best_row(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The earliest row of the lowest "held_out"; None where nothing was held out."""
    measured = [row for row in rows if "held_out" in row]
    return min(measured, key=lambda row: (row["held_out"], row["step"]), default=None)


def exhausted(rows: Sequence[dict[str, Any]], patience: int) -> bool:
    """Have the last `patience` measurements brought nothing better? Never with patience 0."""
    best = best_row(rows)
    if not patience or best is None:
        return False
    later = [row for row in rows if "held_out" in row and row["step"] > best["step"]]
    return len(later) >= patience
