"""Which program speaks, and how it is asked to."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.speech import programs


def having(*names: str):
    return lambda name: f"/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ((), None),
        (("espeak-ng",), "espeak-ng"),
        (("spd-say",), None),
        (("spd-say", "espeak-ng"), "espeak-ng"),
        (("spd-say", "speech-dispatcher"), "speech-dispatcher"),
        (("spd-say", "speech-dispatcher", "espeak-ng"), "speech-dispatcher"),
    ],
)
def test_speech_dispatcher_then_espeak_then_none(there, expected) -> None:
    found = programs.find(having(*there))
    assert (found.name if found else None) == expected


@given(st.integers(0, 100), st.sampled_from(catalogue.LANGUAGES))
def test_every_volume_and_language_has_a_command(volume: int, language: str) -> None:
    for there in (("espeak-ng",), ("spd-say", "speech-dispatcher")):
        found = programs.find(having(*there))
        assert found is not None
        command = found.speak(language, volume)
        assert all(command)
        loudness = int(command[command.index("-a" if "-a" in command else "-i") + 1])
        assert loudness in range(201) if "-a" in command else loudness in range(-100, 101)


@given(st.text(max_size=200))
def test_what_is_said_is_one_line_and_never_a_command(text: str) -> None:
    line = programs.one_line(text)
    assert line.endswith("\n")
    assert len(line.splitlines()) <= 1
    assert not line.startswith(("!-!", "-"))


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_real_espeak_takes_the_command(language: str, tmp_path: Path) -> None:
    found = programs.find(lambda name: shutil.which(name) if name == "espeak-ng" else None)
    assert found is not None
    spoken = tmp_path / "spoken.wav"
    command = [*found.speak(language, 40), "-w", str(spoken)]
    text = programs.one_line("Uma frase, um quadro do pampa")
    subprocess.run(command, input=text.encode(), check=True)
    assert spoken.stat().st_size > 10_000
