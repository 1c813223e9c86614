import hashlib
import os
import shutil
from pathlib import Path

import pytest

from kiosk import errors, paths
from kiosk.listener import weights


def test_the_joined_model_is_the_one_we_know(speech_cache: Path) -> None:
    folder = speech_cache / "speech" / "whisper-base-d01c3014"
    assert {entry.name for entry in folder.iterdir()} == {
        "model.bin", "config.json", "tokenizer.json", "vocabulary.txt",
    }  # fmt: skip
    digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    assert digest == weights.EMBEDDED[0].sha256
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


def test_a_second_call_writes_nothing(with_model: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in with_model.rglob("*")}
    folder = weights.speech_model()
    assert folder.parent.parent == with_model
    assert {file: file.stat().st_mtime_ns for file in with_model.rglob("*")} == before


@pytest.mark.parametrize("damage", ["byte", "short", "gone"])
def test_a_damaged_copy_is_joined_again(
    damage: str, speech_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Hard links share the big file with the good cache, so only the small one is damaged.
    good = speech_cache / "speech" / "whisper-base-d01c3014"
    folder = tmp_path / "speech" / good.name
    folder.mkdir(parents=True)
    for file in good.iterdir():
        os.link(file, folder / file.name)
    victim = folder / "config.json"
    data = victim.read_bytes()
    victim.unlink()
    if damage != "gone":
        victim.write_bytes(data[:-1] + b"?" if damage == "byte" else data[:-1])
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    assert weights.embedded() == folder
    assert (folder / "config.json").read_bytes() == data
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


def test_a_wrong_data_package_is_refused_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = weights.EMBEDDED[1]
    wrong = type(config)(config.name, config.size, "0" * 64, config.parts)
    monkeypatch.setattr(weights, "EMBEDDED", (wrong,))
    with pytest.raises(errors.SpeechModelChanged) as refused:
        weights.embedded()
    assert "config.json" in refused.value.say()
    assert list((paths.cache_dir() / "speech").iterdir()) == []


def test_a_missing_data_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    config = weights.EMBEDDED[1]
    nowhere = type(config.parts[0])("no-such-speech-package", "config.json")
    monkeypatch.setattr(
        weights, "EMBEDDED", (type(config)(config.name, config.size, config.sha256, (nowhere,)),)
    )
    with pytest.raises(errors.SpeechModelAbsent) as refused:
        weights.embedded()
    assert "no-such-speech-package" in refused.value.say()


def test_a_folder_given_by_staff_is_used_instead(with_model: Path, tmp_path: Path) -> None:
    good = with_model / "speech" / "whisper-base-d01c3014"
    assert weights.speech_model(good) == good
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(errors.SpeechModelAbsent):
            weights.speech_model(folder)
    # Without its tokenizer the engine would look for one on the network.
    partial = tmp_path / "partial"
    shutil.copytree(good, partial, copy_function=os.link)
    (partial / "tokenizer.json").unlink()
    with pytest.raises(errors.SpeechModelAbsent):
        weights.speech_model(partial)
