"""The process dies at any moment, again and again over one gallery; nothing that counts is lost."""

import hashlib
import io
import os
import random
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

import kiosk
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery

VICTIM = Path(__file__).with_name("victim.py")
ROOT = Path(kiosk.__file__).parent.parent
LIMITS = Limits(quota_bytes=10_000_000, floor_bytes=0, retention_days=90)


class Witness:
    """What the victim said: what must be there, what must not, and what may be either."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.waiting: set[str] = set()
        self.approved: set[str] = set()
        self.gone: set[str] = set()
        self.doubtful: set[str] = set()
        self.counted = 0
        self.counting = 0

    def hear(self, line: str) -> None:
        match line.split():
            case ["kept", name, digest]:
                self.hashes[name] = digest
                self.waiting.add(name)
            case ["approve" | "reject" | "remove" as deed, name]:
                self.doubtful.add(name)
                self.waiting.discard(name)
                self.approved.discard(name)
                self._deed = deed
            case ["done", name]:
                self.doubtful.discard(name)
                (self.approved if self._deed == "approve" else self.gone).add(name)
            case ["count"]:
                self.counting += 1
            case ["counted"]:
                self.counted += 1

    def agrees(self, folder: Path) -> None:
        """Open the gallery and compare; what was in doubt is settled by what is there."""
        gallery = Gallery(folder, LIMITS, lambda: date(2026, 12, 1))
        try:
            shown = {scene.id: scene for scene in gallery.approved()}
            waiting = {scene.id for scene in gallery.pending()}
            assert self.approved <= set(shown)
            assert self.waiting <= waiting
            assert not self.gone & (set(shown) | waiting)
            assert set(shown) <= self.approved | self.doubtful
            for name, scene in shown.items():
                png = gallery.picture(name)
                assert hashlib.sha256(png).hexdigest() == scene.sha256 == self.hashes[name]
                Image.open(io.BytesIO(png)).load()
            counted = gallery.counters(1)[date(2026, 12, 1)].get("visits", 0)
            assert self.counted <= counted <= self.counting
            files = {file.name for file in (folder / "pictures").iterdir()}
            assert files == {f"{name}.png" for name in {*shown, *waiting}} | {
                f"{name}.json" for name in shown
            }
        finally:
            gallery.close()
        self.approved, self.waiting = set(shown), waiting
        self.doubtful.clear()
        self.counted = self.counting = counted


def killed(folder: Path, seed: int, after_s: float, witness: Witness) -> None:
    """Let a victim work for a while, counted from its first breath, kill it, hear it out."""
    victim = subprocess.Popen(
        [sys.executable, str(VICTIM), str(folder), str(seed)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert victim.stdout is not None
    # Every third is killed while it opens the gallery, the others while they work in it.
    assert victim.stdout.readline() == b"here\n"
    if seed % 3:
        assert victim.stdout.readline() == b"open\n"
    else:
        after_s /= 10
    timer = threading.Timer(after_s, victim.kill)
    timer.start()
    said = victim.stdout.read().decode()
    timer.join()
    assert victim.wait() == -9
    victim.stdout.close()
    for line in said.splitlines():
        witness.hear(line)


def torture(folder: Path, times: int) -> Witness:
    chance = random.Random(times)  # noqa: S311
    witness = Witness()
    for number in range(times):
        killed(folder, number, chance.uniform(0.0, 0.25), witness)
        see_what_was_not_said(folder, witness)
        witness.agrees(folder)
    return witness


def see_what_was_not_said(folder: Path, witness: Witness) -> None:
    """A picture that was written when there was no time left to say so is known by its file."""
    for file in (folder / "pictures").glob("*.png"):
        witness.hashes.setdefault(file.stem, hashlib.sha256(file.read_bytes()).hexdigest())


def test_fifteen_power_cuts(tmp_path: Path) -> None:
    witness = torture(tmp_path / "gallery", 15)
    assert witness.approved
    assert witness.gone


@pytest.mark.long
def test_five_hundred_power_cuts(tmp_path: Path) -> None:
    witness = torture(tmp_path / "gallery", 500)
    assert len(witness.approved) >= 3
    assert len(witness.gone) > 100
