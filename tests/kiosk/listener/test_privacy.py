"""Nothing of a voice, as sound or as words, is written anywhere but into the sockets.

strace stands around the real listener and its capture process and counts every byte.
"""

import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.listener import voice, wav
from kiosk.prompts import normalise
from kiosk.wire import client, messages
from tests.kiosk import sounds
from tests.kiosk.listener import process, traced
from tests.kiosk.listener.sound_world import USB, SoundWorld

WHO = ("Um gaúcho a cavalo", "Uma prenda dançando", "Um quero-quero", "Dois bois", "Uma ema")
WHERE = ("no campo", "na coxilha", "perto do rio", "debaixo de um umbu", "no galpão")
WHEN = ("ao entardecer", "de manhã cedo")


def sentences(count: int) -> list[str]:
    every = [f"{who} {where} {when}." for when in WHEN for where in WHERE for who in WHO]
    return every[:count]


def test_the_trace_sees_what_is_written(tmp_path: Path) -> None:
    kept, mapped = tmp_path / "kept", tmp_path / "mapped"
    code = (
        "import mmap, os, sys, subprocess, threading\n"
        "open(sys.argv[1], 'wb').write(b'x' * 1000)\n"
        "subprocess.run([sys.executable, '-c', "
        "'import sys; open(sys.argv[1], \"ab\").write(b\"y\" * 500)', sys.argv[1]], check=True)\n"
        "file = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)\n"
        "os.truncate(file, 4096)\n"
        "mmap.mmap(file, 4096)[:] = b'z' * 4096\n"
    )
    trace = tmp_path / "trace"
    subprocess.run(
        [*traced.command(trace), sys.executable, "-c", code, str(kept), str(mapped)], check=True
    )
    found = _settled(trace)
    # Two openings and 1,500 bytes; one opening and one mapping.
    assert found == {str(kept): 1_502, str(mapped): 2}


def test_five_sentences_leave_nothing(speech_cache: Path, tmp_path: Path) -> None:
    leaves_nothing(5, speech_cache, tmp_path)


@pytest.mark.long
def test_fifty_sentences_leave_nothing(speech_cache: Path, tmp_path: Path) -> None:
    leaves_nothing(50, speech_cache, tmp_path)


def leaves_nothing(count: int, speech_cache: Path, tmp_path: Path) -> None:
    world = SoundWorld(tmp_path / "world")
    world.plug(USB)
    world.tell(speed=8.0)
    trace, home = tmp_path / "trace", tmp_path / "home"
    home.mkdir()
    transcripts = []
    with process.started(
        home, speech_cache, traced.command(trace), **world.environment
    ) as running:
        _wait_for_microphone(running.socket)
        # Debian's PortAudio looks for JACK when it begins, in files of its own under /dev/shm.
        before = _settled(trace)
        for sentence in sentences(count):
            voiced = sounds.say(sentence, "pt-br", 140)
            world.say(np.concatenate((np.zeros(8_000, np.float32), voiced)))
            transcripts.append(_hear(running.socket))
    understood = [transcript for transcript in transcripts if transcript]
    assert len(understood) >= count * 0.8
    found = _settled(trace) - before
    log = home.with_name(f"{home.name}.log")
    # The journal's lines, and what the substitute for PortAudio notes about openings.
    assert set(found) == {str(log), str(world.folder / "opened")}
    said = f" {normalise.fold(log.read_text())} "
    words = {word for text in understood for word in normalise.fold(text).split() if len(word) > 4}
    assert words
    assert not [word for word in words if f" {word} " in said]


@pytest.mark.long
def test_memory_keeps_nothing(speech_cache: Path, recording: Path, tmp_path: Path) -> None:
    """The listener's memory, all of it, is searched for the sound that it was given."""
    world = SoundWorld(tmp_path / "world")
    # At this rate and without noise soxr changes nothing: the very bytes can be looked for.
    world.plug({**USB, "rate": wav.RATE})
    world.tell(noise=0.0)
    sound = wav.read(recording)
    world.say(np.concatenate((np.zeros(8_000, np.float32), sound)))
    # And those of the copy that is made louder before it is transcribed.
    louder = voice.lifted(sound)
    places = [at for at in range(0, len(sound) - 16, 500) if abs(sound[at : at + 16]).max() > 0.05]
    places = places[::5]
    assert len(places) >= 8
    needles = [piece[at : at + 16].tobytes() for piece in (sound, louder) for at in places]
    home = tmp_path / "home"
    home.mkdir()
    with process.started(home, speech_cache, **world.environment) as running:
        _wait_for_microphone(running.socket)
        for _ in range(2):
            levels = found = 0
            asked = messages.Listen(job=uuid.uuid4().hex, deadline_s=60.0)
            for event in client.request(running.socket, asked):
                levels += isinstance(event, messages.Level)
                if levels == 20 and not found:
                    found = memory_holds(running.pid, needles)
            assert isinstance(event, messages.Heard)
            # While it listens it has to be there, or this test finds nothing ever.
            assert found
        _wait_for_microphone(running.socket)
        assert memory_holds(running.pid, needles) == 0


def memory_holds(pid: int, needles: list[bytes]) -> int:
    """How many of them are somewhere in what this process can write to."""
    found = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(edge, 16) for edge in span.split("-"))
            memory.seek(start)
            try:
                data = memory.read(end - start)
            except OSError:
                # The kernel's own pages.
                continue
            found += sum(needle in data for needle in needles)
    return found


def _hear(socket: Path) -> str:
    try:
        asked = messages.Listen(job=uuid.uuid4().hex, deadline_s=60.0)
        *_, last = client.request(socket, asked)
    except errors.NothingUnderstood:
        return ""
    assert isinstance(last, messages.Heard)
    return last.transcript


def _wait_for_microphone(socket: Path) -> None:
    until = time.monotonic() + 20
    while True:
        (answer,) = client.request(socket, messages.Health(job="h"))
        if isinstance(answer, messages.Healthy) and answer.microphone:
            return
        assert time.monotonic() < until
        time.sleep(0.1)


def _settled(trace: Path) -> "Counter[str]":
    """The trace once strace, which is not our child, has written all of it."""
    before = -1
    while (size := trace.stat().st_size) != before:
        before = size
        time.sleep(0.3)
    return traced.written(trace)
