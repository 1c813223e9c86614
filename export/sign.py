"""Signatures over a manifest that passed the parity gate, and over trial copies."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from export.errors import BundleNotTested
from export.keys import public_pem
from export.parity import Passed
from kiosk.bundle import manifest as contract


def sign(folder: Path, manifest: contract.Manifest, key: Ed25519PrivateKey, passed: Passed) -> None:
    """Write manifest.json and manifest.sig into `folder`.

    Raises BundleNotTested for a listed file that is not the one the gate saw; only the gate's
    own report is newer than the gate.
    """
    listed = {entry.name: entry.sha256 for entry in manifest.files if entry.role != "gate"}
    tested = dict(passed.files)
    for name in sorted(listed.keys() | tested.keys()):
        if listed.get(name) != tested.get(name):
            raise BundleNotTested(file=name)
    _write_signed(folder, manifest, key)


def sign_for_trial(folder: Path, manifest: contract.Manifest, keys: Path) -> None:
    """Sign a copy under test with a key that is forgotten at once; its public half into `keys`."""
    key = Ed25519PrivateKey.generate()
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "trial.pub").write_bytes(public_pem(key))
    _write_signed(folder, manifest, key)


def _write_signed(folder: Path, manifest: contract.Manifest, key: Ed25519PrivateKey) -> None:
    """Write the manifest's canonical bytes and the signature over them."""
    data = contract.encode(manifest)
    (folder / contract.MANIFEST_NAME).write_bytes(data)
    (folder / contract.SIGNATURE_NAME).write_bytes(key.sign(data))
