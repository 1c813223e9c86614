"""Keeps, approves, rejects, removes and counts until it is killed: `victim.py FOLDER SEED`.

Says on stdout what it is about to do, and then that it is done; each line is one write to a pipe,
so what was said before the end arrives.
"""

import hashlib
import io
import os
import random
import sys
from datetime import date
from pathlib import Path

from PIL import Image

from kiosk.gallery import counters
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery

FOLDER, SEED = Path(sys.argv[1]), int(sys.argv[2])
MOST = 12


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def png(chance: random.Random) -> bytes:
    image = Image.frombytes("RGB", (40, 40), chance.randbytes(4800))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def act(gallery: Gallery, chance: random.Random) -> None:
    waiting = [scene.id for scene in gallery.pending()]
    shown = [scene.id for scene in gallery.approved()]
    if len(shown) > MOST:
        deed, name = "remove", chance.choice(shown)
    elif waiting and chance.random() < 0.6:
        deed, name = chance.choice(("approve", "reject")), chance.choice(waiting)
    elif chance.random() < 0.4:
        say("count")
        gallery.count(counters.VISITS)
        say("counted")
        return
    else:
        picture = png(chance)
        kept = gallery.keep(picture, "uma cena", "pt-BR")
        say("kept", str(kept), hashlib.sha256(picture).hexdigest())
        return
    say(deed, name)
    getattr(gallery, deed)(name)
    say("done", name)


say("here")
limits = Limits(quota_bytes=10_000_000, floor_bytes=0, retention_days=90)
gallery = Gallery(FOLDER, limits, lambda: date(2026, 12, 1))
chance = random.Random(SEED)  # noqa: S311
say("open")
while True:
    act(gallery, chance)
