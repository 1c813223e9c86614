"""The shipped scenes: whole pictures, labelled, in three languages, and small."""

import io

import pytest
from PIL import Image

from kiosk import catalogue
from kiosk.gallery import archive
from kiosk.prompts import path

SCENES = archive.scenes()


def test_the_folder_holds_what_the_index_names_and_is_small() -> None:
    files = list(archive.folder().iterdir())
    assert {file.name for file in files} == {"index.toml", *(scene.file for scene in SCENES)}
    assert sum(file.stat().st_size for file in files) < 1_000_000
    assert len(SCENES) == 8


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.file)
def test_each_scene_says_what_it_is_and_what_painted_it(scene: archive.ArchiveScene) -> None:
    assert set(scene.sentence) == set(catalogue.LANGUAGES)
    with Image.open(io.BytesIO((archive.folder() / scene.file).read_bytes())) as picture:
        picture.load()
        assert picture.size == (256, 256)
        told = picture.text
    assert told["Source"] == catalogue.text("cli.picture.source")
    assert told["Seed"] == str(scene.seed)
    assert told["Prompt"] == path.prepare(scene.sentence["pt-BR"]).final_prompt
