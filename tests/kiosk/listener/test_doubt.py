"""Silence and noise paint no scene: the gates, their limits, and the real model on real noise."""

import math
from pathlib import Path

import pytest

from kiosk import errors
from kiosk.listener import doubt, transcribe
from kiosk.prompts import lexicon
from tests.kiosk import robot


def _heard(text: str, *, seconds: float = 6.0, likelihood: float = -0.2, no_speech: float = 0.0):
    return doubt.Transcript(text, seconds, likelihood, no_speech)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Legendas pela comunidade Amara.org", "phantom"),
        ("legendado por Fulano de Tal", "phantom"),
        ("Subtítulos por João", "phantom"),
        ("Tradução e legendas por Fulana", "phantom"),
        ("OBRIGADO!", "phantom"),
        ("Tchau, tchau.", "phantom"),
        ("...", "wordless"),
        ("o boi e o boi e o boi e o boi e o boi e o boi", "repeated"),
    ],
)
def test_invented_text_is_not_believed(text: str, why: str) -> None:
    assert doubt.doubt(_heard(text)) == why


@pytest.mark.parametrize(
    "text", ["um gaúcho", "quero quero quero um quero-quero", "um livro com legendas", "Tchau, boi"]
)
def test_wishes_are_believed(text: str) -> None:
    assert doubt.doubt(_heard(text, seconds=2.0, likelihood=-0.9, no_speech=0.5)) is None


def test_every_listed_phantom_is_one() -> None:
    listed = lexicon.lines("phantoms.txt")
    assert len(listed) > 30
    assert all(doubt.doubt(_heard(line, seconds=12.0)) == "phantom" for line in listed)


def test_each_limit_decides() -> None:
    limit = doubt.limits()
    assert doubt.doubt(_heard("um gaúcho", likelihood=limit.least_likely)) is None
    assert doubt.doubt(_heard("um gaúcho", likelihood=limit.least_likely - 0.01)) == "unlikely"
    sure = limit.least_likely + limit.no_speech_costs
    assert doubt.doubt(_heard("um gaúcho", likelihood=sure, no_speech=1.0)) is None
    assert doubt.doubt(_heard("um gaúcho", likelihood=sure - 0.01, no_speech=1.0)) == "unlikely"
    assert doubt.doubt(_heard("um gaúcho", seconds=limit.least_speech_s / 2)) == "short"
    words = math.floor(limit.most_words_a_second) * ["um"] + ["gaúcho", "velho"]
    assert doubt.doubt(_heard(" ".join(words), seconds=1.0)) == "hurried"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [("least_likely = 0.5", "least_likely"), ("lest_likely = -1", "lest_likely"), ("", "missing")],
)
def test_limits_are_read_strictly(wrong: str, named: str, tmp_path: Path) -> None:
    lines = lexicon.read("doubt.toml").splitlines()
    kept = [line for line in lines if not line.startswith("least_likely")]
    file = tmp_path / "doubt.toml"
    file.write_text("\n".join((*kept, wrong)), encoding="utf-8")
    with pytest.raises(errors.ConfigUnreadable) as told:
        lexicon.table(file, doubt.Limits)
    assert str(file) in str(told.value)
    assert named in str(told.value)


def _scenes(model: transcribe.Transcriber, numbers: range) -> dict[str, str]:
    """What was believed of clips in which nobody speaks to the kiosk."""
    believed = {}
    for number in numbers:
        for kind in robot.KINDS:
            try:
                heard = model.transcribe(robot.without_words(kind, number))
            except errors.NothingUnderstood:
                continue
            believed[f"{kind}-{number}"] = heard.text
    return believed


def test_noise_paints_no_scene(model: transcribe.Transcriber) -> None:
    assert _scenes(model, range(1000, 1004)) == {}


@pytest.mark.long
def test_a_thousand_noises_paint_hardly_a_scene(model: transcribe.Transcriber) -> None:
    numbers = range(143)
    believed = _scenes(model, numbers)
    assert len(numbers) * len(robot.KINDS) > 1000
    assert len(believed) <= 0.01 * len(numbers) * len(robot.KINDS), believed
