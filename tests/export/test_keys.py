"""Release keys: readable by their owner only, never overwritten, lockable."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from export import keys
from export.errors import KeyExists, KeyLocked, KeyUnreadable
from kiosk.bundle.keys import read_key


def test_the_secret_half_is_private_and_the_kiosk_reads_the_public_one(tmp_path: Path) -> None:
    pair = keys.new_pair(tmp_path / "keys", "museum", None)
    assert stat.S_IMODE(pair.secret.stat().st_mode) == 0o600
    key = keys.load_key(pair.secret, None)
    signature = key.sign(b"manifest")
    public = load_pem_public_key(pair.public.read_bytes())
    assert isinstance(public, Ed25519PublicKey)
    public.verify(signature, b"manifest")
    assert read_key(pair.public) == public.public_bytes_raw()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    pair = keys.new_pair(tmp_path, "museum", None)
    before = pair.secret.read_bytes()
    with pytest.raises(KeyExists, match="museum"):
        keys.new_pair(tmp_path, "museum", None)
    assert pair.secret.read_bytes() == before


def test_a_locked_key_wants_its_passphrase(tmp_path: Path) -> None:
    pair = keys.new_pair(tmp_path, "museum", "erva-mate")
    assert b"ENCRYPTED" in pair.secret.read_bytes()
    assert keys.load_key(pair.secret, "erva-mate")
    for wrong in (None, "café"):
        with pytest.raises(KeyLocked, match=keys.LOCK_VARIABLE):
            keys.load_key(pair.secret, wrong)


def test_an_open_key_does_not_mind_a_passphrase(tmp_path: Path) -> None:
    pair = keys.new_pair(tmp_path, "museum", None)
    assert keys.load_key(pair.secret, "erva-mate")


@pytest.mark.parametrize("content", [b"", b"-----BEGIN nonsense-----"])
def test_what_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "some.key"
    file.write_bytes(content)
    with pytest.raises(KeyUnreadable, match=r"some\.key"):
        keys.load_key(file, None)


def test_an_absent_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyUnreadable, match=r"none\.key"):
        keys.load_key(tmp_path / "none.key", None)
