"""What a visitor might say for a scene, in Portuguese as spoken, typed and misheard."""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from training.scenes.concepts import CONCEPTS
from training.scenes.scene import Placement, Scene, members
from training.scenes.traits import traits

SKY_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "dia": ("de dia", "em dia de sol", "com céu azul", "num dia bonito", "à luz do dia"),
    "amanhecer": ("ao amanhecer", "de manhã cedo", "no nascer do sol", "ao raiar do dia"),
    "entardecer": ("ao entardecer", "no fim da tarde", "no pôr do sol", "de tardezinha"),
    "noite": ("à noite", "de noite", "sob a lua", "numa noite estrelada", "com a lua no céu"),
    "nublado": ("em dia nublado", "com o céu nublado", "num dia cinzento", "com tempo fechado"),
})  # fmt: skip
GROUND_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "coxilha": ("na coxilha", "no pampa", "no campo", "nas coxilhas verdes", "no campo verde"),
    "banhado": ("no banhado", "na beira da água", "perto do banhado", "no meio do banhado"),
    "campo_seco": ("no campo seco", "no campo dourado", "no capim seco", "no pasto seco"),
})  # fmt: skip
PREFIXES = ("quero ver", "pinta pra mim", "mostra", "faz", "desenha", "eu queria", "me mostra",
            "uma pintura de", "gostaria de ver", "pode fazer")  # fmt: skip
JOINS = ("{0} ao lado de {1}", "{0} perto de {1}", "{0} com {1} ao fundo", "{0} e {1}",
         "{0} com {1}", "{0} junto de {1}")  # fmt: skip
_ARTICLES = ("um ", "uma ", "as ", "a ")


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


def canonical_caption(concept: str, sky: str | None = None) -> str:
    """The plainest full caption, such as "um cavalo crioulo ao entardecer"."""
    name = CONCEPTS[concept].names[0]
    return name if sky is None else f"{name} {SKY_WORDS[sky][0]}"


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """One random caption; it always names the main subject."""
    main = scene.placements[0]
    if rng.random() < 0.12:
        return _roughen(bare(_name(main, rng, plain=True)), rng)
    text = _name(main, rng, plain=False)
    if len(scene.placements) > 1 and rng.random() < 0.8:
        text = str(rng.choice(JOINS)).format(text, _name(scene.placements[1], rng, plain=True))
    if rng.random() < 0.4:
        text += " " + _pick(rng, GROUND_WORDS[scene.ground])
    if rng.random() < 0.55:
        text += " " + _pick(rng, SKY_WORDS[scene.sky])
    if rng.random() < 0.3:
        text = _contract(f"{_pick(rng, PREFIXES)} {text}")
    return _roughen(_contract(text), rng)


def _pick(rng: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]


def _name(placement: Placement, rng: np.random.Generator, *, plain: bool) -> str:
    """A noun phrase for what was painted: canonical half of the time, at times misheard."""
    concept = CONCEPTS[placement.concept]
    if placement.count == 2:
        return concept.plural
    woman = bool(concept.women) and traits(concept.id, placement.variant_seed).woman
    names = concept.women if woman else concept.names
    name = names[0] if rng.random() < 0.5 else _pick(rng, names)
    if not woman and concept.misheard and rng.random() < 0.07:
        article = name[: len(name) - len(bare(name))]
        wrong = _pick(rng, concept.misheard)
        return wrong if wrong.startswith("um") else article + wrong
    return name if plain or rng.random() < 0.55 else name + _look(placement, name)


def _look(placement: Placement, name: str) -> str:
    """The colour words that the picture bears out."""
    seen = traits(placement.concept, members(placement)[-1].variant_seed)
    if placement.concept == "prenda" and "vestido" not in name:
        return f" de vestido {seen.colour}"
    if placement.concept == "gaucho" and "bombacha" not in name:
        return f" de poncho {seen.colour}" if seen.poncho else f" de lenço {seen.scarf}"
    if placement.concept in ("cavalo", "boi"):
        return f" {seen.colour}"
    if placement.concept == "lanceiro":
        return " a cavalo" if seen.mounted else " com sua lança"
    return ""


def _contract(text: str) -> str:
    """ "de um" stays; "de as/a" becomes "das/da" as Portuguese requires."""
    return text.replace(" de as ", " das ").replace(" de a ", " da ")


def _roughen(text: str, rng: np.random.Generator) -> str:
    """Sometimes as typed on a phone or heard by a machine: no capitals, no accents."""
    dice = rng.random()
    if dice < 0.12:
        return fold(text)
    if dice < 0.2:
        return fold(text).replace("-", " ")
    if dice < 0.3:
        return text[:1].upper() + text[1:]
    if dice < 0.36:
        return text.lower() + "."
    return text
