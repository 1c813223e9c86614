"""The voice as processes of their own: in turn, silent at once, none left behind."""

import logging
from pathlib import Path

import pytest

from kiosk.speech import programs
from kiosk.speech.narrator import Narrator, Utterance
from tests.kiosk.speech.speaker import Speakers, alive, until


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch) -> Speakers:
    return Speakers(tmp_path, monkeypatch)


@pytest.fixture
def narrate(speakers: Speakers):
    made: list[Narrator] = []

    def narrate(volume: int = 50, **more: object) -> Narrator:
        made.append(Narrator(programs.find(), lambda: volume, **more))
        return made[-1]

    yield narrate
    for narrator in made:
        narrator.close()


def said(*texts: str) -> list[Utterance]:
    return [Utterance(text, "pt-BR") for text in texts]


def spoken(narrator: Narrator) -> bool:
    narrator.tick()
    return not narrator.speaking


def test_utterances_are_spoken_one_after_the_other(speakers, narrate) -> None:
    speakers.install("espeak-ng")
    narrator = narrate()
    narrator.say(said("uma", "duas"))
    narrator.add([Utterance("three", "en")])
    until(lambda: spoken(narrator))
    assert speakers.texts() == ["uma", "duas", "three"]
    lines = [note.text for note in speakers.notes("begun")]
    ends = [note.text for note in speakers.notes("ended")]
    assert lines == ends
    first, _, third = speakers.notes()
    assert first.arguments == ["-v", "pt-br", "-a", "100", "-s", "150", "--stdin"]
    assert third.arguments[1] == "en-us"


def test_the_text_is_never_an_argument(speakers, narrate) -> None:
    speakers.install("espeak-ng")
    narrator = narrate()
    narrator.say(said("-w /tmp/x; $(reboot) `id`\n!-!SET"))
    until(lambda: spoken(narrator))
    (note,) = speakers.notes()
    assert "reboot" not in " ".join(note.arguments)
    assert note.text == "w /tmp/x; $(reboot) `id` !-!SET\n"


def test_stop_is_at_once_and_drops_what_waits(speakers, narrate) -> None:
    speakers.install("espeak-ng", seconds=30)
    narrator = narrate()
    narrator.say(said("longa", "nunca"))
    until(lambda: bool(speakers.notes()))
    pid = speakers.notes()[0].pid
    assert narrator.speaking
    narrator.stop()
    assert not narrator.speaking
    until(lambda: not alive(pid), seconds=2)
    narrator.tick()
    assert speakers.texts() == ["longa"]
    assert speakers.texts("ended") == []


def test_the_daemon_of_speech_dispatcher_is_told_to_stop(speakers, narrate) -> None:
    speakers.install("spd-say", "speech-dispatcher", seconds=2)
    narrator = narrate(volume=75)
    narrator.say(said("um"))
    until(lambda: bool(speakers.notes()))
    narrator.stop()
    until(lambda: len(speakers.notes()) == 2)
    spoke, cancelled = speakers.notes()
    assert spoke.arguments == ["--pipe-mode", "--wait", "-l", "pt-BR", "-i", "50"]
    assert cancelled.arguments == ["--cancel"]


def test_a_voice_that_hangs_is_ended(speakers, narrate, caplog) -> None:
    speakers.install("espeak-ng", seconds=60)
    clock = [0.0]
    narrator = narrate(now=lambda: clock[0])
    narrator.say(said("um", "dois"))
    until(lambda: bool(speakers.notes()))
    clock[0] = Utterance("um", "pt-BR").longest_s + 1
    with caplog.at_level(logging.WARNING):
        narrator.tick()
    assert "did not end" in caplog.text
    until(lambda: len(speakers.notes()) == 2)
    assert not alive(speakers.notes()[0].pid)


def test_a_voice_that_fails_is_said_in_the_log(speakers, narrate, caplog) -> None:
    speakers.install("espeak-ng", code=1)
    narrator = narrate()
    with caplog.at_level(logging.WARNING):
        narrator.say(said("um"))
        until(lambda: spoken(narrator))
    assert "ended with 1" in caplog.text


def test_silence_at_volume_zero_and_without_a_program(speakers, narrate) -> None:
    without = narrate()
    assert not without.available
    without.say(said("nada"))
    speakers.install("espeak-ng")
    quiet = narrate(volume=0)
    quiet.say(said("nada"))
    assert not without.speaking
    assert not quiet.speaking
    assert speakers.notes() == []


def test_close_leaves_no_process(speakers, narrate) -> None:
    speakers.install("espeak-ng", seconds=30)
    narrator = narrate()
    for word in ("um", "dois", "três"):
        narrator.say(said(word))
    until(lambda: len(speakers.notes()) >= 1)
    narrator.close()
    assert not any(alive(note.pid) for note in speakers.notes())
