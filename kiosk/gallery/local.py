"""The gallery of this machine: where it lies, what day it is, what was counted."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from kiosk import config, errors, paths, wallclock
from kiosk.gallery import counters, database, limits
from kiosk.gallery.store import Gallery


def folder() -> Path:
    """In the state folder; private to the kiosk."""
    return paths.state_dir() / "gallery"


def opened(settings: config.KioskConfig) -> Gallery:
    """The gallery, mended and pruned. Raises GalleryAbsent, GalleryInUse."""
    return Gallery(folder(), limits.of(settings.gallery), wallclock.today)


def words_counted() -> Mapping[str, int]:
    """Sentences by category over all days, also while the kiosk runs. Raises GalleryAbsent."""
    try:
        by_name = database.totals(folder())
    except sqlite3.Error as wrong:
        raise errors.GalleryAbsent(folder=folder(), reason=str(wrong)) from wrong
    named = {counters.category(name): count for name, count in sorted(by_name.items())}
    return {category: count for category, count in named.items() if category is not None}
