import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.prompts import glossary, lexicon, repair, sounding


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
        ("um tomador com um cavalo baguau", "um domador com um cavalo bagual"),
        ("os lancedos negros a cavalo", "os lanceiros negros a cavalo"),
        ("boitata cruzando o bañado", "boitatá cruzando o banhado"),
        ("um cavado criouro na estrada", "um cavalo crioulo na estrada"),
        ("um cato do mato no galho", "um gato-do-mato no galho"),
        ("o fogão a lei a na cozinha", "o fogão a lenha na cozinha"),
        ("meu avô se vando o mate", "meu avô cevando o mate"),
        ("na frente do seteje", "na frente do ctg"),
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
        "todo mundo passando devagar",
        "uma cera de vela e um servo do rei",
        "quero uma coisa bem bonita",
        "dois irmãos puxados por um carvalho",
        "a marca da colônia na camada de cima",
        "que pombos tranquilos",
        "o campeão perdeu o caneco",
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


@pytest.mark.parametrize(
    ("heard", "changed"),
    [
        ("um gaucho no galpao", ()),
        ("um xima rão quente", (("xima rão", "chimarrão"),)),
        ("um tomador com um cavalo baguau", (("tomador", "domador"), ("baguau", "bagual"))),
    ],
)
def test_what_was_changed_is_told_but_for_accents(heard: str, changed: tuple) -> None:
    assert repair.changed(heard, repair.repair(heard)) == changed


@given(st.text(max_size=40))
def test_what_is_not_changed_is_not_told(text: str) -> None:
    assert repair.changed(text, text) == ()


def test_a_visitors_words_are_not_kept() -> None:
    repair.repair("a Zulmerinda e o xima rão da Quitéria")
    assert sounding.key.cache_info().currsize == repair._nearest.cache_info().currsize == 0
