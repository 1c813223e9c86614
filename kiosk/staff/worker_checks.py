"""Checks of the two workers, over the wire: a picture that is one, a microphone that hears."""

import io
import uuid
from pathlib import Path
from typing import Final

from PIL import Image, ImageStat, UnidentifiedImageError

from kiosk import errors
from kiosk.staff import canary
from kiosk.staff.rows import Place, Row
from kiosk.wire import client, messages

LEVELS: Final = 8
_LISTEN_S: Final = 5.0
_LEAST_SPREAD: Final = 1.0


def painter(place: Place) -> Row:
    """Whether the painter answers, and with what it paints."""
    try:
        told = canary.health(place.workers["painter"])
    except errors.HeritageError as fault:
        return Row("painter", False, fault=fault)
    profile = told.engine.profile if told.engine else "?"
    return Row("painter", True, "good", {"bundle": told.detail, "profile": profile})


def picture(place: Place) -> Row:
    """Whether the painter paints: a picture of one colour is none."""
    try:
        painted = canary.paint(place.workers["painter"], place.config)
        with Image.open(io.BytesIO(painted.png)) as image:
            spread = ImageStat.Stat(image.convert("L")).stddev[0]
    except errors.WorkerAbsent:
        return Row("picture", False, "skipped")
    except errors.HeritageError as fault:
        return Row("picture", False, fault=fault)
    except UnidentifiedImageError:
        return Row("picture", False, "bad", {"seconds": "?"})
    ok = spread >= _LEAST_SPREAD
    return Row("picture", ok, "good" if ok else "bad", {"seconds": f"{painted.total_s:.1f}"})


def listener(place: Place) -> Row:
    """Whether the listener answers, and with what it understands speech."""
    try:
        told = canary.health(place.workers["listener"])
    except errors.HeritageError as fault:
        return Row("listener", False, fault=fault)
    return Row("listener", True, "good", {"model": told.detail})


def microphone(place: Place) -> Row:
    """Whether the microphone hears the room. Nothing of it is kept or understood."""
    try:
        levels = _levels(place.workers["listener"])
    except errors.WorkerAbsent:
        return Row("microphone", False, "skipped")
    except errors.HeritageError as fault:
        return Row("microphone", False, fault=fault)
    loudest = max(levels, default=0.0)
    # A microphone that works hears at least its own noise; exact silence is a muted or dead one.
    said = "good" if loudest > 0.0 else "bad"
    return Row("microphone", loudest > 0.0, said, {"level": f"{loudest * 100:.0f}"})


def _levels(socket: Path) -> list[float]:
    job = uuid.uuid4().hex
    call = client.Call(socket, messages.Listen(job=job, deadline_s=_LISTEN_S))
    levels: list[float] = []
    for event in call.events():
        if isinstance(event, messages.Level):
            levels.append(event.level)
            if len(levels) == LEVELS:
                call.send(messages.Cancel(job=job))
    return levels
