"""What the base is asked for when it is measured: fixed sentences with fixed seeds."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from training.scenes.captions import canonical_caption, counted
from training.scenes.concepts import ATTIRE, CONCEPTS, CORPUS, KEPT_OUT, SKIES
from training.scenes.looks import LOOKS

# Of every kind one or two, at home in any light: what is measured is the sky or look alone.
_AXIS_CONCEPTS = ("gaucho", "prenda", "cavalo", "ovelha", "umbu", "galpao", "carreta", "garca")
_MOST_COUNTED = 3


class Ask(msgspec.Struct, frozen=True):
    """One picture to paint; `wanted` is what it has to show: a label, or a value of an axis."""

    prompt: str
    seed: int
    wanted: str


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of two concepts, a line of pairs.jsonl."""

    id: str
    text: str
    concepts: tuple[str, str]


class Setting(msgspec.Struct, frozen=True):
    """What a prompt says of a scene; ground, place, size and colours are left to chance."""

    main: str
    sky: str
    look: str

    @property
    def prompt(self) -> str:
        """The setting's canonical caption."""
        return canonical_caption(self.main, self.sky, self.look)


# None of them is a figure whose caption would tell a woman from a man.
SETTINGS: tuple[Setting, ...] = (
    Setting("cavalo", "dia", "naif"),
    Setting("capivara", "amanhecer", "aquarela"),
    Setting("umbu", "entardecer", "naif"),
    Setting("quero_quero", "neblina", "xilogravura"),
    Setting("prenda", "noite", "naif"),
    Setting("tropeiro", "nublado", "aquarela"),
    Setting("carreta", "tempestade", "naif"),
    Setting("estancia", "geada", "xilogravura"),
)


def read_pairs() -> tuple[Pair, ...]:
    """The hundred sentences, in order."""
    text = Path(__file__).with_name("pairs.jsonl").read_text(encoding="utf-8")
    return tuple(msgspec.json.decode(line, type=Pair) for line in text.splitlines())


def concept_asks(seeds: int, concepts: Sequence[str] = CORPUS, first_seed: int = 0) -> list[Ask]:
    """Every concept by its canonical caption."""
    numbers = range(first_seed, first_seed + seeds)
    return [Ask(canonical_caption(name), seed, name) for name in concepts for seed in numbers]


def kept_out_asks(seeds: int) -> list[Ask]:
    """The concepts it was never taught, by name."""
    return concept_asks(seeds, KEPT_OUT)


def attire_asks(seeds: int) -> list[Ask]:
    """Every piece of clothing by the captions that ask for it."""
    return [
        Ask(texts[seed % len(texts)], seed, piece)
        for piece, texts in ATTIRE.items()
        for seed in range(seeds)
    ]


def pair_asks() -> list[Ask]:
    """The sentences of pairs.jsonl; each one's seed is its place in the file."""
    return [Ask(pair.text, seed, pair.id) for seed, pair in enumerate(read_pairs())]


def sky_asks(seeds: int) -> list[Ask]:
    """Every sky over a few concepts."""
    return [
        Ask(canonical_caption(name, sky), seed, sky)
        for sky in SKIES
        for name in _AXIS_CONCEPTS
        for seed in range(seeds)
    ]


def look_asks(seeds: int) -> list[Ask]:
    """Every look of a few concepts."""
    return [
        Ask(canonical_caption(name, look=look), seed, look)
        for look in LOOKS
        for name in _AXIS_CONCEPTS
        for seed in range(seeds)
    ]


def count_asks(seeds: int) -> list[Ask]:
    """One, two and three of everything that comes in groups."""
    groups = [CONCEPTS[name] for name in CORPUS if CONCEPTS[name].plural]
    return [
        Ask(counted(concept, count), seed, str(count))
        for count in range(1, _MOST_COUNTED + 1)
        for concept in groups
        for seed in range(seeds)
    ]


def setting_asks(seeds: int) -> list[Ask]:
    """Many pictures of the same sentence: how much they differ."""
    return [
        Ask(setting.prompt, seed, setting.main) for setting in SETTINGS for seed in range(seeds)
    ]
