"""The systemd units: readable to systemd, offline, and in agreement with the code."""

import ipaddress
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from kiosk import errors
from kiosk.cli.app import app

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
OFFLINE = ("painter", "listener", "ui")
# Tenths of systemd's exposure level, 0 to 100: the measured value, and no room to grow.
EXPOSURE = {"painter": 9, "listener": 9, "ui": 9, "compositor": 14, "share": 13}

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def _role(unit: Path) -> str:
    return unit.stem.removeprefix("heritage-kiosk-")


def _settings(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as they are, but with programs that exist on the machine of the test."""
    for unit in [*SERVICES, *UNITS.glob("*.target")]:
        text = unit.read_text(encoding="utf-8")
        here = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    return tmp_path


@needs_systemd
def test_systemd_understands_every_directive(installed: Path) -> None:
    units = sorted(str(path) for path in installed.iterdir())
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units]
    environment = {"SYSTEMD_UNIT_PATH": f"{installed}:", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    # A directive it does not know is only a warning, so silence is asked for.
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=_role)
def test_the_sandbox_does_not_grow_looser(unit: Path, installed: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true"]
    threshold = f"--threshold={EXPOSURE[_role(unit)]}"
    done = subprocess.run(
        [*command, threshold, str(installed / unit.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.splitlines()[-1:]


@pytest.mark.parametrize("role", OFFLINE)
def test_what_hears_paints_or_shows_has_no_network(role: str) -> None:
    settings = _settings(UNITS / f"heritage-kiosk-{role}.service")
    assert settings["PrivateNetwork"] == ["yes"]
    assert settings["RestrictAddressFamilies"] == ["AF_UNIX"]
    assert settings["IPAddressDeny"] == ["any"]


@pytest.mark.parametrize("unit", SERVICES, ids=_role)
def test_only_a_permanent_fault_ends_the_restarts(unit: Path) -> None:
    settings = _settings(unit)
    assert settings["Restart"] == ["on-failure"]
    assert settings["RestartPreventExitStatus"] == [str(errors.PermanentFault.exit_code)]


def test_the_take_home_page_reaches_the_museums_own_network_only() -> None:
    settings = _settings(UNITS / "heritage-kiosk-share.service")
    assert settings["IPAddressDeny"] == ["any"]
    (allowed,) = settings["IPAddressAllow"]
    named = {"localhost", "link-local"}
    ranges = [ipaddress.ip_network(one) for one in allowed.split() if one not in named]
    assert all(one.is_private for one in ranges)
    target = (UNITS / "heritage-kiosk.target").read_text(encoding="utf-8")
    assert "share" not in target, "an installer has to enable it"


@pytest.mark.parametrize("role", [*OFFLINE, "share"])
def test_the_commands_exist_with_the_options_given(role: str) -> None:
    (line,) = _settings(UNITS / f"heritage-kiosk-{role}.service")["ExecStart"]
    program, command, *given = line.split()
    assert program.endswith("/heritage-kiosk")
    known = getattr(get_command(app), "commands", {})[command]
    options = {name for parameter in known.params for name in parameter.opts}
    assert {word for word in given if word.startswith("--")} <= options


def test_all_three_processes_meet_in_one_folder() -> None:
    folders = {
        tuple(_settings(UNITS / f"heritage-kiosk-{role}.service")["RuntimeDirectory"])
        for role in OFFLINE
    }
    assert folders == {("heritage-kiosk",)}


@pytest.mark.parametrize("unit", SERVICES, ids=_role)
def test_every_device_let_in_has_its_reason(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    before = text.split("DevicePolicy=")[0].splitlines()
    assert any(line.startswith("# Relaxed:") for line in before[-3:])
