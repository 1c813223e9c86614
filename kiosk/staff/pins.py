"""The two PINs of a kiosk: salted scrypt hashes in the state folder, never the digits."""

import hashlib
import hmac
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, Literal, get_args

import msgspec

from kiosk import errors, files

Role = Literal["gallery", "installer"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
SHORTEST: Final = 6
LONGEST: Final = 12
_FILE: Final = "pins.json"
_SALT_BYTES: Final = 16
_ROWS: Final = ("0123456789", "9876543210")


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """scrypt's parameters. The default takes 32 MiB and some 0.1 s for each try."""

    n: int = 1 << 15
    r: int = 8
    p: int = 1


class Hashed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One PIN as it is kept."""

    salt: bytes
    digest: bytes
    cost: Cost


class Pins:
    """The PINs in `folder`, read anew each time, so that a new one holds at once."""

    def __init__(self, folder: Path, cost: Cost | None = None) -> None:
        self._file = folder / _FILE
        self._cost = cost or Cost()

    def known(self) -> tuple[Role, ...]:
        """Roles that have a PIN. Raises PinsUnreadable."""
        stored = self._read()
        return tuple(role for role in ROLES if role in stored)

    def set(self, role: Role, pin: str) -> None:
        """Give `role` this PIN. Raises PinFault, PinsUnreadable, OSError."""
        check_strength(pin)
        stored = self._read()
        others = {other: kept for other, kept in stored.items() if other != role}
        if _matching(others, pin) is not None:
            raise errors.PinTaken
        salt = os.urandom(_SALT_BYTES)
        hashed = Hashed(salt, _digest(pin, salt, self._cost), self._cost)
        data = msgspec.json.encode({**stored, role: hashed}, order="deterministic")
        files.write_atomically(self._file, data, mode=0o600)

    def role_of(self, pin: str, roles: Collection[Role] = ROLES) -> Role | None:
        """Which of `roles` this PIN opens. Takes as long whichever it is, or none."""
        return _matching({role: kept for role, kept in self._read().items() if role in roles}, pin)

    def _read(self) -> dict[Role, Hashed]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[Role, Hashed])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as wrong:
            raise errors.PinsUnreadable(file=self._file, reason=str(wrong)) from wrong


def check_strength(pin: str) -> None:
    """Raises PinUnfit unless `pin` is 6 to 12 digits that are no row and no repetition."""
    digits = re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", pin)
    if not digits or len(set(pin)) == 1 or any(pin in row + row for row in _ROWS):
        raise errors.PinUnfit


def _matching(stored: Mapping[Role, Hashed], pin: str) -> Role | None:
    found: Role | None = None
    # No early end: the time must not tell which role a PIN belongs to.
    for role, kept in stored.items():
        if hmac.compare_digest(_digest(pin, kept.salt, kept.cost), kept.digest):
            found = role
    return found


def _digest(pin: str, salt: bytes, cost: Cost) -> bytes:
    needed = 128 * cost.n * cost.r + (1 << 20)
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=needed, dklen=32
    )
