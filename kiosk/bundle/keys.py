"""Which Ed25519 public keys this machine trusts; they come from the machine, never the bundle."""

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kiosk import errors, paths

MACHINE_KEYS: Final = Path("/etc/heritage-kiosk/keys")
KEY_BYTES: Final = 32
# RFC 8410: the DER of an Ed25519 public key is this prefix and then the 32 bytes of the key.
_DER_PREFIX: Final = bytes.fromhex("302a300506032b6570032100")


def trusted(folders: Iterable[Path] | None = None) -> tuple[bytes, ...]:
    """Raw 32-byte keys of every `*.pub` in `folders`; by default the machine's and the shipped.

    Raises BundleUnreadable naming a key file that is neither hex nor PEM.
    """
    chosen = (MACHINE_KEYS, paths.assets() / "keys") if folders is None else tuple(folders)
    return tuple(read_key(file) for folder in chosen for file in sorted(folder.glob("*.pub")))


def read_key(file: Path) -> bytes:
    """One public key: 64 hex digits, or PEM. Raises BundleUnreadable."""
    try:
        raw = _parse(file.read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError, ValueError, binascii.Error) as wrong:
        raise errors.BundleUnreadable(file=file, reason=str(wrong)) from wrong
    if len(raw) != KEY_BYTES:
        raise errors.BundleUnreadable(file=file, reason=f"{len(raw)} bytes, not {KEY_BYTES}")
    return raw


def _parse(text: str) -> bytes:
    if not text.startswith("-----BEGIN PUBLIC KEY-----"):
        return bytes.fromhex(text)
    der = base64.b64decode("".join(text.splitlines()[1:-1]), validate=True)
    if not der.startswith(_DER_PREFIX):
        raise ValueError("not an Ed25519 public key")
    return der.removeprefix(_DER_PREFIX)
