"""What may appear in a corpus: the whole painter, or the part that a given base was taught."""

import msgspec

from training.scenes.concepts import CONCEPTS, CORPUS, GROUNDS, SEASONS, SKIES
from training.scenes.looks import LOOKS
from training.texts import TrainingError


class Repertoire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Subjects, landscapes, skies, seasons and looks to draw from; groups up to `max_count`."""

    concepts: tuple[str, ...] = CORPUS
    grounds: tuple[str, ...] = GROUNDS
    skies: tuple[str, ...] = SKIES
    seasons: tuple[str, ...] = SEASONS
    looks: tuple[str, ...] = tuple(LOOKS)
    max_count: int = 5

    def __post_init__(self) -> None:
        for names, known in (
            (self.concepts, tuple(CONCEPTS)), (self.grounds, GROUNDS), (self.skies, SKIES),
            (self.seasons, SEASONS), (self.looks, tuple(LOOKS)),
        ):  # fmt: skip
            strangers = [name for name in names if name not in known]
            if strangers or not names:
                name = strangers[0] if strangers else "()"
                raise TrainingError("concept_unknown", name=name, known=", ".join(known))
        if not 1 <= self.max_count <= 5:
            raise ValueError(f"max_count must be 1 to 5, got {self.max_count}")


CORPUS_REPERTOIRE = Repertoire()
WHOLE = Repertoire(concepts=tuple(CONCEPTS))
