"""Which microphones there are, and which one is meant. Runs in the capture process only.

PortAudio reads its list once, at initialisation, and never learns of a plug (PortAudio #11, #447);
so it is begun again, while no stream is open, as soon as the sound cards' device files say so.
"""

import re
from pathlib import Path
from typing import Any, Final

from kiosk import catalogue, errors
from kiosk.listener.line import Input
from kiosk.prompts import normalise

# Where ALSA's device files lie, and where it says in which socket a card is plugged.
CARDS = Path("/dev/snd")
PLACES = Path("/proc/asound/cards")

# A device with more channels than any microphone array is ALSA's converter, which invents them.
_CHANNELS_AT_MOST: Final = 8
_CARD: Final = re.compile(r"\(hw:(\d+),")
_PLACE: Final = re.compile(r"^ *(\d+) \[.*\n +.* at (\S+?),? ", re.MULTILINE)
_WHICH: Final = re.compile(r"(.*?)#([1-9])", re.DOTALL)


class Inputs:
    """PortAudio's inputs, read again when something was plugged in or pulled."""

    def __init__(self) -> None:
        """Load PortAudio. Raises MicrophoneAbsent where it is not installed."""
        try:
            # Here, not above: loads the system's PortAudio, which may not be there.
            import sounddevice
        except OSError as fault:
            raise absent("no_library") from fault
        self.library: Any = sounddevice
        self._seen = _cards()
        self._found = False

    def look(self) -> tuple[Input, ...]:
        """The inputs there are now. No stream may be open. Raises MicrophoneAbsent."""
        cards = _cards()
        # A new card may still be busy with whoever looked at it first, so while there is none
        # PortAudio looks each time; and where there are no device files they tell nothing.
        if cards is None or cards != self._seen or not self._found:
            self._begin_again()
            self._seen = cards
        found = self._inputs()
        self._found = bool(found)
        return found

    def doubt(self) -> None:
        """Look afresh next time, whatever the device files say."""
        self._found = False

    def _begin_again(self) -> None:
        try:
            self.library._terminate()
            self.library._initialize()
        except self.library.PortAudioError as fault:
            raise absent("refused", reason=str(fault)) from fault

    def _inputs(self) -> tuple[Input, ...]:
        places = _places()
        usual = self._usual()
        return tuple(
            Input(
                index=device["index"],
                name=device["name"],
                place=_place(device["name"], places),
                channels=_channels(device["max_input_channels"]),
                rate=float(device["default_samplerate"]),
                default=device["index"] == usual,
            )
            for device in self.library.query_devices()
            if device["max_input_channels"] > 0
        )

    def _usual(self) -> int:
        try:
            return int(self.library.query_devices(kind="input")["index"])
        except (self.library.PortAudioError, ValueError):
            return -1


def choose(inputs: tuple[Input, ...], pattern: str | None) -> Input:
    """The input that is meant. Raises MicrophoneAbsent.

    Without a pattern the system's default, else the first. With one, the first whose name holds
    it, in any case and accent, or whose place it is; `name#2` is the second of those. Two
    microphones of one name are told apart by place: that of a socket never changes.
    """
    if not inputs:
        raise absent("no_device")
    if pattern is None:
        return next((one for one in inputs if one.default), inputs[0])
    fitting = matching(inputs, pattern)
    if fitting:
        return fitting[0]
    numbered = _WHICH.fullmatch(pattern)
    if numbered is not None:
        fitting = matching(inputs, numbered[1])
        which = int(numbered[2])
        if which <= len(fitting):
            return fitting[which - 1]
    raise absent("no_match", pattern=pattern)


def matching(inputs: tuple[Input, ...], pattern: str) -> list[Input]:
    """All inputs whose name holds `pattern`, or whose place it is, in PortAudio's order."""
    wanted = normalise.fold(pattern)
    return [
        one
        for one in inputs
        if wanted in normalise.fold(one.name) or wanted == normalise.fold(one.place)
    ]


def absent(why: str, **values: str) -> errors.MicrophoneAbsent:
    """The error with its reason in words."""
    reason = catalogue.text(f"listener.microphone.{why}", **values)
    return errors.MicrophoneAbsent(reason=reason)


def _channels(offered: int) -> int:
    return offered if offered <= _CHANNELS_AT_MOST else 2


def _cards() -> tuple[tuple[str, int, int], ...] | None:
    """The sound cards' device files as they are now; None where there is no such folder.

    The time of change tells of an owner or mode that udev gives a file after it is there.
    """
    try:
        return tuple(
            sorted(
                (entry.name, entry.stat().st_rdev, entry.stat().st_ctime_ns)
                for entry in CARDS.iterdir()
            )
        )
    except OSError:
        return None


def _places() -> dict[int, str]:
    """By card, the bus and port it is on, such as usb-0000:00:14.0-2."""
    try:
        told = PLACES.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {int(card): place for card, place in _PLACE.findall(told)}


def _place(name: str, places: dict[int, str]) -> str:
    card = _CARD.search(name)
    return places.get(int(card[1]), "") if card else ""
