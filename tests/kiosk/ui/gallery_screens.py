"""Draws the gallery's staff pages, each alone, into PNG files: `gallery_screens FOLDER`.

Run it from the repository's root, as `python -m tests.kiosk.ui.gallery_screens`.
"""

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.gallery import archive, counters
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery
from kiosk.ui import app
from tests.kiosk.ui.alone import Alone

SIZES = {
    "1080x1920": (1080, 1920), "1920x1080": (1920, 1080), "3840x2160": (3840, 2160),
    "1024x600": (1024, 600),
}  # fmt: skip
PAGES = ("StaffReview", "StaffGallery", "StaffStatistics")


def busy_fortnight(folder: Path) -> Gallery:
    """A gallery as it looks after two weeks: numbers, scenes on the wall, some that wait."""
    today = date(2026, 12, 1)
    gallery = Gallery(folder, Limits(10**8, 0, 90), lambda: today)
    for ago in range(13, -1, -1):
        today = date(2026, 12, 14) - timedelta(days=ago)
        visits = (41, 63, 58, 0, 77, 120, 134)[ago % 7]
        if not visits:
            continue
        gallery.count(counters.VISITS, visits)
        gallery.count(counters.SCENES, int(visits * 1.6))
        for seconds, share in ((1.5, 0.1), (3, 0.9), (7, 0.5), (12, 0.1)):
            gallery.count(counters.wait(seconds), int(visits * share))
        gallery.count(counters.words(None), visits)
        for category in ("profanity", "violence", "living_person", "sexual")[: visits % 5]:
            gallery.count(counters.words(category), 1 + visits // 50)
    for number, scene in enumerate(archive.scenes() * 2):
        png = (archive.folder() / scene.file).read_bytes()
        name = gallery.keep(png, scene.sentence["pt-BR"], "pt-BR")
        if name is not None and number < 13:
            gallery.approve(name)
    return gallery


def draw(alone: Alone, file: Path) -> None:
    alone.until(lambda: bool(alone.model.pending))
    # A scene can be judged only once it has been on the screen for a moment.
    QTest.qWait(900)
    alone.window.grabWindow().save(str(file))
    alone.close()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    app.load_fonts()
    with tempfile.TemporaryDirectory() as state:
        gallery = busy_fortnight(Path(state))
        for name in PAGES:
            for size, (width, height) in SIZES.items():
                draw(Alone(name, gallery, width, height), folder / f"{name}-{size}.png")
        gallery.close()
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
