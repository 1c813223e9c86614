"""What a visitor might say for a scene, in Portuguese as spoken, typed and misheard."""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from training.scenes.concepts import CONCEPTS, Concept
from training.scenes.looks import LOOKS
from training.scenes.scene import Placement, Scene, members
from training.scenes.traits import attire, traits

SKY_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "dia": ("de dia", "em dia de sol", "com céu azul", "num dia bonito", "à luz do dia"),
    "amanhecer": ("ao amanhecer", "de manhã cedo", "no nascer do sol", "ao raiar do dia"),
    "entardecer": ("ao entardecer", "no fim da tarde", "no pôr do sol", "de tardezinha"),
    "noite": ("à noite", "de noite", "sob a lua", "numa noite estrelada", "com a lua no céu"),
    "nublado": ("em dia nublado", "com o céu nublado", "num dia cinzento", "com tempo fechado"),
    "tempestade": ("na tempestade", "debaixo de temporal", "com chuva e raios", "num temporal"),
    "neblina": ("na neblina", "com neblina", "no meio da cerração", "numa manhã de cerração"),
    "geada": ("na geada", "numa manhã de geada", "com o campo branco de geada", "com geada"),
})  # fmt: skip
GROUND_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "coxilha": ("na coxilha", "no pampa", "no campo", "nas coxilhas verdes", "no campo verde"),
    "banhado": ("no banhado", "na beira da água", "perto do banhado", "no meio do banhado"),
    "campo_seco": ("no campo seco", "no campo dourado", "no capim seco", "no pasto seco"),
    "campos_de_cima_da_serra": ("nos campos de cima da serra", "na serra", "no alto da serra"),
    "canyon": ("no cânion", "na beira do cânion", "no Itaimbezinho", "diante do cânion"),
    "praia": ("na praia", "na beira do mar", "na areia da praia", "no litoral"),
})  # fmt: skip
SEASON_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "primavera": ("na primavera", "com o campo florido", "entre as flores da primavera"),
    "verao": ("no verão", "no verão gaúcho"),
    "outono": ("no outono", "numa tarde de outono"),
    "inverno": ("no inverno", "no inverno do sul"),
})  # fmt: skip
PREFIXES = ("quero ver", "pinta pra mim", "mostra", "faz", "desenha", "eu queria", "me mostra",
            "uma pintura de", "gostaria de ver", "pode fazer", "eu quero", "por favor, pinta",
            "me desenha", "dá pra pintar", "imagina")  # fmt: skip
FILLERS = ("é", "ah", "então", "bah", "hum", "assim", "tchê", "ai")
SUFFIXES = ("por favor", "tchê", "né", "pode ser", "obrigado")
JOINS = ("{0} ao lado de {1}", "{0} perto de {1}", "{0} com {1} ao fundo", "{0} e {1}",
         "{0} com {1}", "{0} junto de {1}")  # fmt: skip
NUMBERS: Mapping[int, tuple[str, str]] = MappingProxyType({
    2: ("dois", "duas"), 3: ("três", "três"), 4: ("quatro", "quatro"), 5: ("cinco", "cinco"),
})  # fmt: skip
_ARTICLES = ("um ", "uma ", "as ", "os ", "a ", "o ")


def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def bare(name: str) -> str:
    """The noun phrase without its article."""
    for article in _ARTICLES:
        if name.startswith(article):
            return name[len(article):]  # fmt: skip
    return name


def counted(concept: Concept, count: int) -> str:
    """ "três capivaras"; the word for one is the canonical name."""
    if count == 1:
        return concept.names[0]
    woman = concept.names[0].startswith(("uma ", "a ", "as "))
    return f"{NUMBERS[count][woman]} {concept.plural}"


def canonical_caption(concept: str, sky: str | None = None, look: str | None = None) -> str:
    """The plainest full caption, such as "um cavalo crioulo ao entardecer, em aquarela"."""
    text = CONCEPTS[concept].names[0]
    if sky is not None:
        text += f" {SKY_WORDS[sky][0]}"
    return text if look is None else f"{text}, {LOOKS[look].words[0]}"


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """One random caption; it always names the main subject and says nothing that is not there."""
    main, *others = scene.placements
    # A bare name shall mean that subject alone: what goes unsaid is painted unasked later.
    if not others and rng.random() < 0.16:
        return _roughen(bare(_name(main, rng, plain=True)), rng)
    text = _name(main, rng, plain=False)
    for other in others:
        if rng.random() < 0.95:
            text = _pick(rng, JOINS).format(text, _name(other, rng, plain=True))
    where, when = [], []
    landscape = CONCEPTS[main.concept].kind == "landscape"
    if not landscape and rng.random() < 0.4:
        where.append(_pick(rng, GROUND_WORDS[scene.ground]))
    if rng.random() < 0.12 and scene.ground != "praia" and scene.sky != "geada":
        when.append(_pick(rng, SEASON_WORDS[scene.season]))
    if rng.random() < 0.6:
        when.append(_pick(rng, SKY_WORDS[scene.sky]))
    look = []
    if rng.random() < (0.15 if scene.look == "naif" else 0.8):
        look.append(_pick(rng, LOOKS[scene.look].words))
    return _roughen(_contract(_spoken(_order(text, where, when, look, rng), rng)), rng)


def _order(
    text: str, where: list[str], when: list[str], look: list[str], rng: np.random.Generator
) -> str:
    """Usually who, where, when, look; at times place or time comes first."""
    comma = ", " if rng.random() < 0.4 else " "
    dice = rng.random()
    if when and dice < 0.14:
        return comma.join([", ".join([*when, text]), *where, *look])
    if where and dice < 0.24:
        return comma.join([", ".join([*where, text]), *when, *look])
    if dice < 0.34:
        return comma.join([text, *when, *where, *look])
    return comma.join([text, *where, *when, *look])


def _spoken(text: str, rng: np.random.Generator) -> str:
    """Asked for as people ask a machine: with a request, a filler, a courtesy."""
    if rng.random() < 0.28:
        text = f"{_pick(rng, PREFIXES)} {text}"
    if rng.random() < 0.07:
        text = f"{_pick(rng, FILLERS)}, {text}"
    if rng.random() < 0.06:
        text = f"{text}, {_pick(rng, SUFFIXES)}"
    return text


def _pick(rng: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]


def _name(placement: Placement, rng: np.random.Generator, *, plain: bool) -> str:
    """A noun phrase for what was painted: canonical half of the time, at times misheard."""
    concept = CONCEPTS[placement.concept]
    if placement.count > 1:
        return counted(concept, placement.count)
    woman = bool(concept.women) and traits(concept.id, placement.variant_seed).woman
    names = concept.women if woman else concept.names
    name = names[0] if rng.random() < 0.5 else _pick(rng, names)
    if not woman and concept.misheard and rng.random() < 0.07:
        article = name[: len(name) - len(bare(name))]
        wrong = _pick(rng, concept.misheard)
        return wrong if wrong.startswith("um") else article + wrong
    if not plain and rng.random() < 0.45:
        name += _seen(placement, name, rng)
    if placement.far and rng.random() < 0.5:
        name += " ao longe"
    elif not plain and concept.kind == "animal" and rng.random() < 0.05:
        name += " virado" if name.startswith("um ") else " virada"
        name += " para a direita" if placement.facing > 0 else " para a esquerda"
    return name


def _seen(placement: Placement, name: str, rng: np.random.Generator) -> str:
    """The colour and clothing words that the picture bears out."""
    concept = CONCEPTS[placement.concept]
    seed = members(placement)[-1].variant_seed
    seen = traits(placement.concept, seed)
    phrases = []
    if concept.colour and seen.colour and concept.colour.split(" {")[0].strip() not in name:
        phrases.append(concept.colour.format(colour=seen.colour))
    worn = attire(concept.id, seed)
    if "lenco" in worn:
        phrases.append(f"de lenço {seen.scarf}")
    if "chapeu" in worn:
        phrases.append("de chapéu")
    if "bombacha" in worn and "bombacha" not in name:
        phrases.append("de bombacha")
    if not phrases:
        return ""
    if len(phrases) > 1 and rng.random() < 0.25:
        one, two = (phrases[int(i)] for i in rng.permutation(len(phrases))[:2])
        return f" {one} e {two}"
    return f" {_pick(rng, phrases)}"


def _contract(text: str) -> str:
    """ "de um" stays; "de as/a/os/o" becomes "das/da/dos/do" as Portuguese requires."""
    for article in ("as", "os", "a", "o"):
        text = text.replace(f" de {article} ", f" d{article} ")
    return text


def _roughen(text: str, rng: np.random.Generator) -> str:
    """Sometimes as typed on a phone or heard by a machine: no capitals, no accents."""
    dice = rng.random()
    if dice < 0.12:
        return fold(text)
    if dice < 0.2:
        return fold(text).replace("-", " ").replace(",", "")
    if dice < 0.3:
        return text[:1].upper() + text[1:]
    if dice < 0.36:
        return text.lower() + "."
    return text
