"""Example archives lie as a museum's photographs do, and curation finds what is wrong with them."""

from pathlib import Path

import pytest
from PIL import Image, ImageOps

from training.catalogue.prepare import prepare
from training.catalogue.rows import Kind, read_catalogue
from training.scenes.archive import paint_archive
from training.texts import TrainingError


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acervo")
    paint_archive("esporas", folder, kind=Kind.OBJECT, count=18, first_seed=5, mended=False)
    return folder


def test_sizes_kinds_and_orientations_are_mixed(archive: Path) -> None:
    files = [p for p in archive.iterdir() if p.suffix != ".csv"]
    assert {p.suffix for p in files} == {".jpg", ".png", ".tif"}
    shapes, turned = set(), 0
    for file in files:
        with Image.open(file) as image:
            turned += image.getexif().get(0x0112, 1) != 1
            shapes.add(ImageOps.exif_transpose(image).size)
    assert len(shapes) >= 4
    assert turned >= 1


def test_missing_rights_refuse_it_until_staff_have_mended_the_catalogue(
    archive: Path, tmp_path: Path
) -> None:
    outcome = prepare(archive, tmp_path / "a", size=256)
    assert outcome.prepared is None
    stops = {name for one in outcome.findings if one.weight == "stop" for name in one.files}
    assert stops == {"esporas_004.jpg", "esporas_009.tif", "esporas_013.jpg"}
    mended = tmp_path / "acervo"
    paint_archive("esporas", mended, kind=Kind.OBJECT, count=18, first_seed=5, mended=True)
    found = prepare(mended, tmp_path / "b", size=256).prepared
    assert found is not None
    used = {picture.file for picture in found.pictures}
    assert not used & stops
    # Of the same file under two names one is used; a second scan stays beside the first.
    assert len(used & {"esporas_000.jpg", "copia_de_esporas_000.jpg"}) == 1
    scans = {"esporas_001.jpg", "digitalizacao_esporas_001.png"}
    assert len({p.group for p in found.pictures if p.file in scans}) == 1
    groups = {held: {p.group for p in found.side(held_out=held)} for held in (False, True)}
    assert groups[True]
    assert not groups[True] & groups[False]


def test_the_same_seed_gives_the_same_archive(archive: Path, tmp_path: Path) -> None:
    paint_archive("esporas", tmp_path, kind=Kind.OBJECT, count=18, first_seed=5, mended=False)
    for file in archive.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
    rows, findings = read_catalogue(archive / "catalogo.csv")
    assert len(rows) == 20
    assert not findings


def test_an_unknown_concept_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="esporas"):
        paint_archive("lhama", tmp_path, kind=Kind.SPECIES, count=16, first_seed=1, mended=False)
