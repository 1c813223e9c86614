"""The prepared set: which files a training may read, with what captions, on which side."""

from pathlib import Path

import msgspec

from training.catalogue.rows import Kind
from training.texts import TrainingError

NAME = "prepared.json"


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to use. Sizes in pixels, upright; `group` never lies on both sides."""

    file: str
    sha256: str
    width: int
    height: int
    caption: str
    kind: Kind
    subject: str
    group: str
    held_out: bool
    rights: str
    holder: str
    may_publish: bool


class LeftOut(msgspec.Struct, frozen=True):
    """A picture that is not used, and why, in the reader's words."""

    file: str
    reason: str


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What `heritage-train prepare` found usable. `sources` is the folder that files are in."""

    version: int = 1
    sources: str
    catalogue_sha256: str
    size: int
    pictures: tuple[Picture, ...]
    left_out: tuple[LeftOut, ...]

    def side(self, *, held_out: bool) -> tuple[Picture, ...]:
        """The pictures to learn from, or those to measure on."""
        return tuple(picture for picture in self.pictures if picture.held_out is held_out)


def read_prepared(folder: Path) -> Prepared:
    """The set prepared in `folder`. Raises TrainingError where there is none."""
    file = folder / NAME
    try:
        return msgspec.json.decode(file.read_bytes(), type=Prepared)
    except (OSError, msgspec.DecodeError) as error:
        raise TrainingError("prepared_unreadable", file=file, reason=error) from error
