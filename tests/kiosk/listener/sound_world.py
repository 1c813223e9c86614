"""What is plugged into the substitute PortAudio, and what sounds there."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

import kiosk
from kiosk.listener import wav

SHIM = Path(__file__).parent / "portaudio"
ROOT = Path(kiosk.__file__).parents[1]
USB = {"id": "usb-1", "name": "USB PnP Microfone: Audio (hw:1,0)", "channels": 1, "rate": 48_000}
CARD = """ {card} [Device         ]: USB-Audio - USB PnP Sound Device
                      C-Media USB PnP Sound Device at {place}, full speed
"""


class SoundWorld:
    """A folder that the capture process looks into. Plugging changes it as udev and ALSA would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "snd").mkdir(parents=True)
        self._told: dict[str, Any] = {"devices": [], "speed": 1.0}
        self.say(np.zeros(0, np.float32))
        self._write()

    @property
    def environment(self) -> dict[str, str]:
        """For the listener's process, which hands it on to the capture process."""
        return {
            "HERITAGE_TEST_SOUND": str(self.folder),
            "PYTHONPATH": os.pathsep.join((str(SHIM), str(ROOT))),
        }

    def plug(self, *devices: dict[str, Any], **changed: Any) -> None:
        """These devices, and no others, are plugged in; `changed` goes for all of them."""
        self._told["devices"] = [{**device, **changed} for device in devices]
        wanted = {f"pcm-{device['id']}" for device in devices}
        cards = [
            CARD.format(card=device["name"].partition("hw:")[2][0], place=device["place"])
            for device in devices
            if "place" in device
        ]
        _replace(self.folder / "cards", "".join(cards).encode())
        # The list first: whoever sees the new device file reads the new list.
        self._write()
        for entry in (self.folder / "snd").iterdir():
            if entry.name not in wanted:
                entry.unlink()
        for name in wanted:
            (self.folder / "snd" / name).touch()

    def tell(self, **changed: Any) -> None:
        """`speed` (times real time), `noise` (its amplitude), `hang_at_init`."""
        self._told |= changed
        self._write()

    def say(self, samples: wav.Samples) -> None:
        """What sounds from the next opening on: (N,) at 16 kHz, then a faint noise."""
        working = self.folder / "next.npy"
        np.save(working, samples.astype(np.float32))
        working.replace(self.folder / "sound.npy")

    @property
    def opened(self) -> list[tuple[str, int, int]]:
        """Device, rate and channels of every stream that was opened."""
        file = self.folder / "opened"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(name, int(rate), int(count)) for name, rate, count in map(str.split, lines)]

    @property
    def initialised(self) -> int:
        """How often PortAudio was begun, in all processes."""
        file = self.folder / "initialised"
        return len(file.read_text()) if file.exists() else 0

    def _write(self) -> None:
        _replace(self.folder / "world.json", json.dumps(self._told).encode())


def _replace(file: Path, data: bytes) -> None:
    working = file.with_suffix(".next")
    working.write_bytes(data)
    working.replace(file)
