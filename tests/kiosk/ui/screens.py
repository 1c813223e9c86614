"""Draws every page of the kiosk into PNG files, offscreen: `screens.py PICTURE.png FOLDER [CHIPS]`.

PICTURE is a scene (as `heritage-kiosk paint` writes it); a coarse version of it stands for the
preview. CHIPS is a folder of chip pictures, as the kiosk keeps them in its cache. Run it from the
repository's root, as `python -m tests.kiosk.ui.screens`.
"""

import io
import math
import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PIL import Image, ImageFilter
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk import config, errors
from kiosk.prompts import lexicon
from kiosk.prompts.path import prepare
from kiosk.session.children import sockets
from kiosk.session.controller import Visit
from kiosk.session.machine import Session, State
from kiosk.session.sentence import of_chips, spoken
from kiosk.ui import app
from kiosk.ui.previews import Previews
from kiosk.ui.session_model import SessionModel

SIZES = {"1080x1920": (1080, 1920), "1920x1080": (1920, 1080)}
# A 43-inch screen.
PIXELS_PER_MM = 2.04


def preview(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as image:
        whole = image.convert("RGB")
    coarse = whole.filter(ImageFilter.GaussianBlur(whole.width / 26))
    noise = Image.effect_noise(whole.size, 70).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    data = io.BytesIO()
    Image.blend(coarse, noise, 0.35).save(data, "PNG")
    return data.getvalue()


def visits(picture: bytes) -> dict[str, tuple[Session, Visit]]:
    """Each page's name, where the session stands, and what it knows."""
    chips = ("gaucho", "coxilha", "ao-entardecer")
    chosen = Visit(sentence=of_chips([lexicon.chip(name) for name in chips]))
    heard = Visit(sentence=spoken("Um gaúcho tomando chimarrão na coxilha ao entardecer."))
    done = replace(chosen, picture=picture, finished=True, seed=1, fraction=1.0)
    odd = spoken("Um gaúcho tomando chimarrão na coxilha com um helicóptero")
    marked = replace(done, sentence=odd, prepared=prepare(odd.text))
    begun = replace(chosen, picture=preview(picture), fraction=0.46)
    blocked = errors.PromptBlocked(suggestion="um gaúcho na coxilha ao entardecer")
    lost = errors.PainterFault(reason="")
    return {
        "attract": (Session(State.ATTRACT), Visit()),
        "choose": (Session(State.CHOOSE), chosen),
        "listening": (Session(State.LISTENING), Visit(speech=True)),
        "confirm": (Session(State.CONFIRM), heard),
        "painting": (Session(State.PAINTING), begun),
        "scene": (Session(State.SHOWING), done),
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


def main(picture: Path, folder: Path, chips: Path | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    app.load_fonts()
    for size, (width, height) in SIZES.items():
        previews = Previews()
        model = SessionModel(config.KioskConfig(), sockets(folder), previews)
        model.controller.present = {"painter": True, "listener": True}
        if chips is not None:
            model.controller.chips.pictures = {file.stem: file for file in chips.glob("*.png")}
        engine = app.open_window(model, previews, reducedMotion=True, pixelsPerMm=PIXELS_PER_MM)
        window = app.window(engine)
        window.resize(width, height)
        window.show()
        for name, (session, visit) in visits(picture.read_bytes()).items():
            draw(model, session, visit)
            window.grabWindow().save(str(folder / f"{name}-{size}.png"))
        app.close_window(engine)
        model.close()
    application.quit()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
