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
        ("eu quero o lassador no bolixo", "eu quero o laçador no bolicho"),
        ("uma pren da de bom bacha", "uma prenda de bombacha"),
        ("uma guri zada no gau pão", "uma gurizada no galpão"),
        ("a cha le i ra no butia zeiro", "a chaleira no butiazeiro"),
        ("tubianos, custela e kero kero", "tobianos, costela e quero-quero"),
        ("a gralia azu e o joao di baro", "a gralha-azul e o joão-de-barro"),
        ("uma saleira no potrero", "uma chaleira no potreiro"),
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
        "o carteiro no quintal, o porteiro e o sapateiro",
        "esmagando alho no pilão, com balas e palha no canteiro",
        "a procissão com bandeiras e saudades",
        "um tico-tico e dois pica-paus nos girassóis",
        "carrinho por trás e barreira na falta",
        "lavando os peitos de frango com a careta de sempre",
        "tropeçando nos trilhos, tossindo e pelando batata",
        "a viola e o violeiro",
        "me waiting in her car with a rope",
        "fui na padaria e pedi seis cacetinhos",
        "gente boa, caveira da SS e essa porra",
        "en la estância, al atardecer y un rancho",
        "el termo pasando en la ronda",
    ],
)
def test_ordinary_words_and_synonyms_stay(text: str) -> None:
    assert repair.repair(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a degolada, os degolados e quem anda degolando",
        "um piazinho e a terneirinha",
        "a contadora de causo",
        "a menina vestida de prenda",
        "tachos de cobre e dois mourões com macela",
        "um pica-pau e dois pica-paus no pinheiro",
        "as terneiras, a esquiladora e a guasqueira tosando",
        "um banhadão com a pajada e a chamarrita",
    ],
)
def test_a_real_word_keeps_its_number_and_gender(text: str) -> None:
    assert repair.repair(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "o gaudério vendo tudo girar",
        "a guria Isadora Pavan",
        "uma esquina em Rivera",
        "a rua das hortênsias 214",
        "um ctg com 2 gaitas",
        "that popular singer everyone loves now, as a dancer",
        "a menina vestida de prenda, taça de vinho na mão",
        "um xima, rão não",
    ],
)
def test_words_are_joined_within_a_phrase_and_lose_no_right_one(text: str) -> None:
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
