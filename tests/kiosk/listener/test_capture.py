"""The real capture process and the real sounddevice, over a substitute PortAudio."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.listener import capture, wav
from kiosk.listener.capture import Microphone
from tests.kiosk.listener.sound_world import USB, SoundWorld

# What a visitor may have to wait until the kiosk knows, for better or worse.
HOT_PLUG_S = 5.0
TWIN = {**USB, "id": "usb-2", "name": "USB PnP Microfone: Audio (hw:2,0)"}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoundWorld:
    made = SoundWorld(tmp_path / "sound")
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def start(world: SoundWorld) -> Iterator[Callable[[str | None], Microphone]]:
    """Starts capture processes, and sees that none of them is left."""
    made: list[Microphone] = []

    def begin(pattern: str | None = None) -> Microphone:
        made.append(Microphone(pattern))
        return made[-1]

    yield begin
    for microphone in made:
        microphone.close()
        assert not Path(f"/proc/{microphone.pid}").exists()


def until(microphone: Microphone, present: bool) -> float:
    """Seconds until it says so, asked as often as the screen asks."""
    began = time.monotonic()
    while microphone.present() is not present:
        assert time.monotonic() - began < HOT_PLUG_S
        time.sleep(0.25)
    return time.monotonic() - began


def listen(microphone: Microphone, blocks: int) -> tuple[wav.Samples, int]:
    """So many tenths of a second, joined, and what was lost."""
    with microphone.opened() as take:
        heard = [(sound.samples.copy(), sound.lost) for sound in (take() for _ in range(blocks))]
    return np.concatenate([samples for samples, _ in heard]), heard[-1][1]


def speak(microphone: Microphone, meanwhile: Callable[[], None] = lambda: None) -> None:
    """On and on; after the first block something happens."""
    with microphone.opened() as take:
        take()
        meanwhile()
        while True:
            take()


def tone(seconds: float) -> wav.Samples:
    time_s = np.arange(round(seconds * wav.RATE)) / wav.RATE
    return (0.4 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32)


def test_none_at_all_is_told_and_why(start) -> None:
    microphone = start()
    until(microphone, present=False)
    with pytest.raises(errors.MicrophoneAbsent) as told, microphone.opened():
        pytest.fail("opened what is not there")
    assert "nenhum microfone" in told.value.say()


def test_twenty_times_unplugged_and_plugged_in_again(world, start) -> None:
    world.plug(USB)
    microphone = start()
    until(microphone, present=True)
    first = microphone.pid
    for _ in range(20):
        world.plug()
        until(microphone, present=False)
        world.plug(USB)
        until(microphone, present=True)
    # While nobody speaks PortAudio is begun again in the same process.
    assert microphone.pid == first
    assert len(listen(microphone, 3)[0]) > 0


def test_nothing_changed_is_not_asked_of_portaudio_again(world, start) -> None:
    world.plug(USB)
    microphone = start()
    until(microphone, present=True)
    before = world.initialised
    assert all(microphone.present() for _ in range(20))
    assert world.initialised == before


def test_pulled_while_somebody_speaks_and_plugged_in_again(world, start) -> None:
    world.plug(USB)
    microphone = start()
    until(microphone, present=True)
    first = microphone.pid
    pulled = time.monotonic()
    with pytest.raises(errors.MicrophoneAbsent):
        speak(microphone, meanwhile=world.plug)
    # The driver hangs in closing for ever, as ALSA's does: the process was killed for it.
    assert time.monotonic() - pulled < 3.0
    assert microphone.pid != first
    assert not Path(f"/proc/{first}").exists()
    until(microphone, present=False)
    world.plug(USB)
    until(microphone, present=True)
    assert len(listen(microphone, 3)[0]) > 0


@pytest.mark.long
def test_twenty_times_pulled_while_somebody_speaks(world, start) -> None:
    microphone = start()
    for _ in range(20):
        world.plug(USB)
        until(microphone, present=True)
        with pytest.raises(errors.MicrophoneAbsent):
            speak(microphone, meanwhile=world.plug)
        until(microphone, present=False)
    world.plug(USB)
    until(microphone, present=True)
    assert len(listen(microphone, 3)[0]) > 0


def test_its_own_rate_and_channels_become_16_khz_mono(world, start) -> None:
    world.say(tone(2.0))
    for number, (rate, channels) in enumerate(((44_100, 2), (96_000, 6), (8_000, 1))):
        odd = {**USB, "id": f"odd-{number}", "rate": rate, "channels": channels}
        world.plug(odd, channel=channels - 1)
        with closing(Microphone(None)) as microphone:
            samples, lost = listen(microphone, 8)
        assert world.opened[-1] == (odd["id"], rate, channels)
        assert lost == 0
        spectrum = np.abs(np.fft.rfft(samples[2_000:10_000]))
        assert spectrum.argmax() * wav.RATE / 8_000 == pytest.approx(440, abs=4)
        assert np.abs(samples).max() == pytest.approx(0.4, abs=0.02)


def test_a_rate_that_is_refused_is_not_the_end(world, start) -> None:
    world.plug({**USB, "rate": 16_000}, takes=[44_100])
    microphone = start()
    assert len(listen(microphone, 3)[0]) > 0
    assert world.opened == [("usb-1", 44_100, 1)]


def test_a_device_that_takes_nothing_is_told_with_portaudios_words(world, start) -> None:
    world.plug(USB, takes=[])
    microphone = start()
    until(microphone, present=True)
    with pytest.raises(errors.MicrophoneAbsent) as told, microphone.opened():
        pytest.fail("opened what refuses")
    assert "Invalid sample rate" in told.value.say()
    # From now on being plugged in is not enough.
    until(microphone, present=False)
    world.plug(USB, takes=[48_000])
    until(microphone, present=True)


def test_overflow_is_counted_and_heard_on(world, start) -> None:
    world.plug(USB, overflows=True)
    samples, lost = listen(start(), 12)
    assert lost == 2
    assert len(samples) > wav.RATE


@pytest.mark.long
def test_too_slow_a_listener_loses_blocks_and_counts_them(world, start) -> None:
    world.plug(USB)
    world.tell(speed=40.0)
    microphone = start()
    with microphone.opened() as take:
        first = take().lost
        time.sleep(1.0)
        sounds = [take().lost for _ in range(200)]
    assert first < sounds[-1]
    assert sounds == sorted(sounds)


@pytest.mark.long
def test_too_loud_is_said(world, start) -> None:
    world.say(tone(1.0))
    world.plug(USB, gain=4.0)
    with start().opened() as take:
        assert [take().clipped for _ in range(5)][-1]
    world.plug(USB, gain=0.5)
    with start().opened() as take:
        assert not any(take().clipped for _ in range(5))


def test_a_driver_that_stalls_is_replaced_and_not_offered_before_it_works(world, start) -> None:
    world.plug(USB, stalls_after=0.3)
    microphone = start()
    until(microphone, present=True)
    first = microphone.pid
    with pytest.raises(errors.MicrophoneAbsent) as told:
        speak(microphone)
    assert "parou de responder" in told.value.say()
    assert microphone.pid != first
    world.plug(USB, stalls_after=0.1)
    time.sleep(0.6)
    assert not microphone.present()
    world.plug(USB)
    until(microphone, present=True)


def test_a_library_that_hangs_while_it_looks_is_replaced(world, start) -> None:
    world.plug(USB)
    microphone = start()
    until(microphone, present=True)
    world.tell(hang_at_init=True)
    world.plug()
    world.plug(USB)
    first = microphone.pid
    assert microphone.present() is False
    assert microphone.pid != first
    world.tell(hang_at_init=False)
    until(microphone, present=True)


@pytest.mark.parametrize("fatal", [signal.SIGKILL, signal.SIGSTOP])
def test_a_process_that_is_gone_or_stopped_is_replaced(world, start, fatal) -> None:
    world.plug(USB)
    microphone = start()
    until(microphone, present=True)
    first = microphone.pid
    os.kill(first, fatal)
    until(microphone, present=False)
    until(microphone, present=True)
    assert microphone.pid != first


@pytest.mark.long
def test_one_that_never_comes_up_is_tried_again(world, monkeypatch) -> None:
    world.tell(hang_at_init=True)
    monkeypatch.setattr(capture, "START_S", 0.5)
    with closing(Microphone(None)) as microphone:
        first = microphone.pid
        time.sleep(0.6)
        assert microphone.present() is None
        assert microphone.pid != first


def test_two_of_one_name_are_told_apart_by_where_they_are_plugged_in(world, start, caplog) -> None:
    caplog.set_level("WARNING")
    both = ({**USB, "place": "usb-0000:00:14.0-1"}, {**TWIN, "place": "usb-0000:00:14.0-2"})
    for pattern, meant in (
        ("microfone", "usb-1"),
        ("microfone#2", "usb-2"),
        ("usb-0000:00:14.0-2", "usb-2"),
    ):
        world.plug(*both)
        with closing(Microphone(pattern)) as microphone:
            listen(microphone, 2)
        assert world.opened[-1][0] == meant
    # Whoever reads the journal learns that the name was not enough.
    said = [record.getMessage() for record in caplog.records]
    assert any("usb-0000:00:14.0-1, usb-0000:00:14.0-2" in line for line in said)
    world.plug(both[0])
    with pytest.raises(errors.MicrophoneAbsent) as told, start(both[1]["place"]).opened():
        pytest.fail("took another one")
    assert both[1]["place"] in told.value.say()


def test_what_was_received_is_overwritten(world, start) -> None:
    world.say(tone(2.0))
    world.plug(USB)
    microphone = start()
    with microphone.opened() as take:
        for _ in range(5):
            last = take().samples
        assert last.any()
    assert not last.any()
    microphone.settle()
    assert not microphone._line._body.any()


def test_the_process_ends_with_whoever_started_it(world, tmp_path: Path) -> None:
    world.plug(USB)
    code = (
        "import os, time\n"
        "from kiosk.listener.capture import Microphone\n"
        "microphone = Microphone(None)\n"
        "microphone.inputs()\n"
        "print(microphone.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = Path("/proc") / parent.stdout.readline().strip()
        # Stopped: it cannot notice by itself.
        os.kill(int(child.name), signal.SIGSTOP)
        parent.kill()
    began = time.monotonic()
    while child.exists() and "\nState:\tZ" not in (child / "status").read_text():
        assert time.monotonic() - began < 5
        time.sleep(0.05)
