"""The settings file: what is written is read again, what is broken is put aside and said."""

import stat

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.staff import hours
from kiosk.staff.settings import SettingsFile, StaffSettings

SPANS = st.builds(hours.span, st.integers(0, 1439), st.integers(0, 1439))
SETTINGS = st.builds(
    StaffSettings,
    paused=st.booleans(),
    volume=st.integers(0, 100),
    hours=st.none() | st.dictionaries(st.sampled_from(hours.WEEKDAYS), SPANS),
)


@settings(deadline=None)  # the disk has its own time
@given(SETTINGS)
def test_a_restart_finds_what_was_set(tmp_path_factory, wanted: StaffSettings) -> None:
    folder = tmp_path_factory.mktemp("state")
    SettingsFile(folder).change(**msgspec.structs.asdict(wanted))
    again = SettingsFile(folder)
    assert (again.now, again.fault) == (wanted, None)
    assert stat.S_IMODE((folder / "staff.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b'{"volume": 101}', b'{"loudness": 3}', b'{"hours": {"monday": "9"}}', b"\xff"],
)
def test_a_broken_file_is_put_aside_and_the_defaults_hold(tmp_path, broken: bytes) -> None:
    file = tmp_path / "staff.json"
    for number in (1, 2):
        file.write_bytes(broken)
        found = SettingsFile(tmp_path)
        assert found.now == StaffSettings()
        assert f"staff.json.broken-{number}" in found.fault.say("en")
        assert (tmp_path / f"staff.json.broken-{number}").read_bytes() == broken
        assert not file.exists()
    assert SettingsFile(tmp_path).fault is None


def test_a_value_out_of_range_changes_nothing(tmp_path) -> None:
    kept = SettingsFile(tmp_path)
    kept.change(volume=40)
    with pytest.raises(msgspec.ValidationError):
        kept.change(volume=101)
    with pytest.raises(msgspec.ValidationError):
        kept.change(hours={"monday": "25:00-26:00"})
    assert kept.now.volume == SettingsFile(tmp_path).now.volume == 40
