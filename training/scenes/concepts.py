"""What can be painted: the thirteen corpus concepts and the four kept out for LoRAs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Concept:
    """One subject: its Portuguese names, the ways speech recognition gets it wrong, its room."""

    id: str
    names: tuple[str, ...]  # with indefinite article; the first is the canonical one
    kind: str  # figure, animal, plant, place or object
    half_width: float  # half of the painted width, for a height of 1
    heights: tuple[float, float]  # of the main subject, in picture heights
    misheard: tuple[str, ...] = ()  # bare nouns, no article
    plural: str = ""  # with "dois"/"duas"; only animals come in twos
    women: tuple[str, ...] = ()  # names when the person painted is a woman


_ALL = (
    Concept("gaucho", ("um gaúcho", "um gaúcho pilchado", "um peão", "um campeiro"), "figure",
            0.30, (0.60, 0.76), ("gaucho", "gaúxo", "gauchu", "peao", "campero"),
            women=("uma gaúcha", "uma gaúcha de bombacha", "uma campeira")),
    Concept("prenda", ("uma prenda", "uma prenda gaúcha", "uma moça de vestido de prenda"),
            "figure", 0.36, (0.58, 0.75), ("prena", "prenda gaucha", "prendra")),
    Concept("cavalo", ("um cavalo crioulo", "um cavalo", "um pingo"), "animal", 0.62,
            (0.48, 0.64), ("cavalo criolo", "cavalu", "cavalo criollo"),
            "dois cavalos"),
    Concept("boi", ("um boi", "um novilho", "um boi de estância"), "animal", 0.70, (0.46, 0.60),
            ("bói", "um boy"), "dois bois"),
    Concept("quero_quero", ("um quero-quero", "um pássaro quero-quero"), "animal", 0.48,
            (0.48, 0.66), ("quero quero", "queroquero", "quero-cuero"), "dois quero-queros"),
    Concept("ema", ("uma ema", "uma ema do pampa"), "animal", 0.44, (0.56, 0.74),
            ("êma", "uma hema"), "duas emas"),
    Concept("capivara", ("uma capivara",), "animal", 0.74, (0.44, 0.58),
            ("capivára", "capibara", "capvara"), "duas capivaras"),
    Concept("araucaria", ("uma araucária", "um pinheiro araucária", "um pinheiro-do-paraná"),
            "plant", 0.44, (0.66, 0.82),
            ("araucaria", "alcaria", "araucara", "pinheiro do parana")),
    Concept("umbu", ("um umbu", "um pé de umbu", "uma árvore de umbu"), "plant", 0.62,
            (0.58, 0.72), ("umbú", "um bu", "ombu")),
    Concept("ruinas", ("as Ruínas de São Miguel", "as ruínas das Missões",
            "a igreja de São Miguel das Missões", "as ruínas de São Miguel das Missões"),
            "place", 0.62, (0.60, 0.74), ("ruinas de sao miguel", "ruinas das missoes",
            "ruína de são miguel")),
    Concept("galpao", ("um galpão", "um galpão de madeira", "um galpão de estância"), "place",
            0.76, (0.46, 0.60), ("galpao", "galpon", "galpãu")),
    Concept("fogo_de_chao", ("um fogo de chão", "um churrasco no fogo de chão",
            "um churrasco de espeto"), "object", 0.66, (0.50, 0.66),
            ("fogo de chao", "fogo di chão", "churasco")),
    Concept("chimarrao", ("um chimarrão", "uma cuia de chimarrão", "um mate"), "object", 0.56,
            (0.58, 0.76), ("chimarao", "ximarrão", "chimarrao", "cuia de chimarao")),
    Concept("gato_do_mato_pequeno", ("um gato-do-mato-pequeno", "um gato do mato pequeno",
            "um gato-do-mato"), "animal", 0.72, (0.46, 0.62), ("gato do mato",),
            "dois gatos-do-mato-pequenos"),
    Concept("sapinho", ("um sapinho-admirável-de-barriga-vermelha",
            "um sapinho de barriga vermelha", "um sapinho-admirável"), "animal", 0.66,
            (0.46, 0.60), ("sapinho admiravel", "sapinho de barriga vermelia"),
            "dois sapinhos-admiráveis"),
    Concept("lanceiro", ("um lanceiro negro", "um lanceiro", "um lanceiro negro farroupilha"),
            "figure", 0.52, (0.66, 0.82), ("lancero negro", "lanceiro")),
    Concept("corticeira", ("uma corticeira", "uma corticeira em flor", "uma corticeira-do-banhado"),
            "plant", 0.56, (0.60, 0.76), ("cortiseira", "corticera")),
)  # fmt: skip

CONCEPTS: Mapping[str, Concept] = MappingProxyType({concept.id: concept for concept in _ALL})
KEPT_OUT: tuple[str, ...] = ("gato_do_mato_pequeno", "sapinho", "lanceiro", "corticeira")
CORPUS: tuple[str, ...] = tuple(name for name in CONCEPTS if name not in KEPT_OUT)
SKIES: tuple[str, ...] = ("dia", "amanhecer", "entardecer", "noite", "nublado")
GROUNDS: tuple[str, ...] = ("coxilha", "banhado", "campo_seco")
