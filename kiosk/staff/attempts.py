"""How long to wait after wrong guesses: counted per machine, on a clock that nobody can set.

Only the time since start-up is used, together with the number of that start: a wait that a restart
of the machine interrupts begins again, so neither a restart nor the wall clock shortens it.
"""

import logging
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import msgspec

from kiosk import files
from kiosk.staff.pins import ROLES, Role

FREE: Final = 3
FIRST_S: Final = 5.0
LONGEST_S: Final = 900.0
_FILE: Final = "attempts.json"
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_log = logging.getLogger(__name__)


class Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seconds` since the machine's start number `boot`; sleep counts."""

    boot: str
    seconds: float


class Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wrong guesses at one role's PIN in a row, and when the wait after the last one began."""

    wrong: int
    since: Moment


def moment() -> Moment:
    """Now. A machine that does not number its starts is taken for a new one each time."""
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        boot = f"process {time.monotonic_ns()}"
    return Moment(boot, time.clock_gettime(time.CLOCK_BOOTTIME))


def delay_s(wrong: int) -> float:
    """Seconds to wait after so many wrong guesses: none for the first three, then doubling."""
    if wrong <= FREE:
        return 0.0
    # Far beyond the longest wait a larger power would only overflow.
    return min(LONGEST_S, FIRST_S * 2.0 ** min(wrong - FREE - 1, 32))


class Attempts:
    """The counts of all roles, in `folder`; every change is on the disk before it counts."""

    def __init__(self, folder: Path, now: Callable[[], Moment] = moment) -> None:
        self._file = folder / _FILE
        self._now = now

    def wait_s(self, role: Role) -> float:
        """Seconds until `role` may be guessed at again. Raises OSError."""
        counts = self._read()
        count, now = counts.get(role), self._now()
        if count is None or delay_s(count.wrong) == 0.0:
            return 0.0
        if count.since.boot != now.boot or now.seconds < count.since.seconds:
            # Another start of the machine: how long it was off cannot be known, so all of it again.
            count = Count(count.wrong, now)
            self._write({**counts, role: count})
        return max(0.0, count.since.seconds + delay_s(count.wrong) - now.seconds)

    def guess(self, roles: Collection[Role]) -> dict[Role, Count]:
        """Count one more guess at each of `roles`, before it is judged; the counts before it.

        Raises OSError.
        """
        before, now = self._read(), self._now()
        wrong = {role: before[role].wrong if role in before else 0 for role in roles}
        self._write({**before, **{role: Count(wrong[role] + 1, now) for role in roles}})
        return before

    def right(self, opened: Collection[Role], before: dict[Role, Count]) -> None:
        """Forget the wrong guesses at `opened`; the guess told nothing about other roles.

        Raises OSError.
        """
        self._write({role: count for role, count in before.items() if role not in opened})

    def forget(self, role: Role) -> None:
        """The PIN of `role` is another one now. Raises OSError."""
        self.right((role,), self._read())

    def _read(self) -> dict[Role, Count]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[Role, Count])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as wrong:
            # A broken count must not be a way round the wait: the longest one begins.
            _log.error("%s: %s; the longest wait begins", self._file, wrong)
            most = {role: Count(100, self._now()) for role in ROLES}
            self._write(most)
            return most

    def _write(self, counts: dict[Role, Count]) -> None:
        data = msgspec.json.encode(counts, order="deterministic")
        files.write_atomically(self._file, data, mode=0o600)
