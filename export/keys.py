"""The release key: an Ed25519 pair, its secret half encrypted where a passphrase is given."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from export.errors import KeyExists, KeyLocked, KeyUnreadable

# Where a process without a terminal finds the passphrase.
LOCK_VARIABLE: Final = "HERITAGE_KEY_PASSPHRASE"


@dataclass(frozen=True)
class KeyPair:
    """Where a new pair lies: the secret half readable by its owner only."""

    secret: Path
    public: Path


def new_pair(folder: Path, name: str, passphrase: str | None) -> KeyPair:
    """Make `name.key` (PKCS8 PEM, 0600, encrypted if a passphrase is given) and `name.pub`.

    Raises KeyExists: a key is never overwritten.
    """
    pair = KeyPair(secret=folder / f"{name}.key", public=folder / f"{name}.pub")
    for file in (pair.secret, pair.public):
        if file.exists():
            raise KeyExists(file=file)
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    handle = os.open(pair.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    pair.public.write_bytes(public_pem(key))
    return pair


def load_key(file: Path, passphrase: str | None) -> Ed25519PrivateKey:
    """The release key. Raises KeyUnreadable, KeyLocked (encrypted, no or wrong passphrase)."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise KeyUnreadable(file=file, reason=error.strerror) from error
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except TypeError as error:
        if passphrase:
            return load_key(file, None)
        raise KeyLocked(file=file, variable=LOCK_VARIABLE) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        if passphrase and b"ENCRYPTED" in data:
            raise KeyLocked(file=file, variable=LOCK_VARIABLE) from error
        raise KeyUnreadable(file=file, reason="PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnreadable(file=file, reason="Ed25519")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half as the kiosk reads it."""
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
