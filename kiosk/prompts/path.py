"""The prompt path: a visitor's sentence in, what the painter is asked for out. Pure."""

import functools
from typing import Final, Literal

import msgspec

from kiosk import catalogue, errors
from kiosk.prompts import glossary, lexicon, normalise, safety
from kiosk.prompts import repair as repairing
from kiosk.prompts import wish as wishing

PromptLanguage = Literal["pt", "en"]

# What an English-trained encoder should keep away from when it paints the pampa.
_NEGATIVE_EN: Final = (
    "cowboy, stetson hat, sombrero, wild west, desert, cactus, nudity, blood, weapon pointed, "
    "text, watermark, deformed, blurry"
)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sentence.

    `text` is the tidied sentence as said; `final_prompt` is what is painted (empty on block);
    `terms` are (as heard, canonical Portuguese, English gloss or ""); `unknown` are words neither
    the glossary nor the list of plain words has; `notice` is a catalogue key for the visitor,
    `suggestion` a sentence to offer instead.
    """

    verdict: safety.Verdict
    text: str
    final_prompt: str
    negative_prompt: str | None
    terms: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]
    suggestion: str | None
    notice: str | None


def prepare(
    text: str,
    *,
    prompt_language: PromptLanguage = "pt",
    language: str = catalogue.DEFAULT,
) -> Prepared:
    """Tidy, judge, repair and, for an English-reading bundle, gloss a visitor's sentence.

    `language` is the visitor's, for the suggestion. Raises PromptEmpty where no wish is left.
    """
    said = normalise.tidy(text)
    if not normalise.fold(said):
        raise errors.PromptEmpty
    judged = safety.judge(said)
    if judged.verdict == "block":
        return _blocked(said, judged, language)
    mended = repairing.repair(judged.text)
    wanted = wishing.wish(mended)
    if not wanted:
        raise errors.PromptEmpty
    # Repair may bring to light what a misspelling hid.
    again = safety.judge(wanted)
    if again.verdict == "block":
        return _blocked(said, again, language)
    if again.verdict == "soften":
        judged, wanted = again, wishing.wish(again.text)
    english = prompt_language == "en"
    return Prepared(
        verdict=judged.verdict,
        text=said,
        final_prompt=_glossed(wanted) if english else wanted,
        negative_prompt=_NEGATIVE_EN if english else None,
        terms=_terms(wanted),
        unknown=_unknown(wanted),
        suggestion=None,
        notice=None if judged.rule is None else f"prompts.notice.{judged.rule}",
    )


def _blocked(said: str, judged: safety.Judgement, language: str) -> Prepared:
    return Prepared(
        verdict="block",
        text=said,
        final_prompt="",
        negative_prompt=None,
        terms=(),
        unknown=(),
        suggestion=catalogue.text("prompts.suggestion", language),
        notice=f"prompts.notice.{judged.rule}",
    )


def _terms(wanted: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (match.heard, match.term.canonical, match.term.gloss or "")
        for match in glossary.find(wanted)
    )


def _glossed(wanted: str) -> str:
    """Glossary words in English; the rest stays Portuguese until a translator stands behind."""
    pieces: list[str] = []
    last = 0
    for match in glossary.find(wanted):
        pieces += [wanted[last : match.start], match.term.gloss or ""]
        last = match.end
    return " ".join("".join((*pieces, wanted[last:])).split())


def _unknown(wanted: str) -> tuple[str, ...]:
    """Words, in order and once each, that no list of the lexicon knows."""
    rest = list(wanted)
    for match in glossary.find(wanted):
        rest[match.start : match.end] = " " * (match.end - match.start)
    words = normalise.fold("".join(rest)).split()
    return tuple(dict.fromkeys(word for word in words if not _is_known(word)))


def _is_known(word: str) -> bool:
    return word.isdigit() or len(word) == 1 or word in _plain()


@functools.cache
def _plain() -> frozenset[str]:
    fragments = (chip.fragment for chip in lexicon.chips())
    return lexicon.plain_words() | {
        word for fragment in fragments for word in normalise.fold(fragment).split()
    }
