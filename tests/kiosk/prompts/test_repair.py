import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.prompts import glossary, lexicon, repair


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("um gaucho no galpao", "um gaúcho no galpão"),
        ("um xima rão quente", "um chimarrão quente"),
        ("chimarroes", "chimarrões"),
        ("gaucho tomano ximarao no gaupão", "gaúcho tomano chimarrão no galpão"),
        ("a coxilia e o cavalo criolo", "a coxilha e o cavalo crioulo"),
        ("a revolução faroupilha", "a revolução farroupilha"),
        ("jogando as boliadera", "jogando as boleadeira"),
        ("a instância", "a estância"),
        ("uma capivada", "uma capivara"),
        ("uma bonbacha", "uma bombacha"),
    ],
)
def test_misheard_words_come_right(heard: str, meant: str) -> None:
    assert repair.repair(heard) == meant


@pytest.mark.parametrize(
    "text",
    [
        "um pião rodando na mesa",
        "coxinha de galinha no boliche",
        "a última instância do tribunal",
        "um capincho e um nhandu",
        "chima com os amigos",
        "uma caminhada na campanha eleitoral",
        "o carinho do meu avô",
        "uma banana e um camarão",
        "nota da redação sobre a estação",
        "banhado pelo sol da manhã",
        "a gaúcho by the fire",
        "dois cisnes-de-pescoço-preto",
        "um helicóptero e uma bicicleta",
        "um dinossauro na churrasqueira",
        "um elefante com o computador",
        "a bailarina e o palhaço",
        "uma carroça e um caminhão",
        "um hipopótamo na lagoa",
    ],
)
def test_ordinary_words_and_synonyms_stay(text: str) -> None:
    assert repair.repair(text) == text


def test_right_spelling_stays() -> None:
    for chip in lexicon.chips():
        assert repair.repair(chip.fragment) == chip.fragment
    for term in glossary.terms():
        assert repair.repair(term.canonical) == term.canonical


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="abcdefghijlmnopqrstuvxzãçéó '-,", max_size=60))
def test_repair_is_done_at_once(text: str) -> None:
    once = repair.repair(text)
    assert repair.repair(once) == once
