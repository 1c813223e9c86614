"""What changes from one bundle to another."""

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from export import cli
from export.diff import Change, diff
from export.errors import BundleUnreadable
from kiosk.bundle import manifest as contract

SHIPPED = Path(__file__).parents[2] / "assets" / "bundles" / "pampa-mini"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped bundle's manifest, of a later release."""
    manifest = contract.decode((SHIPPED / contract.MANIFEST_NAME).read_bytes())
    first, *others = manifest.files
    other = msgspec.structs.replace(
        manifest,
        release=manifest.release + 1,
        files=(msgspec.structs.replace(first, sha256="0" * 64), *others[1:]),
        profiles=manifest.profiles[:-1],
    )
    (tmp_path / contract.MANIFEST_NAME).write_bytes(contract.encode(other))
    return tmp_path


def test_a_bundle_is_like_itself() -> None:
    assert diff(SHIPPED, SHIPPED) == ()


def test_every_change_is_said_once(changed: Path) -> None:
    manifest = contract.decode((SHIPPED / contract.MANIFEST_NAME).read_bytes())
    found = {change.what: change for change in diff(SHIPPED, changed)}
    assert found["release"] == Change("release", str(manifest.release), str(manifest.release + 1))
    assert found[f"profile {manifest.profiles[-1].name}"].after is None
    assert found[f"file {manifest.files[0].name}"].after is not None
    assert found[f"file {manifest.files[1].name}"].after is None
    assert len(found) == 4
    back = diff(changed, SHIPPED)
    assert {(c.what, c.after, c.before) for c in back} == {
        (c.what, c.before, c.after) for c in found.values()
    }


def test_the_command_tells_it(changed: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(cli.app, ["diff", str(SHIPPED), str(changed), "--json"])
    assert len(json.loads(said.stdout)["changes"]) == 4
    same = CliRunner().invoke(cli.app, ["diff", str(SHIPPED), str(SHIPPED)])
    assert same.exit_code == 0
    assert same.stdout.strip()
    nothing = CliRunner().invoke(cli.app, ["diff", str(SHIPPED), str(tmp_path / "nada")])
    assert nothing.exit_code == 1
    assert "nada" in nothing.stderr
    with pytest.raises(BundleUnreadable):
        diff(tmp_path / "nada", SHIPPED)
