"""Draws every page of the kiosk into PNG files, offscreen: `screens.py PICTURE.png FOLDER [CHIPS]`.

PICTURE is a scene (as `heritage-kiosk paint` writes it); a coarse version of it stands for the
preview. CHIPS is a folder of chip pictures, as the kiosk keeps them in its cache. Run it from the
repository's root, as `python -m tests.kiosk.ui.screens`.
"""

import io
import math
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PIL import Image, ImageFilter
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlExpression
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk import config, errors
from kiosk.gallery import archive
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery
from kiosk.prompts import lexicon
from kiosk.prompts.path import prepare
from kiosk.session.children import sockets
from kiosk.session.machine import Session, State
from kiosk.session.sentence import of_chips, spoken
from kiosk.session.visit import Visit
from kiosk.ui import app
from kiosk.ui.previews import Previews
from kiosk.ui.session_model import SessionModel
from tests.kiosk.ui import stage

# Each size with the pixels of a millimetre: 43, 43, 43 and 10 inches.
SIZES = {(1080, 1920): 2.04, (1920, 1080): 2.04, (3840, 2160): 4.08, (1024, 600): 4.67}


def preview(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as image:
        whole = image.convert("RGB")
    coarse = whole.filter(ImageFilter.GaussianBlur(whole.width / 26))
    noise = Image.effect_noise(whole.size, 70).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    data = io.BytesIO()
    Image.blend(coarse, noise, 0.35).save(data, "PNG")
    return data.getvalue()


Visits = dict[str, tuple[Session, Visit]]


def visits(picture: bytes) -> Visits:
    """Each page's name, where the session stands, and what it knows."""
    chips = ("gaucho", "coxilha", "ao-entardecer")
    chosen = Visit(sentence=of_chips([lexicon.chip(name) for name in chips]))
    heard = Visit(
        sentence=spoken("Um gaúcho tomando chimarrão na coxilha ao entardecer."),
        repaired=(("xima rão", "chimarrão"),),
    )
    done = replace(chosen, picture=picture, finished=True, seed=1, fraction=1.0)
    odd = spoken("Um gaúcho tomando chimarrão na coxilha com um helicóptero")
    marked = replace(done, sentence=odd, prepared=prepare(odd.text))
    begun = replace(chosen, picture=preview(picture), fraction=0.46)
    blocked = errors.PromptBlocked(suggestion="um gaúcho na coxilha ao entardecer")
    lost = errors.PainterFault(reason="")
    return {
        "attract": (Session(State.ATTRACT), Visit()),
        "choose": (Session(State.CHOOSE), chosen),
        "listening": (
            Session(State.LISTENING),
            Visit(speech=True, caption="Um gaúcho tomando chimarrão na coxilha"),
        ),
        "confirm": (Session(State.CONFIRM), heard),
        "painting": (Session(State.PAINTING), begun),
        "scene": (Session(State.SHOWING), done),
        "kept": (Session(State.SHOWING), replace(done, keeping="kept")),
        "scene-unknown": (Session(State.SHOWING), marked),
        "trouble": (Session(State.TROUBLE), replace(chosen, fault=lost)),
        "other-scene": (Session(State.TROUBLE), replace(chosen, fault=blocked)),
        "invite": (Session(State.INVITE, under=State.SHOWING), done),
        "degraded": (Session(State.DEGRADED), Visit()),
    }


def draw(model: SessionModel, session: Session, visit: Visit) -> None:
    controller = model.controller
    controller.session, controller.visit = session, visit
    controller.clock.sign_of_life()
    model._mirror()
    QTest.qWait(400)
    if session.state is State.LISTENING:
        for moment in range(34):
            level = abs(math.sin(moment / 3.1) * math.cos(moment / 1.7)) * 0.9
            controller.visit = replace(visit, level=level)
            model._mirror()
            QTest.qWait(85)


def photograph(
    model: SessionModel, window: QQuickWindow, drawn: Visits, folder: Path, name: str, of: str
) -> None:
    draw(model, *drawn[of])
    window.grabWindow().save(str(folder / f"{name}-{window.width()}x{window.height()}.png"))


def dialogs(
    model: SessionModel,
    engine: QQmlApplicationEngine,
    opened: tuple[Session, Visit],
    take: Callable[[str, str], None],
) -> None:
    """What lies over a page: the keyboard, the switches, the code for a telephone."""

    def keyboard(act: str) -> None:
        context, window = engine.rootContext(), app.window(engine)
        QQmlExpression(context, window, stage.KEYBOARD % act).evaluate()

    draw(model, *opened)
    keyboard("write()")
    take("keyboard", "choose")
    keyboard("editing = false")
    model.access.show(True)
    take("access", "scene")
    model.access.show(False)
    home = model.controller.home
    home.ready, home.status, home.url = True, "offered", "http://192.168.0.10:8484/cena"
    take("take-home", "scene")
    home.forget()
    home.ready = False


def main(picture: Path, folder: Path, chips: Path | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    app.load_fonts()
    with tempfile.TemporaryDirectory() as state:
        gallery = hung(Path(state))
        pages(picture, folder, gallery, chips)
        gallery.close()
    application.quit()


def hung(state: Path) -> Gallery:
    """A gallery on whose wall the archive's scenes hang, as if visitors had left them."""
    gallery = Gallery(state, Limits(10**8, 0, 90), lambda: date(2026, 12, 1))
    for scene in reversed(archive.scenes()):
        png = (archive.folder() / scene.file).read_bytes()
        name = gallery.keep(png, scene.sentence["pt-BR"], "pt-BR")
        if name is not None:
            gallery.approve(name)
    return gallery


def pages(picture: Path, folder: Path, gallery: Gallery, chips: Path | None) -> None:
    for (width, height), pixels_per_mm in SIZES.items():
        previews = Previews()
        model = SessionModel(config.KioskConfig(), sockets(folder), previews, gallery=gallery)
        model.controller.present = {"painter": True, "listener": True}
        if chips is not None:
            model.controller.chips.pictures = {file.stem: file for file in chips.glob("*.png")}
        engine = app.open_window(model, previews, reducedMotion=True, pixelsPerMm=pixels_per_mm)
        window = app.window(engine)
        window.resize(width, height)
        window.show()
        drawn = visits(picture.read_bytes())

        take = partial(photograph, model, window, drawn, folder)
        for name in drawn:
            take(name, name)
        dialogs(model, engine, drawn["choose"], take)
        app.close_window(engine)
        model.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
