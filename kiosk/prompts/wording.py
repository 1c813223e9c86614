"""A wish in the words of the embedded model: as said, shortened to what it knows, or drawn."""

from collections.abc import Sequence
from typing import Final

from kiosk.prompts import compose, normalise, vocabulary
from kiosk.prompts.vocabulary import Piece

# The embedded text encoder reads 38 tokens, and a word that it was not taught takes several.
LONGEST: Final = 24
_SUBJECTS: Final = 2


def worded(wanted: str, pieces: Sequence[Piece], *, foreign: bool) -> str:
    """`wanted` as it is, synonyms apart; only what is known where some of it is `foreign` to the
    model or it is longer than the model reads."""
    if foreign or len(wanted.split()) > LONGEST:
        return brief(pieces)
    parts: list[str] = []
    last = 0
    for piece in pieces:
        parts += [wanted[last : piece.start], piece.text]
        last = piece.end
    return "".join((*parts, wanted[last:]))


def brief(pieces: Sequence[Piece]) -> str:
    """What is known, in the order of the captions: who, where, when, how it is painted.

    Two subjects and one of each other kind; "" where neither subject nor ground is known.
    """
    subjects = tuple(dict.fromkeys(piece.text for piece in _of("subject", pieces)))[:_SUBJECTS]
    ground = next((piece.entry for piece in _of("ground", pieces)), None)
    if subjects:
        return _sentence(" e ".join(subjects), ground.name if ground else "", pieces)
    return _sentence(vocabulary.named(ground.id), "", pieces) if ground else ""


def drawn(seed: int, pieces: Sequence[Piece] = ()) -> str:
    """A scene that the seed draws, under the sky and in the look that were understood, if any."""
    chips = compose.drawn(seed)
    if not pieces:
        return compose.compose(chips)
    return _sentence(chips[0].fragment, "", pieces)


def paintable(pieces: Sequence[Piece]) -> bool:
    """Whether something to paint is among `pieces`, not only a sky or a look."""
    return any(piece.entry.kind in ("subject", "ground") for piece in pieces)


def _sentence(who: str, where: str, pieces: Sequence[Piece]) -> str:
    """With one season, sky and look of `pieces`; lower case, as a wish is."""
    season, sky, look = (
        next((piece.entry.name for piece in _of(kind, pieces)), "")
        for kind in ("season", "sky", "look")
    )
    said = " ".join(part for part in (who, where, season, sky) if part).lower()
    return f"{said}, {look}" if look else said


def _of(kind: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one kind, each meaning once."""
    every = {normalise.fold(p.text): p for p in reversed(pieces) if p.entry.kind == kind}
    return sorted(every.values(), key=lambda piece: piece.start)
