"""The prompt path: a visitor's sentence in, what the painter is asked for out. Pure."""

import re
from typing import Final, Literal

import msgspec

from kiosk.prompts import (
    glossary,
    lexicon,
    normalise,
    rules,
    safety,
    translate,
    vocabulary,
    wording,
)
from kiosk.prompts import repair as repairing
from kiosk.prompts import wish as wishing
from kiosk.prompts.rulebook import Rulebook

PromptLanguage = Literal["pt", "en"]

_WORD: Final = re.compile(r"[^\W_]+")
# Characters; an English encoder reads 77 tokens and cuts what comes after them itself.
_LONGEST_EN: Final = 300

# What an English-trained encoder should keep away from when it paints the pampa.
_NEGATIVE_EN: Final = (
    "cowboy, stetson hat, sombrero, wild west, desert, cactus, nudity, blood, weapon pointed, "
    "text, watermark, deformed, blurry"
)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sentence.

    `category` is what a rule that applied is about, for counting; `text` is the tidied sentence as
    said; `final_prompt` is what is painted (empty on block);
    `terms` are (as heard, canonical Portuguese, English gloss or ""); `understood` is what the
    picture will show of the wish, canonical Portuguese; `unknown` are words that neither model,
    glossary nor plain speech explain. Where nothing to paint was understood, a scene was `drawn`.
    `notice` is a catalogue key for the visitor, `suggestion` a sentence to offer instead.
    """

    verdict: rules.Verdict
    category: str | None
    text: str
    final_prompt: str
    negative_prompt: str | None
    terms: tuple[tuple[str, str, str], ...]
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    drawn: bool
    suggestion: str | None
    notice: str | None


def prepare(
    text: str,
    *,
    prompt_language: PromptLanguage = "pt",
    seed: int = 0,
    translator: translate.Engine | None = None,
    book: Rulebook | None = None,
) -> Prepared:
    """Tidy, judge and repair a visitor's sentence, and put it into the words of the bundle's model.

    `prompt_language` pt is the embedded model, which knows its vocabulary only; a model that reads
    English gets the glossary. `seed` draws a scene where no wish is left, so that every sentence
    has a picture or a kind refusal. `translator` puts what the glossary leaves into English, and
    `book` are other rules than those in force. Raises ConfigUnreadable where there are no rules.
    """
    said = normalise.tidy(text)
    judged, wanted = _gentle(said, book)
    if judged.verdict == "block":
        return _blocked(said, judged, book)
    english = prompt_language == "en"
    pieces = vocabulary.find(wanted)
    unknown = _unknown(wanted, lexicon.plain_words() if english else lexicon.function_words())
    # What a rule put in place of a harmful wish is not to be answered with just any scene.
    free = judged.verdict == "allow"
    drawn = free and not (normalise.fold(wanted) if english else wording.paintable(pieces))
    scene = wording.drawn(seed, pieces) if drawn else wanted
    if english:
        prompt = translate.english(scene, translator).text[:_LONGEST_EN]
        # A translator may say what the Portuguese did not.
        last = safety.judge(prompt, book)
        if last.verdict != "allow":
            return _blocked(said, last, book)
    else:
        prompt = scene if drawn else _in_words_known(scene, pieces, unknown)
    notice = judged.category or ("drawn" if drawn else None)
    return Prepared(
        verdict=judged.verdict,
        category=judged.category,
        text=said,
        final_prompt=prompt,
        negative_prompt=_NEGATIVE_EN if english else None,
        terms=_terms(wanted),
        understood=_understood(wanted, pieces, english=english),
        unknown=unknown,
        drawn=drawn,
        suggestion=None,
        notice=notice and f"prompts.notice.{notice}",
    )


def _gentle(said: str, book: Rulebook | None) -> tuple[safety.Judgement, str]:
    """The verdict on a sentence, and the wish that is left of it."""
    judged = safety.judge(said, book)
    wanted = wishing.wish(repairing.repair(judged.text))
    if normalise.fold(wanted) == normalise.fold(said):
        return judged, wanted
    # Repair may bring to light what a misspelling hid.
    again = safety.judge(wanted, book)
    if judged.verdict == "block" or again.verdict == "allow":
        return judged, wanted
    return again, wishing.wish(again.text)


def _in_words_known(
    wanted: str, pieces: tuple[vocabulary.Piece, ...], unknown: tuple[str, ...]
) -> str:
    if not wording.paintable(pieces):
        return wanted
    return wording.worded(wanted, pieces, foreign=bool(unknown))


def _blocked(said: str, judged: safety.Judgement, book: Rulebook | None) -> Prepared:
    return Prepared(
        verdict="block",
        category=judged.category,
        text=said,
        final_prompt="",
        negative_prompt=None,
        terms=(),
        understood=(),
        unknown=(),
        drawn=False,
        suggestion=_idea(said, judged, book),
        notice=f"prompts.notice.{judged.category}",
    )


def _idea(said: str, judged: safety.Judgement, book: Rulebook | None) -> str:
    """What to offer instead: the rest of the wish where that is harmless, else the rule's own."""
    if judged.near:
        rest = wording.brief(vocabulary.find(wishing.wish(repairing.repair(said))))
        if rest and safety.judge(rest, book).verdict == "allow":
            return rest
    return judged.offer


def _terms(wanted: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (match.heard, match.term.canonical, match.term.gloss or "")
        for match in glossary.find(wanted)
    )


def _understood(
    wanted: str, pieces: tuple[vocabulary.Piece, ...], *, english: bool
) -> tuple[str, ...]:
    """What the model knows of the wish, once each and in order; for English, what the glossary
    knows as well."""
    found = [(piece.start, piece.entry.name) for piece in pieces]
    if english:
        spans = [(piece.start, piece.end) for piece in pieces]
        found += [
            (match.start, match.term.canonical)
            for match in glossary.find(wanted)
            if match.term.gloss and not any(a <= match.start < b for a, b in spans)
        ]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _unknown(wanted: str, plain: frozenset[str]) -> tuple[str, ...]:
    """Words as said, in order and once each, that nothing in the lexicon explains."""
    rest = list(wanted)
    for match in glossary.find(wanted):
        rest[match.start : match.end] = " " * (match.end - match.start)
    words = _WORD.findall("".join(rest))
    return tuple(dict.fromkeys(word for word in words if not _is_known(word, plain)))


def _is_known(word: str, plain: frozenset[str]) -> bool:
    if word.isdigit() or len(word) == 1:
        return True
    # Letters of another alphabet fold to nothing.
    folded = normalise.fold(word).split() or [word]
    return all(part in plain or part in vocabulary.words() for part in folded)
