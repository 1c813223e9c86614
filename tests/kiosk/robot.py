"""Sets of recordings for `heritage-kiosk transcribe`, made on the spot from sounds.py.

`python -m tests.kiosk.robot FOLDER` writes them all: robot.tsv with robot/, noise.tsv with noise/.
Rows 0, 2, 4… were used for tuning, the others to try what was tuned.
"""

import sys
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from kiosk.listener.wav import RATE, Samples
from tests.kiosk import sounds

SENTENCES: Final = Path(__file__).parent / "listener" / "spoken.tsv"
# Nothing that the kiosk knows: what is heard in babble was not said to it.
SMALL_TALK: Final = (
    "Ontem eu fui ao mercado comprar laranja e pão.",
    "A reunião foi marcada para terça de tarde.",
    "Você viu o jogo na televisão domingo?",
    "O ônibus atrasou outra vez por causa da obra.",
    "Minha irmã mudou de emprego e está gostando.",
    "Precisamos pagar a conta de luz até amanhã.",
    "O museu fecha às seis e a loja também.",
    "Quem quer um sorvete de chocolate?",
)
# Clean, in a room, and in that room with people talking so many decibels below the visitor.
CONDITIONS: Final = ("clean", "echo", "babble20", "babble10", "babble5")
KINDS: Final = (*sounds.NOISES, "babble")
_TALKERS: Final = (3, 4, 6, 8, 12)
_HEADER: Final = "id\ttext\tkey_terms"


def rows() -> list[tuple[str, str, str]]:
    """Id, text and key terms of every sentence."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()[1:]
    return [(name, text, terms) for name, text, terms in (line.split("\t") for line in lines)]


def spoken(number: int, condition: str) -> Samples:
    """Sentence `number` from 0, in a voice and at a rate that depend on it."""
    voice = sounds.VOICES[number % len(sounds.VOICES)]
    clean = sounds.say(rows()[number][1], voice, sounds.RATES[number % len(sounds.RATES)])
    if condition == "clean":
        return clean
    heard = sounds.echoed(clean, number)
    if condition == "echo":
        return heard
    seed = 7 * number + CONDITIONS.index(condition)
    around = sounds.babble(seed, len(heard) / RATE + 0.1, SMALL_TALK)
    return sounds.mixed(heard, around, int(condition.removeprefix("babble")))


def without_words(kind: str, number: int) -> Samples:
    """A clip of 2 to 6 s in which nobody speaks to the kiosk."""
    seconds = 2 + 4 * (37 * number % 100) / 100
    if kind == "babble":
        talkers = _TALKERS[number % len(_TALKERS)]
        return sounds.babble(5000 + number, seconds, SMALL_TALK, talkers)
    return sounds.noise(kind, number, seconds)


def write_robot(folder: Path, numbers: Sequence[int], conditions: Sequence[str]) -> Path:
    """The set with sentences `numbers` under all `conditions`: its TSV."""
    clips = (
        (f"{rows()[number][0]}-{condition}", *rows()[number][1:], spoken(number, condition))
        for number in numbers
        for condition in conditions
    )
    return write(folder, "robot", clips)


def write_noise(folder: Path, numbers: Sequence[int], kinds: Sequence[str] = KINDS) -> Path:
    """The set with clips `numbers` of every kind, in which nothing is said: its TSV."""
    clips = (
        (f"{kind}-{number:03}", "", "", without_words(kind, number))
        for number in numbers
        for kind in kinds
    )
    return write(folder, "noise", clips)


def write(folder: Path, name: str, clips: Iterator[tuple[str, str, str, Samples]]) -> Path:
    """FOLDER/NAME.tsv of id, text and key terms, and FOLDER/NAME/<id>.wav: the TSV."""
    (folder / name).mkdir(parents=True)
    lines = [_HEADER]
    for identity, text, terms, samples in clips:
        lines.append(f"{identity}\t{text}\t{terms}")
        with wave.open(str(folder / name / f"{identity}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(np.round(samples * 32_767).astype("<i2").tobytes())
    table = folder / f"{name}.tsv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table


if __name__ == "__main__":
    write_robot(Path(sys.argv[1]), range(len(rows())), CONDITIONS)
    write_noise(Path(sys.argv[1]), range(143))
