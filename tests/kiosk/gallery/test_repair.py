"""Opening what a power cut or a bad disk left."""

import random
import sqlite3
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.gallery import database
from kiosk.gallery.store import Gallery


def filled(museum, picture) -> tuple[Gallery, list[str], list[str]]:
    """A gallery with three approved scenes and two that wait; their ids."""
    gallery = museum.open()
    names = [gallery.keep(picture(shade), f"cena {shade}", "pt-BR") for shade in range(5)]
    for name in names[:3]:
        gallery.approve(name)
    return gallery, names[:3], names[3:]


def ids(scenes) -> set[str]:
    return {scene.id for scene in scenes}


def test_a_row_without_its_picture_goes(museum, picture, caplog) -> None:
    _, approved, waiting = filled(museum, picture)
    museum.close()
    (museum.pictures / f"{approved[0]}.png").unlink()
    (museum.pictures / f"{waiting[0]}.png").write_bytes(b"half")
    gallery = museum.open()
    assert ids(gallery.approved()) == set(approved[1:])
    assert ids(gallery.pending()) == set(waiting[1:])
    assert approved[0] in caplog.text
    assert museum.says(f"cena {3}") == []


def test_files_without_a_row_go(museum, picture) -> None:
    _, approved, waiting = filled(museum, picture)
    museum.close()
    expected = museum.names()
    (museum.pictures / "0123.png").write_bytes(picture())
    (museum.pictures / f".{waiting[0]}.png.a1b2c3").write_bytes(picture()[:40])
    (museum.pictures / f".{approved[0]}.json.a1b2c3").write_bytes(b"{")
    (museum.pictures / f"{waiting[0]}.json").write_bytes(b"{")
    museum.open()
    assert museum.names() == expected


def test_a_note_that_was_not_written_yet_is_written(museum, picture) -> None:
    _, approved, _ = filled(museum, picture)
    museum.close()
    (museum.pictures / f"{approved[1]}.json").unlink()
    museum.open()
    museum.close()
    (museum.folder / database.NAME).unlink()
    assert ids(museum.open().approved()) == set(approved)


def test_a_picture_that_changed_is_not_shown(museum, picture) -> None:
    gallery, approved, _ = filled(museum, picture)
    file = museum.pictures / f"{approved[0]}.png"
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)
    with pytest.raises(KeyError):
        gallery.picture(approved[0])


@pytest.mark.parametrize("damage", ["garbage", "empty", "cut", "later", "odd row"])
def test_an_unreadable_database_is_set_aside_and_approved_scenes_come_back(
    museum, picture, caplog, damage: str
) -> None:
    gallery, approved, _ = filled(museum, picture)
    before = gallery.approved()
    museum.close()
    file = museum.folder / database.NAME
    match damage:
        case "garbage":
            file.write_bytes(bytes(range(256)) * 80)
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(file.read_bytes()[:6000])
        case "later":
            change(file, "PRAGMA user_version = 9")
        case "odd row":
            change(file, "UPDATE scenes SET day = 'ontem'")
    museum.day += timedelta(days=1)
    gallery = museum.open()
    assert sorted(gallery.approved(), key=lambda scene: scene.id) == sorted(
        before, key=lambda scene: scene.id
    )
    assert gallery.pending() == []
    for name in approved:
        assert gallery.picture(name)
    # An empty file is a database with nothing in it; all others can be looked at later.
    aside = list(museum.folder.glob("unreadable-2026-12-02-1.db"))
    assert bool(aside) == (damage != "empty")
    assert ("unreadable-2026-12-02-1.db" in caplog.text) == (damage != "empty")
    museum.day += timedelta(days=91)
    museum.open()
    assert list(museum.folder.glob("unreadable*")) == []


def change(file, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_second_database_that_cannot_be_read_gets_a_name_of_its_own(museum, picture) -> None:
    _, approved, _ = filled(museum, picture)
    for number in (1, 2):
        museum.close()
        (museum.folder / database.NAME).write_bytes(b"no database at all" * 99)
        assert ids(museum.open().approved()) == set(approved)
        assert (museum.folder / f"unreadable-2026-12-01-{number}.db").exists()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 400))
# An index that says other than its table, which SQLite's quick check does not see.
@example(seed=6, count=4)
def test_whatever_bytes_of_the_database_change_no_approved_scene_is_lost(
    museum, picture, seed: int, count: int
) -> None:
    museum.close()
    if not (museum.folder / "spare").exists():
        filled(museum, picture)
        museum.close()
        (museum.folder / "spare").write_bytes((museum.folder / database.NAME).read_bytes())
    approved = {file.stem for file in museum.pictures.glob("*.json")}
    assert len(approved) == 3
    data = bytearray((museum.folder / "spare").read_bytes())
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (museum.folder / database.NAME).write_bytes(data)
    gallery = museum.open()
    assert ids(gallery.approved()) >= approved
    for name in approved:
        assert gallery.picture(name)
