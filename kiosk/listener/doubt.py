"""Whether to believe what a speech model says it heard: silence and noise must paint no scene.

The gates look at the whole utterance and are independent of each other, since no single one holds:
invented subtitles have been seen with a low no-speech probability (faster-whisper issue 621), and
turbo models always report none (issue 1028). Limits are data, assets/lexicon/doubt.toml.
"""

import functools
import re
import zlib
from typing import Annotated, Final, Literal

import msgspec

from kiosk.prompts import lexicon, normalise

Reason = Literal["short", "wordless", "unlikely", "hurried", "repeated", "phantom"]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Positive = Annotated[float, msgspec.Meta(gt=0.0)]

# Subtitle credits come in endless forms.
_CREDITS: Final = re.compile(
    r"(?:traducao e )?(?:legendas?|legendad[oa]|subtitulos?) (?:por|pela) .+"
)


class Transcript(msgspec.Struct, frozen=True):
    """`likelihood` is the mean log-probability of a token; `speech_s` what was transcribed."""

    text: str
    speech_s: float
    likelihood: float
    no_speech: float


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's fields; it says what each is."""

    least_speech_s: Positive
    least_likely: Annotated[float, msgspec.Meta(lt=0.0)]
    no_speech_costs: Share
    most_words_a_second: Positive
    repetition_from_words: Annotated[int, msgspec.Meta(ge=1)]
    most_packed: Annotated[float, msgspec.Meta(gt=1.0)]
    least_different: Share


@functools.cache
def limits() -> Limits:
    """The limits in force. Raises ConfigUnreadable naming the file."""
    return lexicon.table("doubt.toml", Limits)


def doubt(heard: Transcript) -> Reason | None:
    """Why nobody may have said this; None where it is believed."""
    limit = limits()
    folded = normalise.fold(heard.text)
    words = folded.split()
    gates: tuple[tuple[Reason, bool], ...] = (
        ("short", heard.speech_s < limit.least_speech_s),
        ("wordless", not words),
        ("unlikely", certainty(heard) < limit.least_likely),
        ("hurried", len(words) > limit.most_words_a_second * max(heard.speech_s, 1.0)),
        ("repeated", _repeats(folded, limit)),
        ("phantom", phantom(folded)),
    )
    return next((reason for reason, holds in gates if holds), None)


def certainty(heard: Transcript) -> float:
    """One number for how sure the model is, below zero."""
    return heard.likelihood - limits().no_speech_costs * heard.no_speech


def phantom(folded: str) -> bool:
    """Whether a folded utterance, as a whole, is text that Whisper invents on silence or noise."""
    return folded in _phantoms() or _CREDITS.fullmatch(folded) is not None


@functools.cache
def _phantoms() -> frozenset[str]:
    return frozenset(normalise.fold(line) for line in lexicon.lines("phantoms.txt"))


def _repeats(folded: str, limit: Limits) -> bool:
    words = folded.split()
    if len(words) < limit.repetition_from_words:
        return False
    raw = folded.encode()
    packed = len(raw) / len(zlib.compress(raw)) > limit.most_packed
    return packed or len(set(words)) < limit.least_different * len(words)
