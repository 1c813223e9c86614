"""Verifying a bundle in one fixed order, and the only way to read a file out of it.

Signature, then schema, then release, then the list of files, then each file's size and sha256.
Nothing is parsed before the signature holds, nothing is loaded before that file's hash holds, and
what is loaded is the very bytes that were hashed.
"""

import hashlib
import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from kiosk import errors
from kiosk.bundle import manifest as contract

MAX_MANIFEST_BYTES: Final = 1 << 20
SIGNATURE_BYTES: Final = 64
_OWN_NAMES: Final = frozenset({contract.MANIFEST_NAME, contract.SIGNATURE_NAME})
_FLAT_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_NEEDED_ROLES: Final = ("text_encoder", "unet", "vae_decoder", "tokenizer", "schedule")
_CHUNK: Final = 1 << 20


class VerifiedBundle:
    """A bundle whose signature, schema, release and every file held when it was opened."""

    def __init__(self, folder: Path, manifest: contract.Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._entries = {entry.name: entry for entry in manifest.files}

    def read(self, name: str) -> bytes:
        """The bytes of a listed file, hashed again now. Raises BundleFault."""
        entry = self._entries.get(name)
        if entry is None:
            raise errors.BundleFileMissing(file=name)
        with _BundleFolder(self.folder) as opened:
            data = opened.read(name, limit=entry.size)
        check_file(entry, data)
        return data

    def entries(self, role: contract.Role) -> tuple[contract.FileEntry, ...]:
        """The listed files of one role, in the manifest's order."""
        return tuple(entry for entry in self.manifest.files if entry.role == role)


def read_verified(
    folder: Path, public_keys: Sequence[bytes], minimum_release: int | Mapping[str, int] = 0
) -> VerifiedBundle:
    """Check the whole bundle in `folder`. Raises the BundleFault of the first thing wrong.

    `minimum_release` is one number, or the known release of each bundle name.
    """
    with _BundleFolder(folder) as opened:
        data = opened.read(contract.MANIFEST_NAME, limit=MAX_MANIFEST_BYTES)
        signature = opened.read(contract.SIGNATURE_NAME, limit=SIGNATURE_BYTES)
        check_signature(data, signature, public_keys)
        manifest = parse_manifest(data)
        check_release(manifest, _known(minimum_release, manifest.name))
        opened.check_names(manifest)
        for entry in manifest.files:
            opened.check_content(entry)
    return VerifiedBundle(folder, manifest)


def check_signature(data: bytes, signature: bytes, public_keys: Sequence[bytes]) -> None:
    """Raise BundleSignatureWrong unless one of the raw keys made `signature` over `data`."""
    # Imported here: the processes that only talk to the painter need not load OpenSSL.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for key in public_keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
        except InvalidSignature:
            continue
        return
    raise errors.BundleSignatureWrong(file=contract.SIGNATURE_NAME)


def parse_manifest(data: bytes) -> contract.Manifest:
    """Read a signed manifest strictly. Raises BundleUnreadable for what the contract forbids."""
    try:
        manifest = contract.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise _unreadable(str(wrong)) from wrong
    if manifest.format != contract.FORMAT:
        raise _unreadable(f"format {manifest.format}, expected {contract.FORMAT}")
    if manifest.release < 0 or not _FLAT_NAME.fullmatch(manifest.name):
        raise _unreadable(f"name {manifest.name!r}, release {manifest.release}")
    _check_list(manifest)
    _check_profiles(manifest)
    return manifest


def check_release(manifest: contract.Manifest, minimum_release: int) -> None:
    """Raise BundleOlder for a release below the highest one accepted on this machine."""
    if manifest.release < minimum_release:
        raise errors.BundleOlder(
            file=contract.MANIFEST_NAME, release=manifest.release, known=minimum_release
        )


def _known(minimum_release: int | Mapping[str, int], name: str) -> int:
    if isinstance(minimum_release, int):
        return minimum_release
    return minimum_release.get(name, 0)


def check_file(entry: contract.FileEntry, data: bytes) -> None:
    """Raise BundleFileChanged unless `data` has the listed size and sha256."""
    if len(data) != entry.size or hashlib.sha256(data).hexdigest() != entry.sha256:
        raise errors.BundleFileChanged(file=entry.name)


def _check_list(manifest: contract.Manifest) -> None:
    names = [entry.name for entry in manifest.files]
    for name in names:
        if not _FLAT_NAME.fullmatch(name) or name in _OWN_NAMES:
            raise _unreadable(f"file name {name!r}")
    if len(set(names)) != len(names):
        raise _unreadable("a file is listed twice")
    roles = {entry.role for entry in manifest.files}
    for role in _NEEDED_ROLES:
        if role not in roles:
            raise _unreadable(f"no file has the role {role}")


def _check_profiles(manifest: contract.Manifest) -> None:
    schedules = {entry.name for entry in manifest.files if entry.role == "schedule"}
    deltas = {entry.name for entry in manifest.files if entry.role == "unet_delta"}
    for profile in manifest.profiles:
        if profile.schedule not in schedules:
            raise _unreadable(f"profile {profile.name!r} has no schedule {profile.schedule!r}")
        if profile.delta and profile.delta not in deltas:
            raise _unreadable(f"profile {profile.name!r} has no delta {profile.delta!r}")
    if manifest.default_profile not in {profile.name for profile in manifest.profiles}:
        raise _unreadable(f"no profile {manifest.default_profile!r}")


def _unreadable(reason: str) -> errors.BundleUnreadable:
    return errors.BundleUnreadable(file=contract.MANIFEST_NAME, reason=reason)


class _BundleFolder:
    """An open folder: every file is opened relative to it, and never through a link."""

    def __init__(self, folder: Path) -> None:
        try:
            self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as absent:
            raise errors.BundleAbsent(folder=folder) from absent

    def __enter__(self) -> "_BundleFolder":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def read(self, name: str, limit: int) -> bytes:
        """At most one byte more than `limit`, so that a file that grew is seen and not read."""
        with os.fdopen(self._open(name), "rb") as file:
            return file.read(limit + 1)

    def check_names(self, manifest: contract.Manifest) -> None:
        """Raise for a listed file that is absent and for a present one that is not listed."""
        with os.scandir(self._handle) as found:
            present = {entry.name for entry in found} - _OWN_NAMES
        listed = {entry.name for entry in manifest.files}
        if absent := sorted(listed - present):
            raise errors.BundleFileMissing(file=absent[0])
        if strange := sorted(present - listed):
            raise errors.BundleUnreadable(file=strange[0], reason="not listed in the manifest")

    def check_content(self, entry: contract.FileEntry) -> None:
        """Raise BundleFileChanged unless the file has the listed size and sha256."""
        digest = hashlib.sha256()
        with os.fdopen(self._open(entry.name), "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size != entry.size:
                raise errors.BundleFileChanged(file=entry.name)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != entry.sha256:
            raise errors.BundleFileChanged(file=entry.name)

    def _open(self, name: str) -> int:
        # O_NONBLOCK: opening a named pipe must not hang; it is refused as not a regular file.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            handle = os.open(name, flags, dir_fd=self._handle)
        except FileNotFoundError as absent:
            raise errors.BundleFileMissing(file=name) from absent
        except OSError as refused:
            raise errors.BundleUnreadable(file=name, reason=refused.strerror) from refused
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise errors.BundleUnreadable(file=name, reason="not a regular file")
        return handle
