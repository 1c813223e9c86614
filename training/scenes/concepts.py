"""What can be painted, read from concepts.toml: subjects, landscapes, skies, seasons, looks."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One subject: its Portuguese names, the ways speech recognition gets it wrong, its room."""

    id: str
    names: tuple[str, ...]  # with article; the first is the canonical one
    kind: str  # figure, animal, plant, place, object or landscape
    half_width: float = 0.5  # half of the painted width, for a height of 1
    heights: tuple[float, float] = (1.0, 1.0)  # of the main subject, in picture heights
    misheard: tuple[str, ...] = ()  # bare nouns, no article
    plural: str = ""  # bare noun; only what has one comes in groups
    women: tuple[str, ...] = ()  # names when the person painted is a woman
    colour: str = ""  # how a caption may tell the colour: "de poncho {colour}"
    grounds: tuple[str, ...] = ()  # where it lives; anywhere if empty
    close_up: bool = False  # wrong when small and far
    kept_out: bool = False  # not in the corpus, so that an adapter has something to teach


class _File(msgspec.Struct, forbid_unknown_fields=True):
    skies: tuple[str, ...]
    seasons: tuple[str, ...]
    attire: Mapping[str, tuple[str, ...]]
    concept: tuple[Concept, ...]


_FILE = msgspec.toml.decode(Path(__file__).with_name("concepts.toml").read_bytes(), type=_File)

CONCEPTS: Mapping[str, Concept] = MappingProxyType({one.id: one for one in _FILE.concept})
KEPT_OUT: tuple[str, ...] = tuple(one.id for one in _FILE.concept if one.kept_out)
CORPUS: tuple[str, ...] = tuple(one.id for one in _FILE.concept if not one.kept_out)
SKIES: tuple[str, ...] = _FILE.skies
SEASONS: tuple[str, ...] = _FILE.seasons
GROUNDS: tuple[str, ...] = tuple(one.id for one in _FILE.concept if one.kind == "landscape")
# Pieces of clothing that a figure may wear or not, with captions that ask for them.
ATTIRE: Mapping[str, tuple[str, ...]] = MappingProxyType(dict(_FILE.attire))
