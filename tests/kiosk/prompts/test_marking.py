"""Marking words that nobody knows takes nothing from the sentence and adds nothing."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.prompts import marking, path


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_the_spans_are_the_sentence(sentence: str, unknown: list[str]) -> None:
    assert "".join(span.text for span in marking.spans(sentence, unknown)) == sentence


def test_unknown_words_are_marked_wherever_and_however_they_stand() -> None:
    spans = marking.spans("Helicóptero e gaúcho, helicoptero!", ["helicóptero"])
    assert [(span.text, span.known) for span in spans] == [
        ("Helicóptero", False), (" e gaúcho, ", True), ("helicoptero", False), ("!", True),
    ]  # fmt: skip


def test_what_the_prompt_path_calls_unknown_is_found_in_the_sentence() -> None:
    sentence = "um gaúcho num zeppelin na coxilha"
    prepared = path.prepare(sentence)
    assert prepared.unknown
    marked = {span.text for span in marking.spans(sentence, prepared.unknown) if not span.known}
    assert marked == set(prepared.unknown)
