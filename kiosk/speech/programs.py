"""The programs that can speak on this machine, and how each is started."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

DEFAULT_VOLUME: Final = 50
"""Of 0..100: the loudness each program has by itself."""


@dataclass(frozen=True)
class Program:
    """A program that reads text from stdin and ends when it is spoken.

    `silence` must be run too to stop it: empty where killing the process is enough.
    """

    name: str
    speak: Callable[[str, int], list[str]]
    silence: tuple[str, ...] = ()


def find(which: Callable[[str], str | None] = shutil.which) -> Program | None:
    """speech-dispatcher's own program where its daemon is installed, else espeak-ng, else none."""
    spd, daemon, espeak = which("spd-say"), which("speech-dispatcher"), which("espeak-ng")
    if spd and daemon:
        return _speech_dispatcher(spd)
    return _espeak(espeak) if espeak else None


def one_line(text: str) -> str:
    """`text` as a single line that no program takes for anything but words."""
    # spd-say executes what follows `!-!` at the beginning of a line.
    return " ".join(text.split()).lstrip("!-") + "\n"


def _speech_dispatcher(path: str) -> Program:
    voices: Final[Mapping[str, str]] = {"pt-BR": "pt-BR", "es": "es", "en": "en"}

    def speak(language: str, volume: int) -> list[str]:
        # Its volumes go from -100 to 100, and 0 is what the voice has by itself.
        loudness = str(2 * volume - 100)
        return [path, "--pipe-mode", "--wait", "-l", voices[language], "-i", loudness]

    # The daemon goes on when spd-say is gone; it must be told.
    return Program("speech-dispatcher", speak, silence=(path, "--cancel"))


def _espeak(path: str) -> Program:
    voices: Final[Mapping[str, str]] = {"pt-BR": "pt-br", "es": "es-419", "en": "en-us"}

    def speak(language: str, volume: int) -> list[str]:
        # Its amplitudes go from 0 to 200, and 100 is the usual one.
        return [path, "-v", voices[language], "-a", str(2 * volume), "-s", "150", "--stdin"]

    return Program("espeak-ng", speak)
