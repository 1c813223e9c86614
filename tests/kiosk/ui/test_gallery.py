"""The wall, leaving a scene for it, and the staff's pages, each with the real gallery behind it."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk import catalogue, config, errors
from kiosk.gallery import archive, counters, local
from kiosk.gallery.limits import Limits
from kiosk.gallery.store import Gallery
from kiosk.prompts import rules
from kiosk.session.keeping import Keeper
from kiosk.session.machine import Session, State
from kiosk.session.sentence import spoken
from kiosk.session.visit import Visit
from kiosk.ui import app, tallies
from tests.kiosk.ui.alone import MM, Alone

TODAY = date(2026, 12, 1)
SIZES = [(1080, 1920), (1920, 1080), (1024, 600)]
STAFF = ("StaffReview", "StaffGallery", "StaffStatistics")


def png(red: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (32, 32), (red, 40, 40)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path / "gallery", Limits(10**7, 0, 90), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def alone(qapp, gallery: Gallery) -> Iterator[object]:
    app.load_fonts()
    with ExitStack() as opened:

        def open_(name: str, *size: int, **more: object) -> Alone:
            one = Alone(name, gallery, *size, **more)
            opened.callback(one.close)
            return one

        yield open_


def kept(gallery: Gallery, *reds: int) -> list[str]:
    return [str(gallery.keep(png(red), f"cena {red}", "pt-BR")) for red in reds]


def hang(gallery: Gallery, *reds: int) -> list[str]:
    names = kept(gallery, *reds)
    for name in names:
        gallery.approve(name)
    return names


def wall(alone, **more: object) -> Alone:
    made = alone("Mural", 1080, 1920, **more)
    made.until(lambda: made.page("source") != "")
    return made


def test_while_nothing_is_approved_the_archive_hangs(alone, gallery) -> None:
    kept(gallery, 200)
    mural = wall(alone, extra="pause: 60")
    seen = set()
    mural.until(lambda: seen.add(mural.page("sentence")) or len(seen) == len(archive.scenes()))
    assert seen == {scene.sentence["pt-BR"] for scene in archive.scenes()}
    assert catalogue.text("ui.label") in mural.texts_seen()


def test_only_approved_scenes_hang_in_turn_with_sentence_and_label(alone, gallery) -> None:
    hang(gallery, 200, 120)
    kept(gallery, 60)
    mural = wall(alone, extra="pause: 120; side: 900")
    seen: dict[str, int] = {}

    def look() -> bool:
        QTest.qWait(40)
        picture = mural.window.grabWindow()
        seen.setdefault(str(mural.page("sentence")), picture.pixelColor(500, 520).red())
        return len(seen) == 2

    mural.until(look)
    assert seen == {"cena 200": 200, "cena 120": 120}


def test_it_never_hangs_where_the_one_before_hung_and_is_dimmed_at_last(alone, gallery) -> None:
    hang(gallery, 200, 120)
    mural = wall(alone, extra="pause: 50; lampMs: 300")
    assert not mural.page("dimmed")
    places = set()
    mural.until(lambda: places.add(mural.frame_place()) or len(places) >= 6)
    assert len({x for x, _ in places}) >= 5
    mural.until(lambda: bool(mural.page("dimmed")))


def test_a_scene_taken_off_the_wall_is_not_shown_again(alone, gallery) -> None:
    gone, stays = hang(gallery, 200, 120)
    mural = wall(alone, extra="pause: 50")
    gallery.remove(gone)
    assert gallery.approved()[0].id == stays
    mural.until(lambda: mural.page("sentence") == "cena 120")
    for _ in range(10):
        QTest.qWait(30)
        assert mural.page("sentence") == "cena 120"


def test_the_plate_follows_the_language(alone, gallery) -> None:
    mural = wall(alone)
    told = {scene.sentence["pt-BR"]: scene.sentence["en"] for scene in archive.scenes()}
    before = str(mural.page("sentence"))
    mural.model.speak("en")
    assert mural.page("sentence") == told[before]


@pytest.mark.parametrize("state", [State.ATTRACT, State.DEGRADED])
def test_the_wall_hangs_where_nobody_is_and_where_the_painter_is_away(screen, state) -> None:
    screen.session.session = Session(state)
    screen.model._mirror()
    screen.until(lambda: catalogue.text("ui.label") in screen.texts())
    assert set(screen.texts()) & {scene.sentence["pt-BR"] for scene in archive.scenes()}


def showing(screen, gallery: Gallery | None) -> None:
    screen.session.keeper = Keeper(gallery, screen.model._gallery.clerk, offered=True)
    screen.session.session = Session(State.SHOWING)
    screen.session.visit = Visit(sentence=spoken("um boi"), picture=png(200), finished=True)
    screen.model._mirror()
    QTest.qWait(40)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_a_visitor_leaves_a_scene_and_is_told_who_looks_first(screen, gallery, size) -> None:
    screen.turn(*size)
    showing(screen, gallery)
    assert screen.text("ui.keep.hint") in screen.texts()
    screen.press("ui.keep.offer")
    screen.until(lambda: screen.model.keeping == "kept")
    QTest.qWait(30)
    assert screen.text("ui.keep.kept") in screen.texts()
    assert screen.text("ui.keep.offer") not in screen.buttons()
    (scene,) = gallery.pending()
    assert scene.sentence == "um boi"
    screen.press("ui.scene.done")
    assert screen.session.visit == Visit()
    assert screen.model.keeping == ""


def test_on_a_full_disk_the_scene_is_not_kept_and_that_is_said(screen, tmp_path: Path) -> None:
    full = Gallery(tmp_path / "full", Limits(10**7, 10**15, 90), lambda: TODAY)
    showing(screen, full)
    screen.press("ui.keep.offer")
    screen.until(lambda: screen.model.keeping == "refused")
    QTest.qWait(30)
    assert screen.text("ui.keep.refused") in screen.texts()
    assert screen.session.visit.picture == png(200), "the scene is still on the screen"
    full.close()


def test_without_a_gallery_nothing_is_offered_and_nothing_is_said_to_be_kept(screen) -> None:
    assert screen.text("ui.attract.private") in screen.texts()
    showing(screen, None)
    assert screen.text("ui.keep.offer") not in screen.buttons()
    assert screen.text("ui.keep.hint") not in screen.texts()


def judge(page: Alone, key: str) -> None:
    """A scene is judged only when it has been looked at for a moment."""
    page.until(lambda: page.texts[key] in page.buttons())
    page.press(key)


def test_a_second_touch_judges_no_scene_that_nobody_has_looked_at(alone, gallery) -> None:
    first, second, third = kept(gallery, 200, 120, 60)
    page = alone("StaffReview", 1920, 1080)
    page.until(lambda: "cena 200" in page.texts_seen())
    judge(page, "ui.review.reject")
    approve = page.buttons()[page.texts["ui.review.approve"]]
    for _ in range(2):
        place = QPoint(int(approve.x + 20), int(approve.y + 20))
        QTest.mouseClick(page.window, Qt.MouseButton.LeftButton, pos=place)
        page.until(lambda: "cena 120" in page.texts_seen())
    assert [scene.id for scene in gallery.approved()] == [first]
    # What was asked about the first is not asked about the second.
    page.until(lambda: page.texts["ui.review.approve"] in page.buttons())
    assert page.texts["ui.review.sure"] not in page.buttons()
    page.press("ui.review.reject")
    assert [scene.id for scene in gallery.pending()] == [second, third]


def test_another_scene_is_asked_about_anew(alone, gallery) -> None:
    hang(gallery, 200, 120)
    page = alone("StaffGallery", 1080, 1920)
    page.until(lambda: "cena 120" in page.buttons())
    page.press("cena 120")
    page.press("ui.hall.remove")
    page.press("cena 200")
    assert page.texts["ui.review.sure"] not in page.buttons()
    page.press("ui.hall.remove")
    assert len(gallery.approved()) == 2


def test_review_shows_the_oldest_first_and_approves_or_deletes(alone, gallery) -> None:
    first, second, third = kept(gallery, 200, 120, 60)
    page = alone("StaffReview", 1920, 1080)
    page.until(lambda: "cena 200" in page.texts_seen())
    assert page.texts["ui.review.waiting"].replace("{count}", "3") in page.texts_seen()
    assert page.window.grabWindow().pixelColor(450, 540).red() == 200
    judge(page, "ui.review.approve")
    page.until(lambda: "cena 120" in page.texts_seen())
    assert [scene.id for scene in gallery.approved()] == [first]
    judge(page, "ui.review.reject")
    assert len(gallery.pending()) == 2
    page.press("ui.review.sure")
    page.until(lambda: "cena 60" in page.texts_seen())
    assert [scene.id for scene in gallery.pending()] == [third]
    with pytest.raises(KeyError):
        gallery.scene(second)
    judge(page, "ui.review.approve")
    page.until(lambda: page.texts["ui.review.none"] in page.texts_seen())
    assert page.buttons() == {}


def test_the_gallery_lists_what_hangs_and_takes_it_off_after_a_second_touch(alone, gallery) -> None:
    names = hang(gallery, 200, 120, 60)
    kept(gallery, 20)
    page = alone("StaffGallery", 1080, 1920)
    page.until(lambda: "cena 60" in page.buttons())
    assert set(page.buttons()) == {"cena 200", "cena 120", "cena 60"}
    page.press("cena 120")
    page.press("ui.hall.remove")
    assert len(gallery.approved()) == 3
    page.press("ui.review.sure")
    page.until(lambda: "cena 120" not in page.buttons())
    assert [scene.id for scene in gallery.approved()] == [names[2], names[0]]


def test_statistics_are_the_numbers_of_the_store(alone, gallery) -> None:
    gallery.count(counters.VISITS, 7)
    gallery.count(counters.SCENES, 11)
    gallery.count(counters.wait(5.0), 3)
    gallery.count(counters.words("violence"), 2)
    gallery.count(counters.words("regra-do-museu"))
    gallery.count(counters.words(None), 90)
    hang(gallery, 200)
    page = alone("StaffStatistics", 1080, 1920)
    page.until(lambda: "7" in page.texts_seen())
    said = page.texts_seen()
    for label in ("Visitas", "Cenas pintadas", "Até 8 s", "Violência", "regra-do-museu", "1/12"):
        assert label in said
    assert {"7", "11", "3", "2", "1"} <= set(said)
    assert "90" not in said
    bars = {bar.text: bar for bar in page.seen() if bar.text in ("Violência", "regra-do-museu")}
    assert bars["Violência"].y < bars["regra-do-museu"].y


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_every_counter_of_the_shipped_rules_has_a_name(language: str) -> None:
    names = [counters.words(rule.category) for rule in rules.read(rules.chosen()).rule]
    told = tallies.told({TODAY: dict.fromkeys(names, 1)}, language)
    labels = [row["label"] for row in told["words"]]
    assert len(labels) == len(set(names))
    assert not {counters.category(name) for name in names} & set(labels)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STAFF)
def test_everything_to_touch_is_20_mm_and_inside(alone, gallery, name: str, size) -> None:
    hang(gallery, *range(40, 60))
    kept(gallery, 200, 201)
    page = alone(name, *size, millimetre=MM)
    page.until(lambda: bool(page.model.pending))
    if name == "StaffGallery":
        page.press("cena 59")
    for button in page.seen():
        if button.pressable:
            assert button.width >= 20 * MM, button
            assert button.height >= 20 * MM, button
            assert button.x >= 0, button
            assert button.x + button.width <= size[0] + 1, button
            # The scenes of the gallery scroll, and are cut off by its edge.
            if not button.name.startswith("cena"):
                assert button.y + button.height <= size[1] + 1, button


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("name", [*STAFF, "Mural"])
def test_pages_without_a_gallery_or_with_an_empty_one(qapp, name: str, language: str) -> None:
    page = Alone(name, None, language=language)
    for size in SIZES:
        page.window.resize(*size)
        QTest.qWait(20)
    assert page.buttons() == {}
    page.close()


def test_a_gallery_that_cannot_be_opened_costs_the_wall_and_not_the_kiosk(caplog) -> None:
    folder = local.folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where a folder should be")
    assert app.open_gallery(config.KioskConfig()) is None
    assert str(folder) in caplog.text
    with pytest.raises(errors.GalleryAbsent):
        local.opened(config.KioskConfig())
