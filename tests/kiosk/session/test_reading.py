"""What is read aloud: every page in every language, each percent once, the visitor's changes."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.session.machine import State
from kiosk.session.reading import MILESTONES, View, changes, control, describe, may_speak

# While the kiosk listens it must not hear itself; staff are read nothing.
SILENT = (State.INVITE, State.LISTENING, State.STAFF)
PAGES = [state for state in State if state not in SILENT]
VIEW = View(
    sentence="um gaúcho na coxilha", trouble="Não consegui ouvir.", suggestion="uma ema",
    closed="Voltamos amanhã às 9h."
)  # fmt: skip


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("inviting", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_described(page: State, inviting: bool, language: str) -> None:
    parts = describe(replace(VIEW, page=page, inviting=inviting, language=language))
    assert parts
    assert all(part.text.strip() and "\n" not in part.text for part in parts)
    assert not any("{" in part.text or "*" in part.text for part in parts)


@pytest.mark.parametrize("page", [State.CHOOSE, State.CONFIRM, State.PAINTING, State.SHOWING])
def test_the_sentence_is_read_in_portuguese(page: State) -> None:
    parts = describe(replace(VIEW, page=page, language="en"))
    assert [part.language for part in parts if part.text == VIEW.sentence] == ["pt-BR"]
    assert {part.language for part in parts if part.text != VIEW.sentence} == {"en"}


def test_the_scene_says_that_a_machine_made_it_and_what_was_not_understood() -> None:
    parts = describe(replace(VIEW, page=State.SHOWING, note="Não conheço estas palavras: x"))
    texts = [part.text for part in parts]
    assert catalogue.text("ui.label") in texts
    assert "Não conheço estas palavras: x" in texts


@given(st.lists(st.integers(0, 100), min_size=2, max_size=40))
def test_each_quarter_is_said_once_and_interrupts_nothing(percents: list[int]) -> None:
    views = [View(page=State.PAINTING, percent=percent) for percent in sorted(percents)]
    said = []
    for before, now in pairwise(views):
        cuts_in, parts = changes(before, now)
        assert not cuts_in
        said += [part.text for part in parts]
    assert len(said) == len(set(said))
    words = [catalogue.text("ui.painting.progress", percent=step) for step in MILESTONES]
    assert set(said) <= set(words)
    passed = [step for step in MILESTONES if views[0].percent < step <= views[-1].percent]
    assert bool(said) == bool(passed)


def test_a_new_page_cuts_in_and_the_same_page_is_not_read_again() -> None:
    choose = replace(VIEW, page=State.CHOOSE)
    assert changes(None, choose) == (True, describe(choose))
    assert changes(choose, choose) == (False, [])
    invited = replace(choose, inviting=True)
    assert changes(choose, invited) == (True, describe(invited))
    spanish = replace(choose, language="es")
    assert changes(choose, spanish) == (True, describe(spanish))


def test_the_kiosk_never_talks_into_its_own_microphone() -> None:
    listening = replace(VIEW, page=State.LISTENING)
    assert changes(replace(VIEW, page=State.CHOOSE), listening) == (True, [])
    assert not may_speak(listening)
    assert may_speak(replace(VIEW, page=State.CHOOSE))


def test_a_chip_is_answered_by_the_sentence() -> None:
    before = View(page=State.CHOOSE)
    now = replace(before, sentence="uma ema")
    assert [part.text for part in changes(before, now)[1]] == ["uma ema"]
    emptied = changes(now, before)[1]
    assert [part.text for part in emptied] == [catalogue.text("ui.choose.empty")]


def test_a_control_says_whether_it_is_chosen() -> None:
    said = {control("Gaúcho", chosen, "pt-BR").text for chosen in (None, True, False)}
    assert len(said) == 3
    assert all("Gaúcho" in text for text in said)
