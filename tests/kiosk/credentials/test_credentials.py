"""Pictures are really signed, read back, and betray a changed pixel; without any socket."""

import datetime
import io
import json
import os
import signal
import stat
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from cryptography import x509
from PIL import Image

import kiosk
from kiosk import errors, files, paths
from kiosk.credentials import certificate, identity, sign
from tests.kiosk.commands import run

SCRIPT = Path(__file__).with_name("offline_signing.py")
ROOT = Path(kiosk.__file__).parent.parent


def picture() -> bytes:
    data = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(data, "PNG")
    return data.getvalue()


def pixels(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB").tobytes()


def with_another_pixel(png: bytes) -> bytes:
    """A whole, readable PNG with one other pixel and all its other chunks as they were."""
    parts, at = [png[:8]], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            raw = bytearray(zlib.decompress(body))
            raw[100] ^= 1
            body = zlib.compress(bytes(raw))
        check = zlib.crc32(kind + body)
        parts.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check))
        at += 12 + length
    return b"".join(parts)


def test_a_signed_picture_says_that_a_model_made_it_and_who_signed() -> None:
    made = identity.make("Museu da Campanha")
    signed = sign.sealed(picture())
    assert pixels(signed) == pixels(picture())
    assert sign.read(signed) == sign.Reading(
        True, True, "Museu da Campanha", "trainedAlgorithmicMedia", ()
    )
    assert made.key not in signed


def test_one_changed_pixel_is_detected() -> None:
    identity.make("Museu")
    changed = with_another_pixel(sign.sealed(picture()))
    assert pixels(changed) != pixels(picture())
    reading = sign.read(changed)
    assert reading is not None
    assert not reading.intact
    assert "assertion.dataHash.mismatch" in reading.failures


def test_another_kiosks_picture_is_intact_but_not_ours() -> None:
    first = identity.make("Museu A")
    signed = sign.signed(picture(), first)
    identity.make("Museu B", replace=True)
    reading = sign.read(signed)
    assert reading is not None
    assert (reading.intact, reading.ours, reading.organisation) == (True, False, "Museu A")


def test_where_none_was_made_a_picture_leaves_as_it_is() -> None:
    assert identity.load() is None
    assert sign.sealed(picture()) == picture()
    assert sign.read(picture()) is None


def test_the_key_is_private_and_is_not_replaced_by_accident() -> None:
    made = identity.make("Museu")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    with pytest.raises(errors.CredentialsExist):
        identity.make("Museu")
    assert identity.load() == made
    assert "PRIVATE" not in repr(made)


def test_systemds_credential_comes_first(tmp_path: Path, monkeypatch) -> None:
    identity.make("do quiosque")
    given = certificate.new("do systemd", datetime.datetime.now(datetime.UTC))
    (tmp_path / identity.NAME).write_bytes(given)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    found = identity.load()
    assert found is not None
    assert found.organisation == "do systemd"


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nxx"])
def test_broken_credentials_are_an_error_and_no_silence(broken: bytes) -> None:
    files.write_atomically(paths.state_dir() / identity.NAME, broken)
    with pytest.raises(errors.CredentialsUnusable, match=identity.NAME):
        sign.sealed(picture())


def test_an_expired_certificate_is_an_error_and_no_silence() -> None:
    long_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=certificate.DAYS + 9)
    files.write_atomically(paths.state_dir() / identity.NAME, certificate.new("Museu", long_ago))
    with pytest.raises(errors.CredentialsUnusable):
        sign.sealed(picture())


def test_the_chain_is_what_the_standard_asks_for() -> None:
    made = identity.make("Museu")
    leaf, root = x509.load_pem_x509_certificates(made.chain)
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    assert leaf.signature_algorithm_oid == x509.SignatureAlgorithmOID.ECDSA_WITH_SHA256


@pytest.mark.parametrize(("what", "code"), [("sign", 0), ("socket", -signal.SIGSYS)])
def test_nothing_opens_a_socket(what: str, code: int) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)])}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), what], env=environment, capture_output=True, check=False
    )
    assert done.returncode == code, done.stderr


def test_the_commands_as_staff_use_them(trusting, tmp_path: Path) -> None:
    assert run("credentials", "status").returncode == 1
    assert run("credentials", "new", "--museum", "Museu").returncode == 0
    assert run("credentials", "new", "--museum", "Museu").returncode == 65
    told = json.loads(run("credentials", "status", "--json").stdout)
    assert (told["signed"], told["organisation"]) == (True, "Museu")
    out = tmp_path / "cena.png"
    painted = run("paint", "um gaúcho", "--seed", 1, "--out", out, "--json", *trusting)
    assert json.loads(painted.stdout)["credentials"] is True
    assert run("credentials", "verify", out).returncode == 0
    out.write_bytes(with_another_pixel(out.read_bytes()))
    changed = run("credentials", "verify", out, "--json")
    assert (changed.returncode, json.loads(changed.stdout)["intact"]) == (1, False)
