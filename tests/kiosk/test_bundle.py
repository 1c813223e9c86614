"""Whatever is wrong with a bundle: it is refused by the file's name, and nothing is loaded."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from kiosk import errors
from kiosk.bundle import keys, verify
from kiosk.bundle import manifest as contract
from kiosk.bundle.store import BundleStore
from kiosk.painter.engine import Painter

FILES = [
    "card.md",
    "schedule-many.json",
    "schedule-two.json",
    "text_encoder.onnx",
    "tokenizer.json",
    "unet.onnx",
    "vae_decoder.onnx",
]


def flip(file: Path, at: int = -1) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def test_sound_bundle_is_read(tiny_bundle, public_key):
    bundle = verify.read_verified(tiny_bundle, [b"\0" * 31 + b"\1", public_key], 3)
    assert sorted(entry.name for entry in bundle.manifest.files) == FILES
    assert bundle.read("card.md") == (tiny_bundle / "card.md").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_refused_by_name(name, tiny_bundle, public_key):
    flip(tiny_bundle / name)
    with pytest.raises(errors.BundleFileChanged) as refused:
        verify.read_verified(tiny_bundle, [public_key])
    assert name in str(refused.value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_or_grown_is_refused(name, tiny_bundle, public_key):
    file = tiny_bundle / name
    whole = file.read_bytes()
    for data in (whole[:-1], whole + b"\0", b""):
        file.write_bytes(data)
        with pytest.raises(errors.BundleFileChanged, match=name):
            verify.read_verified(tiny_bundle, [public_key])


@pytest.mark.parametrize("name", [*FILES, "manifest.json", "manifest.sig"])
def test_a_missing_file_is_refused_by_name(name, tiny_bundle, public_key):
    (tiny_bundle / name).unlink()
    with pytest.raises(errors.BundleFileMissing, match=name):
        verify.read_verified(tiny_bundle, [public_key])


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig"])
def test_a_changed_manifest_or_signature_is_refused(name, tiny_bundle, public_key):
    for at in (0, 20, -1):
        flip(tiny_bundle / name, at)
        with pytest.raises(errors.BundleSignatureWrong, match=r"manifest\.sig"):
            verify.read_verified(tiny_bundle, [public_key])
        flip(tiny_bundle / name, at)


def test_another_key_and_no_key_are_refused(tiny_bundle):
    for trusted in ([], [bytes(range(32))]):
        with pytest.raises(errors.BundleSignatureWrong):
            verify.read_verified(tiny_bundle, trusted)


def test_an_older_release_is_refused_before_its_files_are_read(tiny_bundle, public_key):
    (tiny_bundle / "unet.onnx").unlink()
    with pytest.raises(errors.BundleOlder) as refused:
        verify.read_verified(tiny_bundle, [public_key], {"tiny": 4})
    assert refused.value.values["release"] == 3


def test_a_file_that_is_not_listed_is_refused(tiny_bundle, public_key):
    (tiny_bundle / "extra.bin").write_bytes(b"x")
    with pytest.raises(errors.BundleUnreadable, match=r"extra\.bin"):
        verify.read_verified(tiny_bundle, [public_key])


def test_links_and_pipes_are_refused(tiny_bundle, public_key, tmp_path):
    card = tiny_bundle / "card.md"
    shutil.move(card, tmp_path / "card.md")
    card.symlink_to(tmp_path / "card.md")
    with pytest.raises(errors.BundleUnreadable, match=r"card\.md"):
        verify.read_verified(tiny_bundle, [public_key])
    card.unlink()
    os.mkfifo(card)
    with pytest.raises(errors.BundleUnreadable, match=r"card\.md"):
        verify.read_verified(tiny_bundle, [public_key])


def test_no_folder(tmp_path, public_key):
    with pytest.raises(errors.BundleAbsent, match="nowhere"):
        verify.read_verified(tmp_path / "nowhere", [public_key])


@pytest.mark.parametrize(
    "name", ["../outside", "a/b", "/etc/passwd", "", ".", "..", ".hidden", "manifest.json", "a\0b"]
)
def test_names_that_leave_the_folder_are_refused(name, tiny_bundle, public_key, resign):
    entry = contract.FileEntry(name=name, sha256="0" * 64, size=1, role="card")
    good = contract.decode((tiny_bundle / "manifest.json").read_bytes()).files
    resign(tiny_bundle, files=(*good, entry))
    with pytest.raises(errors.BundleUnreadable, match=r"manifest\.json"):
        verify.read_verified(tiny_bundle, [public_key])


def test_signed_but_senseless_manifests_are_refused(tiny_bundle, public_key, resign):
    good = contract.decode((tiny_bundle / "manifest.json").read_bytes()).files
    for changes in (
        {"format": 2},
        {"release": -1},
        {"name": "../tiny"},
        {"default_profile": "none"},
        {"files": (*good, good[0])},
        {"files": tuple(entry for entry in good if entry.role != "unet")},
    ):
        resign(tiny_bundle, **changes)
        with pytest.raises(errors.BundleUnreadable, match=r"manifest\.json"):
            verify.read_verified(tiny_bundle, [public_key])


def test_a_missing_or_unlisted_delta_is_refused(few_bundle, public_key, resign):
    listed = contract.decode((few_bundle / "manifest.json").read_bytes())
    assert verify.read_verified(few_bundle, [public_key]).manifest.profiles[-1].delta
    as_card = tuple(
        contract.FileEntry(name=e.name, sha256=e.sha256, size=e.size, role="card")
        if e.role == "unet_delta"
        else e
        for e in listed.files
    )
    resign(few_bundle, profiles=listed.profiles, files=as_card)
    with pytest.raises(errors.BundleUnreadable, match=r"few\.safetensors"):
        verify.read_verified(few_bundle, [public_key])
    (few_bundle / "few.safetensors").unlink()
    resign(few_bundle, profiles=listed.profiles, files=listed.files)
    with pytest.raises(errors.BundleFileMissing, match=r"few\.safetensors"):
        verify.read_verified(few_bundle, [public_key])


def test_a_manifest_from_before_deltas_is_read(tiny_bundle):
    data = (tiny_bundle / "manifest.json").read_bytes()
    older = json.loads(data)
    for profile in older["profiles"]:
        del profile["delta"]
    manifest = verify.parse_manifest(json.dumps(older).encode())
    assert [profile.delta for profile in manifest.profiles] == ["", ""]


def test_an_unknown_field_is_refused():
    with pytest.raises(errors.BundleUnreadable):
        verify.parse_manifest(b'{"format": 1, "surprise": true}')


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_manifest_reader(data):
    with pytest.raises(errors.BundleUnreadable):
        verify.parse_manifest(data)


def test_a_file_exchanged_after_verification_is_not_loaded(tiny_bundle, public_key):
    bundle = verify.read_verified(tiny_bundle, [public_key])
    flip(tiny_bundle / "unet.onnx")
    with pytest.raises(errors.BundleFileChanged, match=r"unet\.onnx"):
        Painter(bundle, threads=1)


def test_keys_are_hex_or_pem(tmp_path, public_key):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    pem = Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "a.pub").write_bytes(pem)
    (tmp_path / "b.pub").write_text(public_key.hex() + "\n")
    assert keys.trusted([tmp_path, tmp_path / "absent"]) == (public_key, public_key)
    for wrong in ("", "xyz", "00", pem.decode()[:60]):
        (tmp_path / "c.pub").write_text(wrong)
        with pytest.raises(errors.BundleUnreadable, match=r"c\.pub"):
            keys.trusted([tmp_path])


@pytest.fixture
def embedded(tiny_bundle, tmp_path, resign):
    folder = shutil.copytree(tiny_bundle, tmp_path / "embedded")
    resign(folder, name="embedded", release=1)
    return folder


@pytest.fixture
def bundles(embedded, tmp_path, public_key):
    return BundleStore([public_key], state=tmp_path / "state", embedded=embedded)


def test_the_embedded_bundle_is_the_default(bundles):
    opened = bundles.open()
    assert (opened.bundle.manifest.name, opened.refused) == ("embedded", ())


def test_installed_is_used_and_the_one_before_is_kept(bundles, tiny_bundle, resign, tmp_path):
    for release in (3, 4, 5):
        resign(tiny_bundle, release=release)
        bundles.install(tiny_bundle)
    assert bundles.open().bundle.manifest.release == 5
    kept = sorted(folder.name for folder in (tmp_path / "state" / "bundles").iterdir())
    assert kept == ["tiny-4", "tiny-5"]


def test_an_older_release_is_not_installed(bundles, tiny_bundle, resign):
    resign(tiny_bundle, release=5)
    bundles.install(tiny_bundle)
    resign(tiny_bundle, release=4)
    with pytest.raises(errors.BundleOlder):
        bundles.install(tiny_bundle)
    assert bundles.open().bundle.manifest.release == 5
    assert bundles.known_release("tiny") == 5


@pytest.mark.parametrize("damage", [flip, Path.unlink], ids=["changed", "missing"])
def test_a_broken_bundle_leaves_the_last_good_one(bundles, tiny_bundle, resign, tmp_path, damage):
    bundles.install(tiny_bundle)
    resign(tiny_bundle, release=4)
    bundles.install(tiny_bundle)
    damage(tmp_path / "state" / "bundles" / "tiny-4" / "unet.onnx")
    opened = bundles.open()
    assert opened.bundle.manifest.release == 3
    assert "unet.onnx" in str(opened.refused[0])


def test_a_refused_install_changes_nothing(bundles, tiny_bundle, resign, tmp_path):
    bundles.install(tiny_bundle)
    resign(tiny_bundle, release=4)
    flip(tiny_bundle / "vae_decoder.onnx")
    with pytest.raises(errors.BundleFileChanged, match=r"vae_decoder\.onnx"):
        bundles.install(tiny_bundle)
    assert bundles.open().bundle.manifest.release == 3
    assert [folder.name for folder in (tmp_path / "state" / "bundles").iterdir()] == ["tiny-3"]
    assert bundles.known_release("tiny") == 3


def test_a_configured_bundle_that_breaks_falls_back_and_says_why(bundles, tiny_bundle):
    assert bundles.open(tiny_bundle).bundle.manifest.name == "tiny"
    flip(tiny_bundle / "manifest.sig")
    opened = bundles.open(tiny_bundle)
    assert opened.bundle.manifest.name == "embedded"
    assert isinstance(opened.refused[0], errors.BundleSignatureWrong)


def test_an_older_configured_bundle_falls_back(bundles, tiny_bundle, resign):
    bundles.open(tiny_bundle)
    resign(tiny_bundle, release=2)
    opened = bundles.open(tiny_bundle)
    assert opened.bundle.manifest.name == "embedded"
    assert isinstance(opened.refused[0], errors.BundleOlder)


def test_when_nothing_holds_the_wanted_one_is_named(bundles, embedded, tiny_bundle):
    flip(embedded / "card.md")
    flip(tiny_bundle / "unet.onnx")
    with pytest.raises(errors.BundleFileChanged, match=r"unet\.onnx"):
        bundles.open(tiny_bundle)


def test_a_spoilt_memory_of_releases_is_not_forgotten_silently(bundles, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "accepted.json").write_bytes(b"{")
    with pytest.raises(errors.BundleUnreadable, match=r"accepted\.json"):
        bundles.open()


def test_the_shipped_bundle_is_sound(shipped_bundle):
    bundle = verify.read_verified(shipped_bundle, keys.trusted())
    assert bundle.manifest.model.width >= 128


@pytest.mark.parametrize("name", ["unet.onnx", "tokenizer.json"])
def test_the_shipped_bundle_with_one_bit_changed_is_refused(shipped_bundle, tmp_path, name):
    copy = shutil.copytree(shipped_bundle, tmp_path / "copy")
    flip(copy / name, 1000)
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "bundle", "verify", str(copy), "--json"],
        capture_output=True,
        check=False,
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"]) == (1, False)
    assert name in told["reason"]
