import pytest

from kiosk import paths
from kiosk.prompts import tally


def test_kinds_are_counted_and_nothing_else_is_kept() -> None:
    for category in ("sexual", None, "sexual"):
        tally.count(category)
    assert tally.counted() == {"allow": 1, "sexual": 2}
    assert (paths.state_dir() / "words.json").read_bytes() == b'{"allow": 1, "sexual": 2}'


def test_a_spoilt_file_is_begun_anew() -> None:
    (paths.state_dir() / "words.json").write_text("{", "utf-8")
    tally.count("hate")
    assert tally.counted() == {"hate": 1}


def test_a_visit_goes_on_where_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.files.write_atomically", refuse)
    tally.count("hate")
    assert "No space" in caplog.text
