"""Signs pictures that leave the kiosk, and reads what a picture says of itself. Opens no socket."""

import io
from typing import Any, Final

import msgspec

from kiosk import catalogue, errors
from kiosk.credentials import identity as identities
from kiosk.credentials.certificate import PROGRAM

_FORMAT: Final = "image/png"
_MADE: Final = "c2pa.created"
# Nothing is fetched: no manifest from elsewhere, no word on revoked certificates, no time stamp.
_OFFLINE: Final[dict[str, Any]] = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": []},
    "builder": {"thumbnail": {"enabled": False}},
}


class Reading(msgspec.Struct, frozen=True):
    """What the credentials of a picture say. `intact`: no byte of it was changed since.

    `ours`: this kiosk's own certificate signed it. `source` is IPTC's digital source type.
    """

    intact: bool
    ours: bool
    organisation: str
    source: str
    failures: tuple[str, ...]


def sealed(png: bytes) -> bytes:
    """The picture as it may leave: with credentials, or as it is where no identity was made.

    Raises CredentialsUnusable where there is one and it does not sign (it may have expired).
    """
    identity = identities.load()
    return png if identity is None else signed(png, identity)


def signed(png: bytes, identity: identities.Identity) -> bytes:
    """`png` with a manifest: created by a trained model, by `identity`. Raises CredentialsUnusable.

    The pixels stay as they are.
    """
    # 23 MB of library, only where something is signed or read.
    import c2pa

    manifest = {
        "claim_generator_info": [{"name": PROGRAM}],
        "title": catalogue.text("cli.picture.title"),
        "format": _FORMAT,
    }
    out = io.BytesIO()
    try:
        info = c2pa.C2paSignerInfo(
            c2pa.C2paSigningAlg.ES256, identity.chain, identity.key, None
        )
        with (
            c2pa.Context(_settings(identity), c2pa.Signer.from_info(info)) as context,
            c2pa.Builder(manifest, context) as builder,
        ):
            builder.set_intent(
                c2pa.C2paBuilderIntent.CREATE,
                c2pa.C2paDigitalSourceType.TRAINED_ALGORITHMIC_MEDIA,
            )
            builder.sign(_FORMAT, io.BytesIO(png), out)
    except c2pa.C2paError as wrong:
        raise errors.CredentialsUnusable(file=identity.file, reason=str(wrong)) from wrong
    return out.getvalue()


def read(png: bytes) -> Reading | None:
    """What the credentials in `png` say, None where it has none. Raises CredentialsUnusable."""
    import c2pa

    identity = identities.load()
    try:
        with (
            c2pa.Context(_settings(identity)) as context,
            c2pa.Reader(_FORMAT, io.BytesIO(png), context=context) as reader,
        ):
            told = msgspec.json.decode(reader.json())
            state = reader.get_validation_state()
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError as wrong:
        return Reading(False, False, "", "", (str(wrong),))
    results = told.get("validation_results", {}).get("activeManifest", {})
    manifest = told["manifests"][told["active_manifest"]]
    return Reading(
        intact=state in ("Valid", "Trusted"),
        ours=state == "Trusted" and identity is not None,
        organisation=manifest.get("signature_info", {}).get("issuer", ""),
        source=_source(manifest),
        failures=tuple(failure["code"] for failure in results.get("failure", ())),
    )


def _settings(identity: identities.Identity | None) -> Any:
    import c2pa

    told = dict(_OFFLINE)
    if identity is not None:
        told["trust"] = {"trust_anchors": identity.root.decode()}
    return c2pa.Settings.from_dict(told)


def _source(manifest: dict[str, Any]) -> str:
    """The last part of the digital source type of the action that made the picture."""
    for assertion in manifest.get("assertions", ()):
        for action in assertion.get("data", {}).get("actions", ()):
            if action.get("action") == _MADE:
                return str(action.get("digitalSourceType", "")).rpartition("/")[2]
    return ""
