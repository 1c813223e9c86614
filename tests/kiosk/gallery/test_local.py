"""This machine's gallery: kinds of sentences are counted, never a sentence."""

import pytest

from kiosk import config, errors
from kiosk.gallery import counters, local
from kiosk.gallery.limits import Limits, of


def test_kinds_are_counted_over_restarts_and_nothing_else_is_kept() -> None:
    for category in ("sexual", None, "sexual"):
        gallery = local.opened(config.KioskConfig())
        gallery.count(counters.words(category))
        gallery.count(counters.VISITS)
        gallery.close()
    assert local.words_counted() == {"allow": 1, "sexual": 2}
    files = [file for file in local.folder().rglob("*") if file.is_file()]
    assert {file.name.split("-")[0] for file in files} == {"gallery.db", "lock"}


def test_before_the_first_count_there_is_none() -> None:
    assert local.words_counted() == {}
    assert not local.folder().exists()


def test_counts_that_cannot_be_read_say_so() -> None:
    local.folder().mkdir(parents=True)
    (local.folder() / "gallery.db").write_bytes(b"{" * 5000)
    with pytest.raises(errors.GalleryAbsent, match=str(local.folder())):
        local.words_counted()
    gallery = local.opened(config.KioskConfig())
    gallery.count(counters.words("hate"))
    gallery.close()
    assert local.words_counted() == {"hate": 1}


def test_the_configuration_says_how_much_and_how_long(tmp_path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("[gallery]\nquota_mb = 2\nfloor_mb = 3\nretention_days = 4\nkeep = false\n")
    settings = config.load(file)
    assert of(settings.gallery) == Limits(2_000_000, 3_000_000, 4)
    assert not settings.gallery.keep
    file.write_text("[gallery]\nretention = 4\n")
    with pytest.raises(errors.ConfigUnknownKey) as refused:
        config.load(file)
    assert refused.value.values["nearest"] == "retention_days"
