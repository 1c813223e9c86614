"""Sources are read, never written over."""

from pathlib import Path

from training.texts import TrainingError


def require_apart(out: Path, *sources: Path) -> None:
    """Raises TrainingError where `out` is one of `sources` or lies inside one."""
    for source in sources:
        if out.resolve().is_relative_to(source.resolve()):
            raise TrainingError("interop_out", out=out, source=source)
