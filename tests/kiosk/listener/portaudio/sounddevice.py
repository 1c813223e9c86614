"""Stands before the real sounddevice on PYTHONPATH and puts another PortAudio under it.

The real module runs: its streams, its callbacks, its errors. Only the C library's functions are
others, and the folders in which Linux tells of sound cards. What is plugged in says the folder in
HERITAGE_TEST_SOUND (tests/kiosk/listener/sound_world.py writes it).
"""

import importlib.machinery
import importlib.util
import json
import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import soxr

HERE = Path(__file__).resolve().parent
WORLD = Path(os.environ["HERITAGE_TEST_SOUND"])
INVALID_RATE, INVALID_CHANNELS, UNAVAILABLE, OVERFLOW = -9997, -9998, -9985, 2


def the_real_one():
    elsewhere = [path for path in sys.path if Path(path or ".").resolve() != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sounddevice", elsewhere)
    module = importlib.util.module_from_spec(spec)
    sys.modules["sounddevice"] = module
    spec.loader.exec_module(module)
    return module


def world():
    return json.loads((WORLD / "world.json").read_text())


class PortAudio:
    """The functions that sounddevice calls. The list of devices is frozen at Pa_Initialize."""

    def __init__(self, real, ffi):
        self._real = real
        self._ffi = ffi
        self._devices = []
        self._streams = {}
        self._kept = []

    def __getattr__(self, name):
        if name.startswith("Pa_") and name != "Pa_GetErrorText":
            raise AttributeError(name)
        return getattr(self._real, name)

    def Pa_Initialize(self):
        told = world()
        while world().get("hang_at_init"):
            time.sleep(0.1)
        self._devices = told["devices"]
        with (WORLD / "initialised").open("a") as count:
            count.write(".")
        return 0

    def Pa_Terminate(self):
        self._devices = []
        return 0

    def Pa_GetDeviceCount(self):
        return len(self._devices)

    def Pa_GetDeviceInfo(self, index):
        if not 0 <= index < len(self._devices):
            return self._ffi.NULL
        device = self._devices[index]
        name = self._ffi.new("char[]", device["name"].encode())
        info = self._ffi.new(
            "PaDeviceInfo*",
            {
                "structVersion": 2, "name": name, "hostApi": 0,
                "maxInputChannels": device["channels"], "maxOutputChannels": 0,
                "defaultLowInputLatency": 0.01, "defaultHighInputLatency": 0.1,
                "defaultSampleRate": device["rate"],
            },
        )  # fmt: skip
        self._kept += [name, info]
        return info

    def Pa_GetDefaultInputDevice(self):
        return 0 if self._devices else -1

    def Pa_GetDefaultOutputDevice(self):
        return -1

    def Pa_GetSampleSize(self, _format):
        return 4

    def Pa_OpenStream(self, pointer, asked, _out, rate, _block, _flags, callback, _user):
        device = self._devices[asked.device]
        here = plugged(device["id"])
        if here is None:
            return UNAVAILABLE
        if rate not in here.get("takes", [here["rate"]]):
            return INVALID_RATE
        if asked.channelCount > here["channels"]:
            return INVALID_CHANNELS
        number = len(self._streams) + 1
        call = callback, self._ffi
        self._streams[number] = Playing(device["id"], rate, asked.channelCount, call)
        pointer[0] = self._ffi.cast("PaStream*", number)
        with (WORLD / "opened").open("a") as file:
            file.write(f"{device['id']} {rate:.0f} {asked.channelCount}\n")
        return 0

    def Pa_GetStreamInfo(self, stream):
        rate = self._of(stream).rate
        fields = {"structVersion": 1, "inputLatency": 0.2, "sampleRate": rate}
        self._kept.append(self._ffi.new("PaStreamInfo*", fields))
        return self._kept[-1]

    def Pa_StartStream(self, stream):
        self._of(stream).start()
        return 0

    def Pa_CloseStream(self, stream):
        self._of(stream).end()
        return 0

    Pa_StopStream = Pa_AbortStream = Pa_CloseStream

    def _of(self, stream):
        return self._streams[int(self._ffi.cast("intptr_t", stream))]


class Playing:
    """A stream: calls the callback from a thread of its own, as fast as time goes, or faster."""

    def __init__(self, identity, rate, channels, call):
        self.rate = rate
        self._identity = identity
        self._channels = channels
        self._callback, self._ffi = call
        self._over = threading.Event()
        self._gone = False
        self._thread = threading.Thread(target=self._play, daemon=True)

    def start(self):
        self._thread.start()

    def end(self):
        # A driver whose device was pulled never comes back (PortAudio #1037).
        while self._gone:
            time.sleep(1)
        self._over.set()
        self._thread.join()

    def _play(self):
        told = world()
        rng = np.random.default_rng(1)
        sound = np.load(WORLD / "sound.npy")
        sound = soxr.resample(sound, 16_000, self.rate) if len(sound) else sound
        frames = round(self.rate / 100)
        begun, at = time.monotonic(), 0
        while not self._over.is_set():
            here = plugged(self._identity)
            stalled = here is not None and at >= here.get("stalls_after", 1e9) * self.rate
            if here is None or stalled:
                self._gone = True
                return
            noise = rng.normal(size=(frames, self._channels)) * told.get("noise", 1e-4)
            block = noise.astype(np.float32)
            piece = sound[at : at + frames]
            channel = here.get("channel", 0) % self._channels
            block[: len(piece), channel] += piece
            block = np.clip(block * here.get("gain", 1.0), -1.0, 1.0).astype(np.float32)
            at += frames
            flags = OVERFLOW if here.get("overflows") and at // frames % 50 == 0 else 0
            held = self._ffi.from_buffer("char[]", block)
            time_info = self._ffi.new("PaStreamCallbackTimeInfo*")
            self._callback(held, self._ffi.NULL, frames, time_info, flags, self._ffi.NULL)
            late = begun + at / self.rate / told.get("speed", 1.0) - time.monotonic()
            time.sleep(max(0.0, late))


def plugged(identity):
    return next((one for one in world()["devices"] if one["id"] == identity), None)


real = the_real_one()
real._terminate()
real._lib = PortAudio(real._lib, real._ffi)

from kiosk.listener import devices  # noqa: E402

devices.CARDS = WORLD / "snd"
devices.PLACES = WORLD / "cards"
real._initialize()
