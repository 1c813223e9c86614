"""Rights statements in the forms that archives write them."""

import pytest

from training.catalogue.rights import Standing, standing


@pytest.mark.parametrize(
    ("uri", "wanted"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", Standing.FREE),
        ("http://www.creativecommons.org/licenses/by-sa/3.0/br", Standing.FREE),
        ("https://creativecommons.org/publicdomain/mark/1.0/", Standing.FREE),
        (" https://creativecommons.org/licenses/by-nc-nd/4.0/deed.pt-br ", Standing.ASK),
        ("http://rightsstatements.org/vocab/InC/1.0/", Standing.ASK),
        ("https://rightsstatements.org/page/NKC/1.0/?language=en", Standing.NEVER),
        ("http://rightsstatements.org/vocab/UND/1.0/", Standing.NEVER),
        ("creativecommons.org/licenses/by/4.0", None),
        ("https://creativecommons.org.example/licenses/by/4.0/", None),
        ("https://rightsstatements.org/", None),
        ("uso livre", None),
        ("", None),
    ],
)
def test_what_a_statement_allows(uri: str, wanted: Standing | None) -> None:
    assert standing(uri) is wanted
