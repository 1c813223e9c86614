import pytest

from kiosk.prompts import glossary, normalise


def _found(text: str) -> list[str]:
    return [match.term.canonical for match in glossary.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHIMARRAO", ["chimarrão"]),
        ("um quero quero", ["quero-quero"]),
        ("m'boitatá e boi-tatá", ["boitatá", "boitatá"]),
        ("gaita de boca e cuia", ["gaita de boca", "cuia"]),
        ("chimarrãozinho", []),
        ("uma bomba na mesa", []),
        ("uma bomba na cuia", ["bomba", "cuia"]),
        ("pipa de vinho", ["pipa"]),
        ("uma pipa no ceu", []),
        ("lenço de papel", []),
        ("banhado pelo sol", []),
        ("no banhado", ["banhado"]),
        ("mate o inimigo", []),
        ("um mate quente", ["mate"]),
    ],
)
def test_matching_rules(text: str, expected: list[str]) -> None:
    assert _found(text) == expected


def test_both_rules_of_a_row_must_hold() -> None:
    assert "pingo" in _found("um pingo encilhado com o gaúcho")
    assert "pingo" not in _found("um pingo de chuva no gaúcho")
    assert "pingo" not in _found("um pingo na mesa")


def test_of_two_that_overlap_the_one_that_says_more_is_found() -> None:
    heard = [match.heard for match in glossary.find("uma gaúcha negra na janela, e uma gaúcha")]
    assert heard == ["gaúcha negra", "uma gaúcha"]


def test_matches_point_into_the_sentence_as_written() -> None:
    text = "Um Gaúcho, tchê, no GALPÃO!"
    for match in glossary.find(text):
        assert text[match.start : match.end] == match.heard
    assert [match.heard for match in glossary.find(text)] == ["Gaúcho", "tchê", "GALPÃO"]


def test_a_form_belongs_to_one_row() -> None:
    seen: dict[str, str] = {}
    for term in glossary.terms():
        for form in {normalise.fold(form) for form in term.forms}:
            assert seen.setdefault(form, term.canonical) == term.canonical


def test_every_row_is_found_by_its_own_name() -> None:
    for term in glossary.terms():
        context = " ".join(
            word for rule in term.rules if rule.kind == "near" for word in rule.words
        )
        assert term.canonical in _found(f"{term.canonical} {context}"), term.canonical
