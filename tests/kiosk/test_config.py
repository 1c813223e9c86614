"""The configuration is refused at birth, with the file and the key in the message."""

import pytest

from kiosk import config, errors


@pytest.fixture(autouse=True)
def _no_machine_file(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "MACHINE_FILE", tmp_path / "machine.toml")


def test_without_a_file_the_defaults_hold(tmp_path):
    assert config.load() == config.KioskConfig()
    (tmp_path / "machine.toml").write_text('language = "es"')
    assert config.load().language == "es"


def test_the_environment_names_the_file(tmp_path, monkeypatch):
    file = tmp_path / "other.toml"
    file.write_text('language = "en"\npaint_deadline_s = 5\nthreads = 3\n')
    monkeypatch.setenv(config.ENVIRONMENT, str(file))
    loaded = config.load()
    assert (loaded.language, loaded.paint_deadline_s) == ("en", 5.0)
    assert config.threads(loaded) == 3
    assert config.threads(config.KioskConfig()) >= 1


def test_an_unknown_key_names_the_nearest(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text('langage = "es"')
    with pytest.raises(errors.ConfigUnknownKey) as refused:
        config.load(file)
    assert refused.value.values["nearest"] == "language"
    assert "langage" in str(refused.value)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["language =", 'language = "fr"', "threads = -1", "paint_deadline_s = 0", 'keys = "a"', "\xff"],
)
def test_what_cannot_be_used_is_refused(tmp_path, text):
    file = tmp_path / "kiosk.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(errors.ConfigUnreadable, match=r"kiosk\.toml"):
        config.load(file)


def test_a_named_file_must_exist(tmp_path):
    with pytest.raises(errors.ConfigUnreadable):
        config.load(tmp_path / "none.toml")
