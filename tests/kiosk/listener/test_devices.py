"""Which microphone is meant."""

from pathlib import Path

import pytest

from kiosk import errors
from kiosk.listener import devices
from kiosk.listener.line import Input
from tests.kiosk.listener.sound_world import CARD


def an_input(index: int, name: str, place: str = "", default: bool = False) -> Input:
    return Input(index, name, place, channels=1, rate=48_000.0, default=default)


BUILT_IN = an_input(0, "HDA Intel PCH: ALC257 (hw:0,0)", "0000:00:1f.3")
FIRST = an_input(2, "USB PnP Microfone: Audio (hw:1,0)", "usb-0000:00:14.0-1")
SECOND = an_input(3, "USB PnP Microfone: Audio (hw:2,0)", "usb-0000:00:14.0-2")
EVERY = (BUILT_IN, FIRST, SECOND)


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        (None, BUILT_IN),
        ("MICROFONE", FIRST),
        ("micrófone: áudio", FIRST),
        ("usb-0000:00:14.0-2", SECOND),
        ("microfone#1", FIRST),
        ("microfone#2", SECOND),
        ("hw:2,0", SECOND),
    ],
)
def test_a_pattern_means_one(pattern: str | None, meant: Input) -> None:
    assert devices.choose(EVERY, pattern) == meant


def test_the_default_is_taken_where_the_system_has_one() -> None:
    usual = an_input(7, "default", default=True)
    assert devices.choose((*EVERY, usual), None) == usual


@pytest.mark.parametrize("pattern", ["gravador", "microfone#3", "usb-0000:00:14.0"])
def test_what_fits_nothing_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(errors.MicrophoneAbsent) as told:
        devices.choose(EVERY, pattern)
    assert pattern in told.value.say()


def test_no_input_at_all_is_told() -> None:
    with pytest.raises(errors.MicrophoneAbsent):
        devices.choose((), None)


def test_the_place_is_read_from_what_alsa_says(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "cards"
    built_in = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n"
    built_in += "                      HDA Intel PCH at 0x604b118000 irq 145\n"
    file.write_text(built_in + CARD.format(card=1, place="usb-0000:00:14.0-2.4"))
    monkeypatch.setattr(devices, "PLACES", file)
    places = devices._places()
    assert places == {0: "0x604b118000", 1: "usb-0000:00:14.0-2.4"}
    assert devices._place("USB PnP Microfone: Audio (hw:1,0)", places) == "usb-0000:00:14.0-2.4"
    assert devices._place("default", places) == ""
    monkeypatch.setattr(devices, "PLACES", tmp_path / "none")
    assert devices._places() == {}


def test_a_device_file_that_changes_its_owner_counts_as_new(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(devices, "CARDS", tmp_path / "snd")
    assert devices._cards() is None
    (tmp_path / "snd").mkdir()
    assert devices._cards() == ()
    card = tmp_path / "snd" / "controlC1"
    card.touch()
    plugged = devices._cards()
    assert plugged == devices._cards()
    card.chmod(0o660)
    assert devices._cards() != plugged
