"""What the painting page and the scene page say of a visit, in the visitor's language. No Qt."""

import html
from collections.abc import Sequence

from kiosk.prompts import lexicon, marking, notes, variations
from kiosk.session.visit import Visit


def told(visit: Visit) -> str:
    """The words that notes are looked up in: what is painted where the kiosk drew a scene."""
    drawn = visit.prepared is not None and visit.prepared.drawn
    prompt = visit.prepared.final_prompt if drawn and visit.prepared else ""
    return f"{visit.sentence.text} {prompt}".strip()


def noted(visit: Visit, language: str) -> list[dict[str, str]]:
    """Notes on the concepts of the sentence: text and source."""
    return [
        {"text": note.text.text(language), "source": note.source}
        for note in notes.about(told(visit))
    ]


def marked(visit: Visit) -> str:
    """The sentence in Qt's StyledText, words that nobody knew underlined; "" where all are known.

    Whatever a visitor said is text, never markup.
    """
    unknown = visit.prepared.unknown if visit.prepared else ()
    spans = marking.spans(visit.sentence.text, unknown)
    if all(span.known for span in spans):
        return ""
    return "".join(_span(span) for span in spans)


def proposed(visit: Visit, language: str) -> list[dict[str, str]]:
    """Chips to paint the same scene otherwise: id and label."""
    chips: Sequence[lexicon.Chip] = ()
    if visit.finished:
        chips = variations.proposed(visit.sentence.text, visit.seed or 0)
    return [{"id": chip.id, "label": chip.label.text(language)} for chip in chips]


def _span(span: marking.Span) -> str:
    text = html.escape(span.text)
    return text if span.known else f"<u>{text}</u>"
