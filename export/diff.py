"""What differs between two bundles: before one is put in the other's place."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from export.errors import BundleUnreadable
from kiosk.bundle import manifest as contract


class Change(msgspec.Struct, frozen=True):
    """One difference; None where one of the two has no such thing."""

    what: str
    before: str | None
    after: str | None


def diff(one: Path, other: Path) -> tuple[Change, ...]:
    """Changes from the bundle in `one` to that in `other`, by their manifests; none if alike.

    Says what the manifests list, not whether files or signatures are whole: the kiosk checks that.
    Raises BundleUnreadable.
    """
    pages = [_facts(_manifest(folder)) for folder in (one, other)]
    return tuple(_changes(*pages))


def _manifest(folder: Path) -> contract.Manifest:
    try:
        return contract.decode((folder / contract.MANIFEST_NAME).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BundleUnreadable(folder=folder, reason=error) from error


def _facts(manifest: contract.Manifest) -> dict[str, str]:
    """Everything a manifest says, one line a fact."""
    plain = msgspec.to_builtins(manifest)
    facts = {name: str(plain[name]) for name in ("format", "name", "release", "title", "licence")}
    facts["default_profile"] = manifest.default_profile
    facts["adapters"] = ", ".join(manifest.adapters)
    facts |= {f"model.{name}": str(value) for name, value in plain["model"].items()}
    for profile in manifest.profiles:
        said = f"{profile.scheduler} × {profile.evaluations}, {profile.guidance_scale:g}"
        facts[f"profile {profile.name}"] = f"{said}, {profile.delta}".rstrip(", ")
    for entry in manifest.files:
        facts[f"file {entry.name}"] = f"{entry.sha256[:16]} ({entry.size}, {entry.flavour})"
    return facts


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys([*before, *after]):
        if before.get(what) != after.get(what):
            yield Change(what, before.get(what), after.get(what))
