"""The kiosk's own signing key and certificates: where they lie, making them, reading them."""

import datetime
import os
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors, files, paths

NAME: Final = "credentials.pem"


class Identity(msgspec.Struct, frozen=True):
    """`key` is PEM, `chain` the PEM certificates, leaf first; `root` is the last of them."""

    file: Path
    key: bytes
    chain: bytes
    root: bytes
    organisation: str
    ends: datetime.datetime

    def __repr__(self) -> str:
        # The key must not get into a log by way of a message.
        return f"Identity({self.organisation!r}, {self.file})"


def place() -> Path:
    """The file of key and chain: systemd's credential where one was given, else the state folder.

    `LoadCredential=credentials.pem:…` in a unit gives one.
    """
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    loaded = Path(given) / NAME if given else None
    return loaded if loaded is not None and loaded.is_file() else paths.state_dir() / NAME


def make(organisation: str, *, replace: bool = False) -> Identity:
    """Make a key and its chain and write them (mode 0600).

    Raises CredentialsExist unless `replace`, OSError.
    """
    from kiosk.credentials import certificate

    file = paths.state_dir() / NAME
    if file.exists() and not replace:
        raise errors.CredentialsExist(file=file)
    pem = certificate.new(organisation, datetime.datetime.now(datetime.UTC))
    files.write_atomically(file, pem, mode=0o600)
    return _read(file, pem)


def load() -> Identity | None:
    """The identity of this kiosk, None where none was made. Raises CredentialsUnusable."""
    file = place()
    try:
        return _read(file, file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise errors.CredentialsUnusable(file=file, reason=refused.strerror) from refused


def _read(file: Path, pem: bytes) -> Identity:
    # Imported here: a kiosk without an identity need not load OpenSSL for it.
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.x509.oid import NameOID

    try:
        serialization.load_pem_private_key(pem, password=None)
        certificates = x509.load_pem_x509_certificates(pem)
        organisation = certificates[0].subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        name = str(organisation[0].value)
    except (ValueError, TypeError, IndexError) as wrong:
        raise errors.CredentialsUnusable(file=file, reason=str(wrong)) from wrong
    encoded = [one.public_bytes(serialization.Encoding.PEM) for one in certificates]
    return Identity(
        file=file,
        key=pem[: pem.index(b"-----BEGIN CERTIFICATE")],
        chain=b"".join(encoded),
        root=encoded[-1],
        organisation=name,
        ends=certificates[0].not_valid_after_utc,
    )
