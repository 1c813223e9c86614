"""What each answer of a worker makes of a visit."""

import dataclasses

import pytest

from kiosk import errors
from kiosk.prompts import path
from kiosk.session.machine import Event
from kiosk.session.sentence import spoken
from kiosk.session.visit import Visit
from kiosk.wire import messages

BEGUN = Visit(sentence=spoken("um boi"), seed=3)


def painted() -> messages.Painted:
    return messages.Painted(
        job="a", png=b"png", prompt="um boi", seed=3, steps=8, width=16, height=16,
        first_preview_s=0.1, total_s=0.2, provider="cpu", bundle="b", sha256="0" * 64,
        profile="all", threads=1, split=False,
    )  # fmt: skip


def heard(text: str) -> messages.Heard:
    return messages.Heard(job="a", transcript=text, listen_s=0.1, audio_s=1.0)


def progress(preview: bytes | None) -> messages.Progress:
    return messages.Progress(job="a", step=2, steps=8, fraction=0.25, preview=preview)


def test_a_step_without_a_preview_keeps_the_picture_before() -> None:
    first, event = BEGUN.answered(progress(b"one"))
    assert (first.picture, first.fraction, event) == (b"one", 0.25, None)
    second, _ = first.answered(progress(None))
    assert second.picture == b"one"


@pytest.mark.parametrize(
    ("what", "event", "changed"),
    [
        (painted(), Event.PAINTED, {"picture": b"png", "fraction": 1.0, "finished": True}),
        (heard("Um gaúcho."), Event.HEARD, {"sentence": spoken("Um gaúcho"), "heard": True}),
        (messages.Cancelled(job="a"), Event.CANCEL, {}),
        (messages.Level(job="a", level=0.5, clipped=False, speech=True), None,
         {"level": 0.5, "speech": True}),
        (path.prepare("um boi"), None, {"prepared": path.prepare("um boi")}),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_each_answer_changes_what_it_says_and_nothing_else(what, event, changed) -> None:
    assert BEGUN.answered(what) == (dataclasses.replace(BEGUN, **changed), event)


def test_what_was_put_right_is_kept_to_be_shown_until_another_sentence() -> None:
    after, _ = BEGUN.answered(heard("Um xima rão no galpao."))
    assert after.sentence == spoken("Um chimarrão no galpão")
    assert after.repaired == (("xima rão", "chimarrão"),)
    assert after.written(spoken("uma ema")).repaired == ()


def test_another_language_is_not_put_right() -> None:
    after, _ = BEGUN.listened_to("es").answered(heard("un xima rão"))
    assert after.sentence == spoken("un xima rão")


@pytest.mark.parametrize("words", ["", "  ", " . ", "!"])
def test_no_words_are_a_failure_that_keeps_the_sentence(words: str) -> None:
    after, event = BEGUN.answered(heard(words))
    assert event is Event.FAILED
    assert isinstance(after.fault, errors.NothingUnderstood)
    assert after.sentence == BEGUN.sentence


def test_a_fault_is_kept_until_something_new_is_begun() -> None:
    fault = errors.PainterFault(reason="")
    failed, event = BEGUN.answered(fault)
    assert (failed.fault, event) == (fault, Event.FAILED)
    assert failed.painted_for(1).fault is None
    assert failed.listened_to("pt").fault is None


def test_the_same_noise_is_for_one_picture_and_for_the_sentence_it_was_meant_for() -> None:
    again = dataclasses.replace(BEGUN, next_seed=3)
    assert again.painted_for(3).next_seed is None
    assert again.written(spoken("uma ema")).next_seed is None
