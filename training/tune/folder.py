"""The files of a run's folder, and the errors of the disk it lies on in the reader's words."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from training.texts import TrainingError

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO}
# A checkpoint is written while the one before still stands, and the best one beside both.
_COPIES = 3


class Folder:
    """Where a run keeps what: see the properties."""

    def __init__(self, path: Path) -> None:
        self.path = path

    checkpoints = property(lambda self: self.path / "checkpoints")
    cache = property(lambda self: self.path / "cache")
    samples = property(lambda self: self.path / "samples")
    best = property(lambda self: self.path / "best")
    logs = property(lambda self: self.path / "logs")
    manifest = property(lambda self: self.path / "run.json")
    steps = property(lambda self: self.path / "steps.jsonl")
    watched = property(lambda self: self.path / "watch.jsonl")
    answers = property(lambda self: self.path / "base-answers.safetensors")
    report = property(lambda self: self.path / "report.html")

    def open(self, needed: int) -> None:
        """Make the folder. Raises TrainingError where it lacks `needed` bytes of space."""
        self.path.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.path).free
        if free < _COPIES * needed:
            raise TrainingError(
                "disk_short", folder=self.path, needed=_mebibytes(_COPIES * needed),
                free=_mebibytes(free),
            )  # fmt: skip


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Within: what the disk refuses becomes a sentence that names `folder`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK:
            raise
        raise TrainingError("disk_refuses", folder=folder, reason=error.strerror) from error
    except SafetensorError as error:
        if "os error" not in str(error).casefold():
            raise
        raise TrainingError("disk_refuses", folder=folder, reason=error) from error
    except RuntimeError as error:
        # torch.save reports a short write of its own container so.
        if "PytorchStreamWriter" not in str(error):
            raise
        raise TrainingError("disk_refuses", folder=folder, reason="write") from error


def append(file: Path, row: Mapping[str, Any]) -> None:
    """Add one line of JSON to `file`, out of this process's hands when it returns."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row) + "\n")


def rows(file: Path) -> list[dict[str, Any]]:
    """The whole lines of a file that `append` wrote; none where there is no file."""
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def forget_after(file: Path, step: int) -> None:
    """Drop the lines of steps later than `step`: a resumed run takes them anew."""
    kept = [row for row in rows(file) if row["step"] <= step]
    if file.is_file():
        draft = file.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row) + "\n" for row in kept)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
