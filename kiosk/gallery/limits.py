"""How much the gallery may keep, and for how long."""

from dataclasses import dataclass
from typing import Final

from kiosk.config import GallerySettings

_MB: Final = 1_000_000


@dataclass(frozen=True)
class Limits:
    """`quota_bytes` for all pictures together; `floor_bytes` that stay free on the disk."""

    quota_bytes: int
    floor_bytes: int
    retention_days: int


def of(settings: GallerySettings) -> Limits:
    """The limits that a configuration sets."""
    return Limits(settings.quota_mb * _MB, settings.floor_mb * _MB, settings.retention_days)
