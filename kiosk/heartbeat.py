"""Tells systemd that this process is ready and at work, where its unit asks (sd_notify(3)).

Said by the thread that does the work: a process that hangs, or is stopped, falls silent, and
systemd kills it and starts another. Where nobody asks, nothing is said.
"""

import os
import re
import socket
import time
from typing import Final

_EVERY_S: Final = 0.5
_silent_until = 0.0
_allowed_s = 0.0


def ready() -> None:
    """Whoever waits for this process may begin."""
    _say("READY=1")


def alive() -> None:
    """At work. May be called as often as one likes."""
    global _silent_until
    now = time.monotonic()
    if now >= _silent_until:
        _silent_until = now + _EVERY_S
        _say("WATCHDOG=1")


def allow(seconds: float) -> None:
    """So long a silence is no hang here, though the unit's own limit is shorter.

    The longest that was ever allowed counts: who was slow once may be again.
    """
    global _allowed_s
    own = int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6
    if own > 0 and seconds > max(own, _allowed_s):
        _allowed_s = seconds
        _say(f"WATCHDOG_USEC={int(seconds * 1e6)}")


def _say(what: str) -> None:
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as channel:
        try:
            # "@" stands for the zero byte of an abstract address.
            channel.sendto(what.encode(), re.sub("^@", "\0", address))
        except OSError:
            # Nobody listens any more: systemd is going down, and we with it.
            return
