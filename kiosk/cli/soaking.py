"""`heritage-kiosk soak`: a robot visits the real window, with workers of its own, off screen."""

import os
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from rich.progress import Progress

from kiosk import paths
from kiosk.cli import report
from kiosk.config import KioskConfig


def soak(settings: KioskConfig, visits: int, seed: int, as_json: bool) -> bool:
    """Make the visits and tell what they came to; whether nothing went wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.environ["QT_QPA_PLATFORM"] == "offscreen":
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Qt reads the above when it is imported.
    from PySide6.QtTest import QTest

    from kiosk.gallery import limits
    from kiosk.gallery.store import Gallery
    from kiosk.session import children
    from kiosk.ui import app
    from kiosk.ui.collector import collecting
    from kiosk.ui.previews import Previews
    from kiosk.ui.robot.clock import SkippingClock
    from kiosk.ui.robot.soak import soak as visit
    from kiosk.ui.session_model import SessionModel

    application = app.begin()
    clock, previews = SkippingClock(), Previews()
    # Always open, nothing printed or shared, whatever this kiosk is set to.
    settings = msgspec.structs.replace(settings, opening_hours=None, take_home="none")
    with ExitStack() as held, Progress(transient=True) as bar:
        # PINs, settings and counters of this computer's own kiosk are none of the robot's business.
        os.environ["STATE_DIRECTORY"] = held.enter_context(TemporaryDirectory())
        folder = Path(held.enter_context(TemporaryDirectory(dir=paths.runtime_dir())))
        held.enter_context(collecting())
        held.enter_context(children.Children(children.commands(folder)))
        # What the robot leaves for the wall hangs on a wall of its own.
        own = Path(held.enter_context(TemporaryDirectory()))
        wall = held.enter_context(closing(Gallery(own, limits.of(settings.gallery), date.today)))
        model = SessionModel(
            settings, children.sockets(folder), previews, gallery=wall, now=clock
        )
        held.callback(model.close)
        engine = app.open_window(model, previews)
        held.callback(app.close_window, engine)
        window = app.window(engine)
        window.resize(1080, 1920)
        window.show()
        model.open()
        while not model.painterReady:
            QTest.qWait(50)
        task = bar.add_task("soak", total=visits)
        found = visit(
            model,
            window,
            clock,
            visits=visits,
            seed=seed,
            folders=[paths.state_dir(), paths.cache_dir(), paths.runtime_dir()],
            done=lambda number: bar.update(task, completed=number),
        )
    del application
    fields: dict[str, Any] = msgspec.to_builtins(found)
    report.result({**fields, "sound": found.sound}, as_json, report.say("soak.told", **fields))
    return found.sound
