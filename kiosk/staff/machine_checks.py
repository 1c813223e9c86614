"""Checks of the machine itself: PINs, clock, disk, settings, typefaces, panel. Quick."""

import os
import secrets
import shutil
from typing import Final

from PIL import ImageFont

from kiosk import errors, files, paths, wallclock
from kiosk.credentials import identity
from kiosk.staff.pins import ROLES, Pins
from kiosk.staff.rows import Place, Row

LEAST_FREE_GB: Final = 1.0
"""Below this the state folder may fill up within an exhibition."""


def disk(place: Place) -> Row:
    """Room in the state folder's file system."""
    free = shutil.disk_usage(place.state).free / 1e9
    ok = free >= LEAST_FREE_GB
    return Row("disk", ok, "good" if ok else "bad", {"free": f"{free:.1f}"})


def state(place: Place) -> Row:
    """Write, flush, read back: a disk remounted read-only goes on looking well otherwise."""
    probe, written = place.state / ".selftest", secrets.token_bytes(4096)
    try:
        files.write_atomically(probe, written)
        # What the page cache would answer is not what the disk holds.
        handle = os.open(probe, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            same = os.read(handle, len(written) + 1) == written
        finally:
            os.close(handle)
            probe.unlink()
    except OSError as refused:
        return Row("state", False, "bad", {"reason": refused.strerror or str(refused)})
    return Row("state", same, "good" if same else "bad", {"reason": "≠"})


def settings(place: Place) -> Row:
    """Whether the staff's settings could be read."""
    fault = place.settings.fault
    return Row("settings", fault is None, fault=fault)


def fonts(_place: Place) -> Row:
    """The shipped typefaces, opened as typefaces."""
    names = []
    for file in sorted((paths.assets() / "fonts").glob("*.[to]tf")):
        try:
            names.append(" ".join(filter(None, ImageFont.truetype(file, 20).getname())))
        except OSError as broken:
            return Row("fonts", False, "bad", {"file": f"{file.name}: {broken}"})
    return Row("fonts", bool(names), "good" if names else "none", {"names": ", ".join(names)})


def clock(_place: Place) -> Row:
    """Whether the machine knows what year it is."""
    now = wallclock.now()
    ok = wallclock.plausible(now)
    return Row("clock", ok, "good" if ok else "bad", {"now": now.strftime("%Y-%m-%d %H:%M")})


def pins(place: Place) -> Row:
    """Whether both roles have a PIN."""
    try:
        missing = [role for role in ROLES if role not in Pins(place.state).known()]
    except errors.PinsUnreadable as fault:
        return Row("pins", False, fault=fault)
    return Row("pins", not missing, "bad" if missing else "good", {"missing": ", ".join(missing)})


def credentials(place: Place) -> Row:
    """Whether pictures that leave can say what they are, where any may leave."""
    leave = place.config.gallery.keep or place.config.take_home != "none"
    try:
        made = identity.load()
    except errors.CredentialsUnusable as fault:
        return Row("credentials", False, fault=fault)
    if made is None:
        return Row("credentials", not leave, "bad" if leave else "none")
    ok = made.ends > wallclock.now()
    values = {"organisation": made.organisation, "ends": f"{made.ends:%Y-%m-%d}"}
    return Row("credentials", ok, "good" if ok else "ended", values)


def panel(place: Place) -> Row:
    """The commands that switch the panel: programs that exist, and that did their work."""
    commands = [
        command
        for command in (place.config.screen_off_command, place.config.screen_on_command)
        if command
    ]
    if not commands:
        return Row("panel", True, "none")
    for command in commands:
        if shutil.which(command[0]) is None:
            return Row("panel", False, "absent", {"command": command[0]})
    failed = place.panel.failure if place.panel else None
    if failed is not None:
        return Row("panel", False, "bad", {"command": failed.command, "reason": failed.reason})
    return Row("panel", True)
