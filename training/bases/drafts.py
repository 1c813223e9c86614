"""A new folder that stands whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from training.texts import TrainingError


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A draft beside `out` to write to; renamed to `out` at the end, removed after a failure.

    Raises TrainingError where `out` is there already or the disk takes no more.
    """
    out = out.absolute()
    if out.exists():
        raise TrainingError("base_exists", folder=out)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        yield draft
        draft.rename(out)
    except (OSError, SafetensorError) as error:
        raise TrainingError("base_unwritten", folder=out, reason=error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
