"""Keeping, reviewing, counting, pruning."""

import shutil
import stat
from datetime import date, timedelta

import pytest

from kiosk import errors
from kiosk.gallery import counters
from kiosk.gallery.database import totals
from kiosk.gallery.limits import Limits

SENTENCE = "um gaúcho tomando chimarrão na coxilha"


def test_a_scene_waits_until_it_is_approved(museum, picture) -> None:
    gallery = museum.open()
    name = gallery.keep(picture(), SENTENCE, "pt-BR")
    (waiting,) = gallery.pending()
    assert (waiting.id, waiting.sentence, waiting.language) == (name, SENTENCE, "pt-BR")
    assert waiting.day == museum.day
    assert gallery.approved() == []
    gallery.approve(name)
    assert gallery.pending() == []
    (shown,) = gallery.approved()
    assert (shown.id, shown.state) == (name, "approved")
    assert gallery.picture(name) == picture()
    gallery = museum.open()
    assert gallery.approved() == [shown]
    assert gallery.picture(name) == picture()


def test_the_oldest_waits_first_and_the_newest_hangs_first(museum, picture) -> None:
    gallery = museum.open()
    names = [gallery.keep(picture(shade), str(shade), "es") for shade in range(4)]
    assert [scene.id for scene in gallery.pending()] == names
    for name in names:
        gallery.approve(name)
    assert [scene.id for scene in gallery.approved()] == names[::-1]


@pytest.mark.parametrize("approved", [False, True])
def test_a_scene_that_goes_leaves_nothing_behind(museum, picture, approved: bool) -> None:
    gallery = museum.open()
    name = gallery.keep(picture(), SENTENCE, "pt-BR")
    if approved:
        gallery.approve(name)
    assert museum.says(SENTENCE)
    (gallery.remove if approved else gallery.reject)(name)
    assert museum.names() == set()
    assert museum.says(SENTENCE) == []
    assert gallery.pending() == gallery.approved() == []
    with pytest.raises(KeyError):
        gallery.picture(name)
    with pytest.raises(KeyError):
        gallery.scene(name)


def test_each_door_opens_in_its_own_state_only(museum, picture) -> None:
    gallery = museum.open()
    waiting = gallery.keep(picture(), SENTENCE, "pt-BR")
    shown = gallery.keep(picture(), SENTENCE, "pt-BR")
    gallery.approve(shown)
    gallery.remove(waiting)
    gallery.reject(shown)
    gallery.approve(shown)
    gallery.approve("f" * 32)
    assert [scene.id for scene in gallery.pending()] == [waiting]
    assert [scene.id for scene in gallery.approved()] == [shown]


def test_numbers_by_day_and_over_all_days(museum, picture) -> None:
    gallery = museum.open()
    gallery.count(counters.VISITS)
    gallery.count(counters.wait(3.1), 2)
    museum.day += timedelta(days=2)
    gallery.count(counters.VISITS, 5)
    name = gallery.keep(picture(), SENTENCE, "pt-BR")
    gallery.approve(name)
    gallery.remove(name)
    told = gallery.counters(3)
    assert list(told) == [museum.day - timedelta(days=ago) for ago in (2, 1, 0)]
    assert list(told.values()) == [
        {"visits": 1, "wait.4": 2},
        {},
        {"visits": 5, "kept": 1, "approved": 1, "removed": 1},
    ]
    assert list(gallery.counters(1)) == [museum.day]
    assert totals(museum.folder)["visits"] == 6
    museum.close()
    assert totals(museum.folder)["visits"] == 6


def test_what_is_no_counter_is_refused(museum) -> None:
    gallery = museum.open()
    with pytest.raises(ValueError, match="not a counter"):
        gallery.count(SENTENCE)
    assert museum.says(SENTENCE) == []


def test_scenes_beyond_the_retention_go(museum, picture) -> None:
    gallery = museum.open()
    old = gallery.keep(picture(1), "velha", "pt-BR")
    waiting = gallery.keep(picture(2), "esperando", "pt-BR")
    gallery.approve(old)
    museum.day += timedelta(days=90)
    new = gallery.keep(picture(3), "nova", "pt-BR")
    gallery.prune()
    assert {scene.id for scene in gallery.pending()} == {waiting, new}
    museum.day += timedelta(days=1)
    gallery.prune()
    assert [scene.id for scene in gallery.pending()] == [new]
    assert gallery.approved() == []
    assert museum.names() == {f"{new}.png"}


def test_a_clock_without_a_battery_deletes_nothing(museum, picture) -> None:
    gallery = museum.open()
    name = gallery.keep(picture(), SENTENCE, "pt-BR")
    gallery.approve(name)
    right = museum.day
    museum.day = date(1970, 1, 1)
    gallery = museum.open()
    later = gallery.keep(picture(), SENTENCE, "pt-BR")
    assert gallery.scene(later).day == right
    museum.day = right + timedelta(days=1)
    gallery = museum.open()
    assert [scene.id for scene in gallery.approved()] == [name]
    assert [scene.id for scene in gallery.pending()] == [later]


def test_within_the_quota_the_oldest_make_room_first_those_that_wait(museum, picture) -> None:
    size = len(picture())
    gallery = museum.open(Limits(4 * size, 0, 90))
    names = [gallery.keep(picture(), str(number), "pt-BR") for number in range(4)]
    gallery.approve(names[0])
    gallery.approve(names[2])
    names += [gallery.keep(picture(), str(number), "pt-BR") for number in (4, 5)]
    assert [scene.id for scene in gallery.pending()] == names[4:]
    assert [scene.id for scene in gallery.approved()] == [names[2], names[0]]
    for name in names[4:]:
        gallery.approve(name)
    newest = gallery.keep(picture(), "6", "pt-BR")
    assert [scene.id for scene in gallery.pending()] == [newest]
    assert [scene.id for scene in gallery.approved()] == [names[5], names[4], names[2]]
    assert gallery.keep(bytes(5 * size), "beyond the quota", "pt-BR") is None
    assert [scene.id for scene in gallery.pending()] == [newest]


def test_a_smaller_quota_holds_at_the_next_start(museum, picture) -> None:
    gallery = museum.open()
    names = [gallery.keep(picture(), str(number), "pt-BR") for number in range(5)]
    gallery.approve(names[0])
    gallery = museum.open(Limits(2 * len(picture()), 0, 90))
    assert [scene.id for scene in gallery.pending()] == [names[4]]
    assert [scene.id for scene in gallery.approved()] == [names[0]]


def test_under_the_floor_nothing_is_kept_and_counting_goes_on(museum, picture) -> None:
    free = shutil.disk_usage(museum.folder.parent).free
    gallery = museum.open(Limits(10_000_000, 2 * free, 90))
    assert gallery.keep(picture(), SENTENCE, "pt-BR") is None
    assert museum.names() == set()
    assert museum.says(SENTENCE) == []
    gallery.count(counters.VISITS)
    assert gallery.counters(1)[museum.day] == {"visits": 1}


def test_a_disk_that_refuses_costs_the_scene_and_not_the_visit(
    museum, picture, monkeypatch, caplog
) -> None:
    gallery = museum.open()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.files.write_atomically", refuse)
    assert gallery.keep(picture(), SENTENCE, "pt-BR") is None
    assert "No space" in caplog.text
    assert SENTENCE not in caplog.text
    assert gallery.pending() == []


def test_only_one_kiosk_owns_the_folder(museum) -> None:
    museum.open()
    with pytest.raises(errors.GalleryInUse):
        type(museum)(museum.folder).open()
    museum.close()
    museum.open()


def test_a_folder_that_cannot_be_used_says_so(museum) -> None:
    museum.folder.parent.joinpath("gallery").write_text("a file, not a folder")
    with pytest.raises(errors.GalleryAbsent, match="gallery"):
        museum.open()


def test_only_this_user_reads_it(museum) -> None:
    museum.open()
    assert stat.S_IMODE(museum.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(museum.pictures.stat().st_mode) == 0o700
