"""From a folder of an archive to a set that may be trained on: real files of every bad kind."""

import datetime
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.training.catalogue.archive import ASK, line, noise, write_catalogue
from training.catalogue.findings import Weight
from training.catalogue.prepare import Outcome, prepare
from training.catalogue.prepared import read_prepared
from training.cli import app
from training.texts import TrainingError

TODAY = datetime.date(2026, 11, 25)
Archive = Callable[[], tuple[Path, list[dict[str, str]]]]


def codes(outcome: Outcome, weight: Weight) -> dict[str, list[tuple[str, ...]]]:
    """Codes of one weight, each with the files it names."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for one in outcome.findings:
        if one.weight is weight:
            found.setdefault(one.code, []).append(one.files)
    return found


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below `folder` with its content's hash and when it was changed."""
    return {
        str(file.relative_to(folder)): (
            hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns
        )
        for file in folder.rglob("*") if file.is_file()
    }  # fmt: skip


def test_a_sound_archive_is_split_by_subject_and_its_sources_stay(
    archive: Archive, tmp_path: Path
) -> None:
    folder, lines = archive()
    write_catalogue(folder, lines, delimiter=";")
    before = state(folder)
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    assert state(folder) == before
    assert not codes(outcome, Weight.STOP), codes(outcome, Weight.STOP)
    assert outcome.prepared is not None
    assert read_prepared(tmp_path / "out") == outcome.prepared
    train = outcome.prepared.side(held_out=False)
    held = outcome.prepared.side(held_out=True)
    assert len(train) + len(held) == 16
    assert 2 <= len(held) <= 4
    assert not {picture.subject for picture in train} & {picture.subject for picture in held}
    page = Path(outcome.report).read_text(encoding="utf-8")
    assert "pode ser treinado" in page
    assert "http" not in page.replace(lines[0]["rights"], "")
    for picture in outcome.prepared.pictures:
        assert f"thumbnails/{picture.sha256}.jpg" in page
        assert (tmp_path / "out" / "thumbnails" / f"{picture.sha256}.jpg").stat().st_size > 500


def test_the_same_archive_gives_the_same_set_and_reads_nothing_twice(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, lines = archive()
    write_catalogue(folder, lines)
    first = prepare(folder, tmp_path / "out", today=TODAY)
    monkeypatch.setattr("training.catalogue.reading.inspect", None)  # would fail if called
    assert prepare(folder, tmp_path / "out", today=TODAY).prepared == first.prepared
    write_catalogue(folder, list(reversed(lines)))
    again = prepare(folder, tmp_path / "out", today=TODAY).prepared
    assert again is not None
    assert first.prepared is not None
    assert {p.file for p in again.side(held_out=True)} == {
        p.file for p in first.prepared.side(held_out=True)
    }


def test_every_bad_picture_is_named_and_none_ends_in_a_crash(
    archive: Archive, tmp_path: Path
) -> None:
    folder, lines = archive()
    whole = (folder / lines[0]["file"]).read_bytes()
    (folder / "cortada.png").write_bytes(whole[: len(whole) // 2])
    (folder / "texto.jpg").write_text("isto não é uma imagem", encoding="utf-8")
    (folder / "vazia.png").write_bytes(b"")
    Image.new("RGB", (1, 1)).save(folder / "ponto.png")
    Image.new("1", (20_000, 20_000)).save(folder / "imensa.png")
    bad = ["cortada.png", "texto.jpg", "vazia.png", "ponto.png", "imensa.png"]
    write_catalogue(folder, [*lines, *(line(name) for name in bad), line("sumida.jpg")])
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    stops = codes(outcome, Weight.STOP)
    assert {files[0] for files in stops["unreadable"]} == {"cortada.png", "texto.jpg", "vazia.png"}
    assert stops["too_small"] == [("ponto.png",)]
    assert stops["too_large"] == [("imensa.png",)]
    assert stops["file_missing"] == [("sumida.jpg",)]
    assert outcome.prepared is None
    with pytest.raises(TrainingError):
        read_prepared(tmp_path / "out")
    page = Path(outcome.report).read_text(encoding="utf-8")
    assert page.index("imensa.png") < page.index("foto 00.png")  # problems first


def test_odd_pictures_are_read_as_people_see_them(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    scene = Image.open(folder / lines[0]["file"]).convert("RGB").resize((600, 400))
    scene.convert("CMYK").save(folder / "gráfica.jpg", quality=95)
    deep = (np.asarray(scene.convert("L"), np.uint16) * 257).astype(np.uint16)
    Image.fromarray(deep).save(folder / "funda.png")
    turned = scene.getexif()
    turned[0x0112] = 6  # to be turned by 90 degrees
    scene.save(folder / "deitada.jpg", exif=turned)
    odd = [line(name, subject="raro") for name in ("gráfica.jpg", "funda.png", "deitada.jpg")]
    write_catalogue(folder, [*lines, *odd])
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    assert outcome.prepared is not None
    assert codes(outcome, Weight.NOTE)["turned"] == [("deitada.jpg",)]
    assert set(codes(outcome, Weight.NOTE)["mode"][0]) == {"gráfica.jpg", "funda.png"}
    sizes = {p.file: (p.width, p.height) for p in outcome.prepared.pictures}
    assert sizes["deitada.jpg"] == (400, 600)
    # Neither clipped nor washed out: the deep picture's thumbnail is as bright as the scene.
    [funda] = [p for p in outcome.prepared.pictures if p.file == "funda.png"]
    small = Image.open(tmp_path / "out" / "thumbnails" / f"{funda.sha256}.jpg").convert("L")
    wanted = np.asarray(scene.convert("L")).mean()
    assert float(np.asarray(small).mean()) == pytest.approx(float(wanted), abs=3)


def test_copies_are_used_once_and_near_copies_stay_together(
    archive: Archive, tmp_path: Path
) -> None:
    folder, lines = archive()
    first = lines[0]["file"]
    (folder / "copia.png").write_bytes((folder / first).read_bytes())
    with Image.open(folder / first) as image:
        image.convert("RGB").resize((400, 380)).save(folder / "menor.jpg", quality=70)
    write_catalogue(folder, [*lines, line("copia.png"), line("menor.jpg")])
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    assert outcome.prepared is not None
    warned = codes(outcome, Weight.WARN)
    assert set(warned["same"][0]) == {first, "copia.png"}
    assert any({first, "menor.jpg"} <= set(files) for files in warned["near"])
    groups = {p.file: p.group for p in outcome.prepared.pictures}
    assert "copia.png" not in groups
    assert groups[first] == groups["menor.jpg"] == groups[lines[1]["file"]]
    # The fifteen other scenes are not taken for copies of it.
    assert all(len(files) < 6 for files in warned["near"])


def test_copies_with_other_rights_must_be_decided(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    (folder / "copia.png").write_bytes((folder / lines[0]["file"]).read_bytes())
    write_catalogue(folder, [*lines, line("copia.png", may_train="não")])
    stops = codes(prepare(folder, tmp_path / "out", today=TODAY), Weight.STOP)
    assert set(stops["same_contradicts"][0]) == {lines[0]["file"], "copia.png"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"rights": ""}, "rights_missing"),
        ({"rights": "domínio público"}, "rights_unknown"),
        ({"rights": "https://creativecommons.org/licenses/by-xx/4.0/"}, "rights_unknown"),
        ({"rights": "https://rightsstatements.org/vocab/CNE/1.0/"}, "rights_never"),
        ({"rights": ASK}, "rights_consent"),
        ({"expires": "24/11/2026"}, "rights_expired"),
        ({"sensitivity": "restricted"}, "restricted"),
        ({"sensitivity": "consult"}, "consult"),
        ({"caption": ""}, "caption_missing"),
        ({"may_train": "talvez"}, "row_value"),
        ({"kind": "bicho"}, "row_value"),
        ({"expires": "logo"}, "row_value"),
        ({"file": "../fora.png"}, "file_outside"),
        ({"file": "/etc/hostname"}, "file_outside"),
        ({"sha256": "0" * 64}, "file_changed"),
    ],
)
def test_what_may_not_be_trained_on_stops_the_run(
    archive: Archive, tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    folder, lines = archive()
    write_catalogue(folder, [{**lines[0], **cells}, *lines[1:]])
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    assert code in codes(outcome, Weight.STOP)
    assert outcome.prepared is None


@pytest.mark.parametrize(
    "cells",
    [
        {"rights": ASK, "holder": "Família Silveira, carta de 2025"},
        {"rights": "http://creativecommons.org/publicdomain/zero/1.0/"},
        {"expires": "2026-11-25"},
        {"sensitivity": "consult", "holder": "conselho da aldeia"},
        {"rights": "", "may_train": "não"},
        {"rights": ASK, "sensitivity": "restricted", "may_train": "não"},
    ],
)
def test_what_is_allowed_or_left_out_does_not(
    archive: Archive, tmp_path: Path, cells: dict[str, str]
) -> None:
    folder, lines = archive()
    write_catalogue(folder, [{**lines[0], **cells}, *lines[1:]])
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    assert outcome.prepared is not None
    used = {picture.file for picture in outcome.prepared.pictures}
    assert (lines[0]["file"] in used) == (cells.get("may_train") != "não")


def test_captions_and_balance_are_looked_at(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    lines[0]["caption"] = "DSC_0012"
    lines[1]["caption"] = "palavra " * 80
    for row in lines[2:10]:
        row.update(caption="um boi", subject="o boi manso", caption_origin="")
    write_catalogue(folder, lines)
    outcome = prepare(folder, tmp_path / "out", today=TODAY)
    warned = codes(outcome, Weight.WARN)
    assert warned["caption_name"] == [(lines[0]["file"],)]
    assert warned["caption_long"] == [(lines[1]["file"],)]
    assert len(warned["caption_same"][0]) == 8
    assert len(warned["unbalanced"][0]) == 8
    assert len(codes(outcome, Weight.NOTE)["origin_missing"][0]) == 8


def test_without_a_catalogue_a_draft_is_left_to_fill_in(archive: Archive, tmp_path: Path) -> None:
    folder, _ = archive()
    before = state(folder)
    out = tmp_path / "out"
    with pytest.raises(TrainingError, match=r"rascunho-catalogo\.csv"):
        prepare(folder, out, today=TODAY)
    assert state(folder) == before
    draft = (out / "rascunho-catalogo.csv").read_text(encoding="utf-8-sig")
    assert draft.count("\n") == 17
    assert hashlib.sha256((folder / "caixa-0/foto 00.png").read_bytes()).hexdigest() in draft
    # Filled in with nothing but the draft's own lines, it is refused for what is missing.
    (folder / "catalogo.csv").write_text(draft, encoding="utf-8")
    outcome = prepare(folder, out, today=TODAY)
    assert len(codes(outcome, Weight.STOP)["row_value"]) == 32  # may_train and kind of each


def test_nothing_is_written_among_the_sources(archive: Archive) -> None:
    folder, lines = archive()
    write_catalogue(folder, lines)
    before = state(folder)
    for out in (folder, folder / "out"):
        with pytest.raises(TrainingError, match="nunca são alteradas"):
            prepare(folder, out, today=TODAY)
    assert state(folder) == before


def test_a_set_that_became_unlawful_is_withdrawn(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    lines[0]["expires"] = "2026-11-30"
    write_catalogue(folder, lines)
    out = tmp_path / "out"
    assert prepare(folder, out, today=TODAY).prepared is not None
    assert prepare(folder, out, today=datetime.date(2026, 12, 1)).prepared is None
    with pytest.raises(TrainingError):
        read_prepared(out)


def test_names_from_outside_are_text_in_the_page(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    lines[0]["caption"] = "<script>alert(1)</script> um boi & outro"
    write_catalogue(folder, lines)
    page = Path(prepare(folder, tmp_path / "out", today=TODAY).report).read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_command_says_what_to_mend(archive: Archive, tmp_path: Path) -> None:
    folder, lines = archive()
    write_catalogue(folder, [{**lines[0], "rights": ""}, *lines[1:]])
    out = str(tmp_path / "out")
    run = CliRunner().invoke(app, ["prepare", str(folder), "--out", out, "--json"])
    assert isinstance(run.exception, TrainingError)
    assert "foto 00.png não diz os direitos" in run.stderr
    told = msgspec.json.decode(run.stdout.splitlines()[-1])
    assert told["prepared"] is None
    write_catalogue(folder, lines)
    run = CliRunner().invoke(app, ["prepare", str(folder), "--out", out])
    assert run.exit_code == 0, run.output
    assert "reservadas para medir" in run.stdout


@pytest.mark.long
def test_five_thousand_rows_are_prepared_within_a_minute(tmp_path: Path) -> None:
    folder = tmp_path / "acervo"
    folder.mkdir()
    lines = []
    for number in range(5_000):
        noise(number).save(folder / f"{number:04d}.png", compress_level=1)
        lines.append(line(f"{number:04d}.png", subject=f"peça {number // 4}"))
    write_catalogue(folder, lines)
    began = time.monotonic()
    outcome = prepare(folder, tmp_path / "out", size=64, today=TODAY)
    assert time.monotonic() - began < 60
    assert outcome.prepared is not None
    assert len(outcome.prepared.pictures) == 5_000
    held = len(outcome.prepared.side(held_out=True))
    assert 700 <= held <= 760
