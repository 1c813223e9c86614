"""`heritage-kiosk listen`: what the microphone hears, live, for whoever installs it."""

import sys
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from kiosk import errors
from kiosk.cli import report, worker
from kiosk.config import KioskConfig
from kiosk.listener import capture
from kiosk.listener import devices as inputs
from kiosk.listener import wav as recordings
from kiosk.listener.line import Input, Seen
from kiosk.wire import client, messages

_BAR: Final = 30
_ASK_S: Final = 1.0


def devices(config: KioskConfig, as_json: bool) -> None:
    """Print every input, and the pattern that takes it. Raises MicrophoneAbsent for none."""
    seen = _seen(config)
    if not seen.inputs:
        raise errors.MicrophoneAbsent(reason=seen.reason)
    rows = [_row(one, seen) for one in seen.inputs]
    told = "\n".join(
        report.say("listen.device", **row, mark="→" if row["chosen"] else " ") for row in rows
    )
    report.result({"inputs": rows}, as_json, told)


def listen(config: KioskConfig, wav: Path | None, as_json: bool) -> None:
    """Print what is heard, sentence after sentence, until Ctrl-C; a WAV once.

    Raises MicrophoneAbsent or AudioFault before anything is loaded, and what a listener may raise.
    """
    if wav is None:
        seen = _seen(config)
        if seen.chosen is None:
            raise errors.MicrophoneAbsent(reason=seen.reason)
        hello = report.say("listen.microphone", name=f"{seen.chosen.name} {seen.chosen.place}")
    else:
        # Read here too: what is no recording is told before a model is loaded.
        recordings.read(wav)
        hello = report.say("listen.recording", file=wav)
    with worker.started("listener") as listener:
        listener.wait_ready()
        report.note(hello)
        told = _Told(as_json)
        try:
            while True:
                _once(listener.socket, config, wav, told)
                if wav is not None:
                    return
        except KeyboardInterrupt:
            told.clear()


def _once(socket: Path, config: KioskConfig, wav: Path | None, told: "_Told") -> None:
    request = messages.Listen(
        job=uuid.uuid4().hex,
        deadline_s=config.listen_deadline_s,
        source=None if wav is None else str(wav.absolute()),
        live=wav is not None,
    )
    try:
        for event in client.request(socket, request):
            told.event(event)
    except errors.NothingUnderstood:
        told.say({"event": "nothing"}, report.say("listen.nothing"))
    except errors.MicrophoneAbsent as fault:
        message = fault.say(report.language())
        told.say(
            {"event": "gone", "message": message}, report.say("listen.gone", message=message)
        )
        _wait_for_microphone(socket)
        told.say({"event": "back"}, report.say("listen.back"))


def _wait_for_microphone(socket: Path) -> None:
    while True:
        time.sleep(_ASK_S)
        request = messages.Health(job=uuid.uuid4().hex)
        if any(getattr(event, "microphone", None) for event in client.request(socket, request)):
            return


class _Told:
    """Puts events into lines: all of them for machines; the meter only where somebody looks."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._live = not as_json and sys.stderr.isatty()
        self._over_at = 0.0
        self._lost = 0

    def event(self, event: messages.Event) -> None:
        """One event of the listener's."""
        match event:
            case messages.Level():
                self._lost = event.lost
                self._level(event)
            case messages.Caption(text=text):
                fields = {"event": "caption", "text": text}
                self.say(fields, report.say("listen.caption", text=text))
            case messages.SpeechOver():
                self._over_at = time.monotonic()
                self.say({"event": "over"}, "")
            case messages.Heard():
                self._heard(event)

    def say(self, fields: dict[str, Any], sentence: str) -> None:
        """A line: for machines, or for people if there is anything to say."""
        self.clear()
        if self._as_json or sentence:
            report.result(fields, self._as_json, sentence)
        sys.stdout.flush()

    def clear(self) -> None:
        """Take the meter away."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _level(self, now: messages.Level) -> None:
        fields = {
            "event": "level", "level": round(now.level, 3), "probability": now.probability,
            "speech": now.speech, "clipped": now.clipped, "lost": now.lost,
        }  # fmt: skip
        if self._as_json:
            self.say(fields, "")
        elif self._live:
            bar = "█" * round(now.level * _BAR)
            text = report.say(
                "listen.meter",
                bar=f"{bar:<{_BAR}}",
                level=f"{now.level * 100:3.0f}",
                speech=f"{now.probability * 100:3.0f}",
            )
            loud = f" {report.say('listen.loud')}" if now.clipped else ""
            print(f"\r\x1b[K{text}{loud}", end="", file=sys.stderr, flush=True)

    def _heard(self, heard: messages.Heard) -> None:
        fields = {
            "event": "heard", "transcript": heard.transcript, "audio_s": heard.audio_s,
            "listen_s": heard.listen_s, "wait_s": round(time.monotonic() - self._over_at, 3),
            "lost": self._lost,
        }  # fmt: skip
        self.say(fields, report.say("listen.heard", **fields))


def _seen(config: KioskConfig) -> Seen:
    with closing(capture.Microphone(config.microphone)) as microphone:
        return microphone.inputs()


def _row(one: Input, seen: Seen) -> dict[str, Any]:
    return {
        "name": one.name, "place": one.place, "channels": one.channels, "rate": round(one.rate),
        "pattern": _pattern(one, seen.inputs), "chosen": one == seen.chosen,
    }  # fmt: skip


def _pattern(one: Input, every: tuple[Input, ...]) -> str:
    """What to write into the configuration so that this one is taken."""
    alike = inputs.matching(every, one.name)
    if len(alike) == 1:
        return one.name
    # The socket it is plugged into stays the same; its number may not.
    return one.place or f"{one.name}#{alike.index(one) + 1}"
