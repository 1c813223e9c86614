"""The real listener with its real capture process, over a substitute PortAudio: whole sentences."""

import logging
import queue
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from kiosk import config, errors
from kiosk.listener import wav
from kiosk.session.controller import Controller
from kiosk.session.trouble import Role
from kiosk.wire import client, messages
from tests.kiosk.listener import process
from tests.kiosk.listener.sound_world import USB, SoundWorld

HOT_PLUG_S = 5.0


@pytest.fixture(scope="module")
def room(
    speech_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, SoundWorld]]:
    """A listener's socket, and what is plugged in and sounds around it."""
    home = tmp_path_factory.mktemp("hearing")
    world = SoundWorld(tmp_path_factory.mktemp("sound") / "world")
    # Time is counted in samples, so people may speak faster than they can.
    world.tell(speed=4.0)
    with process.started(home, speech_cache, **world.environment) as running:
        yield running.socket, world


def quiet(seconds: float) -> wav.Samples:
    return np.zeros(round(seconds * wav.RATE), np.float32)


def call(socket: Path, **asked: object) -> client.Call:
    job = uuid.uuid4().hex
    return client.Call(socket, messages.Listen(job=job, deadline_s=60.0, **asked))  # type: ignore[arg-type]


def health(socket: Path) -> bool | None:
    (answer,) = client.request(socket, messages.Health(job="h"))
    assert isinstance(answer, messages.Healthy)
    return answer.microphone


def until(socket: Path, present: bool) -> None:
    began = time.monotonic()
    while health(socket) is not present:
        assert time.monotonic() - began < HOT_PLUG_S
        time.sleep(0.25)


def heard(events: list[messages.Event]) -> messages.Heard:
    *before, last = events
    assert isinstance(last, messages.Heard)
    assert last.transcript
    # The screen was told that the sentence was over before it was worked out.
    assert isinstance(before[-1], messages.SpeechOver)
    return last


def test_whether_a_microphone_is_there_is_known_without_a_visitor(room) -> None:
    socket, world = room
    world.plug()
    until(socket, present=False)
    world.plug(USB)
    until(socket, present=True)
    world.plug()
    until(socket, present=False)
    with pytest.raises(errors.MicrophoneAbsent):
        list(call(socket).events())


def test_a_sentence_ends_by_itself_and_is_understood(room, recording: Path) -> None:
    socket, world = room
    spoken = wav.read(recording)
    world.say(np.concatenate((quiet(1.0), spoken)))
    world.plug({**USB, "channels": 2, "rate": 44_100}, channel=1)
    events = list(call(socket).events())
    last = heard(events)
    levels = [event for event in events if isinstance(event, messages.Level)]
    assert max(level.level for level in levels) > 0.5
    assert max(level.probability for level in levels) > 0.9
    assert not levels[0].speech
    assert levels[-1].speech
    assert levels[-1].lost == 0
    # From half a second before the first word to 0.7 s after the last.
    assert last.audio_s == pytest.approx(len(spoken) / wav.RATE, abs=1.3)


def test_a_held_button_waits_through_a_pause_and_a_tapped_one_does_not(
    room, recording: Path
) -> None:
    socket, world = room
    spoken = wav.read(recording)
    world.say(np.concatenate((spoken, quiet(1.5), spoken)))
    world.plug(USB)
    length = len(spoken) / wav.RATE
    held = call(socket, held=True)
    events: list[messages.Event] = []
    for event in held.events():
        events.append(event)
        if sum(isinstance(one, messages.Level) for one in events) == round(10 * 2 * length + 15):
            held.send(messages.EndSpeech(job=held.job))
    assert heard(events).audio_s > length + 1.5
    tapped = call(socket, held=True)
    tapped.send(messages.LetGo(job=tapped.job))
    assert heard(list(tapped.events())).audio_s < length + 1.5


def test_nobody_speaks(room) -> None:
    socket, world = room
    world.say(quiet(0.1))
    world.plug(USB)
    with pytest.raises(errors.NothingUnderstood):
        list(call(socket).events())


@pytest.mark.long
def test_pulled_while_somebody_speaks(room, recording: Path) -> None:
    socket, world = room
    world.say(wav.read(recording))
    world.plug(USB)
    until(socket, present=True)
    events = call(socket).events()
    while not getattr(next(events), "speech", False):
        pass
    world.plug()
    with pytest.raises(errors.MicrophoneAbsent):
        list(events)
    until(socket, present=False)
    world.plug(USB)
    until(socket, present=True)
    heard(list(call(socket).events()))


def test_a_cancelled_visitor_leaves_the_microphone_free(room, recording: Path) -> None:
    socket, world = room
    world.say(wav.read(recording))
    world.plug(USB)
    first = call(socket)
    for event in first.events():
        if isinstance(event, messages.Level):
            first.send(messages.Cancel(job=first.job))
    assert isinstance(event, messages.Cancelled)
    heard(list(call(socket).events()))


@pytest.mark.long
def test_twenty_times_the_screen_learns_of_it_within_five_seconds(room) -> None:
    """Unplugged and plugged in again, as the session sees it, with nobody there."""
    socket, world = room
    world.plug(USB)
    until(socket, present=True)
    posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    workers: dict[Role, Path] = {"listener": socket, "painter": socket.with_name("none.sock")}
    controller = Controller(config.KioskConfig(), workers, posted.put, lambda: None)
    controller.open()
    waits = []
    for cycle in range(41):
        # Not in step with the questions, or it would always take the same time.
        time.sleep(cycle * 0.37 % 1.0)
        wanted = cycle % 2 == 0
        world.plug(*[USB] * wanted)
        began = time.monotonic()
        while controller.voice_ready is not wanted:
            assert time.monotonic() - began < HOT_PLUG_S
            with suppress(queue.Empty):
                posted.get(timeout=0.05)()
        waits.append(time.monotonic() - began)
    controller.close()
    said = "median %.1f s, at most %.1f s"
    logging.getLogger(__name__).info(said, median(waits[1:]), max(waits[1:]))


@pytest.mark.long
def test_a_recording_may_take_the_microphones_place(room, recording: Path) -> None:
    socket, world = room
    world.plug()
    began = time.monotonic()
    events = list(call(socket, source=str(recording), live=True).events())
    last = heard(events)
    # As fast as it was spoken.
    assert time.monotonic() - began > last.audio_s - 0.5
    assert any(isinstance(event, messages.Level) for event in events)
