"""The capture process, `python -m kiosk.listener.ear FD [PATTERN]`: PortAudio lives here alone.

It can hang for ever when a plug is pulled (PortAudio #1037), and no thread ends another; a process
can be killed. The listener does that, and the speech model stays warm meanwhile.
"""

import ctypes
import os
import signal
import socket
import sys
from typing import Final

from kiosk import errors
from kiosk.listener import devices, memory, stream
from kiosk.listener.line import Absent, Close, Closed, Input, Line, Look, Open, Opened, Seen, Sound

_PR_SET_PDEATHSIG: Final = 1
# A device that is tried has to let its first tenths of a second be heard.
_TRIAL_BLOCKS: Final = 3


class Ear:
    """Follows the listener's orders until the other end is gone."""

    def __init__(self, line: Line, pattern: str | None) -> None:
        self._line = line
        self._pattern = pattern
        self._inputs: devices.Inputs | None = None

    def run(self) -> None:
        """Say what there is, then obey. Raises Stalled when PortAudio cannot be trusted any more.

        Ends when the listener does, or sends what it should not.
        """
        self._line.say(self._seen(trial=False))
        while True:
            try:
                order = self._line.receive(None)
            except (EOFError, OSError, errors.ProtocolFault):
                return
            match order:
                case Look(trial=trial):
                    self._line.say(self._seen(trial))
                case Open():
                    self._hear()

    def _seen(self, trial: bool) -> Seen:
        found: tuple[Input, ...] = ()
        try:
            inputs = self._begun()
            if trial:
                inputs.doubt()
            found = inputs.look()
            chosen = devices.choose(found, self._pattern)
            if trial:
                with stream.opened(inputs.library, chosen) as tried:
                    for _ in range(_TRIAL_BLOCKS):
                        tried.take().samples.fill(0.0)
        except errors.MicrophoneAbsent as fault:
            return Seen(found, reason=str(fault.values["reason"]))
        return Seen(found, chosen)

    def _begun(self) -> devices.Inputs:
        if self._inputs is None:
            self._inputs = devices.Inputs()
        return self._inputs

    def _hear(self) -> None:
        try:
            inputs = self._begun()
            chosen = devices.choose(inputs.look(), self._pattern)
            with stream.opened(inputs.library, chosen) as sound:
                self._line.say(Opened(chosen.name, sound.rate, sound.channels))
                while not self._told_to_close():
                    self._pass_on(sound.take())
        except errors.MicrophoneAbsent as fault:
            self._line.say(Absent(str(fault.values["reason"])))
            return
        self._line.say(Closed())

    def _pass_on(self, sound: Sound) -> None:
        try:
            if len(sound.samples):
                self._line.send(sound)
        finally:
            sound.samples.fill(0.0)

    def _told_to_close(self) -> bool:
        try:
            return isinstance(self._line.receive(0.0), Close)
        except TimeoutError:
            return False


def main(arguments: list[str]) -> int:
    """Run on the socket with this number; the exit code."""
    _leave_with_listener()
    memory.keep_to_itself()
    pattern = arguments[1] if len(arguments) > 1 else None
    line = Line(socket.socket(fileno=int(arguments[0])))
    try:
        Ear(line, pattern).run()
    except stream.Stalled:
        line.say(Absent(str(devices.absent("stalled").values["reason"])))
        return os.EX_TEMPFAIL
    except (EOFError, OSError):
        # The listener is gone, in the middle of a sentence.
        return 0
    return 0


def _leave_with_listener() -> None:
    """Killed with the listener, wherever it hangs; Ctrl-C at a terminal is the listener's to hear.

    prctl(2), Linux: the thread that started us is the listener's main one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    # Not sys.exit: that would wait for PortAudio's threads, and for its own end of service.
    os._exit(main(sys.argv[1:]))
