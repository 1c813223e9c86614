"""The PIN pad and the staff's pages, and what each of their controls does."""

from collections.abc import Callable

from kiosk.session.machine import State
from kiosk.ui.hours_model import STEP
from tests.kiosk.ui import stage
from tests.kiosk.ui.deeds import (
    LANGUAGES,
    SCENE,
    Does,
    Holds,
    Place,
    elsewhere,
    goes,
    offers,
    shows_not,
    stand,
)
from tests.kiosk.ui.house import GALLERY, House

# The staff's.


def more_dots(house: House) -> Holds:
    dots = house.door.dots
    return lambda: house.door.dots == dots + 1


def pad(house: House) -> Does:
    dots = house.door.dots
    return {
        **dict.fromkeys("0123456789", more_dots),
        "staff.pad.erase": lambda _: lambda: house.door.dots == dots - 1,
        "staff.pad.enter": lambda _: lambda: house.staff.role == "gallery",
        "staff.pad.cancel": lambda _: lambda: not house.door.asking,
    }


def asked(house: House) -> None:
    stand(house, State.SHOWING, SCENE)
    house.door.ask()
    for digit in GALLERY:
        house.door.digit(digit)


def behind(role: str, page: str = "") -> Callable[[House], None]:
    def come(house: House) -> None:
        house.empty()
        house.lie("portrait")
        while len(house.gallery.pending()) < 2:
            house.gallery.keep(stage.picture(), "um boi deixado", "pt-BR")
        for scene in house.gallery.approved():
            house.gallery.remove(scene.id)
        if page == "gallery":
            name = house.gallery.keep(stage.picture(), "uma ema no mural", "pt-BR")
            house.gallery.approve(str(name))
        house.let_in(role, page)
        if page in ("review", "gallery"):
            house.until(lambda: listed(house))

    return come


def listed(house: House) -> bool:
    """Whether the screen lists what there is."""
    shown, there = house.model.gallery, house.gallery
    return [row["id"] for row in (*shown.pending, *shown.approved)] == [
        scene.id for scene in (*there.pending(), *there.approved())
    ]


def opened(page: str) -> Callable[[House], Holds]:
    return lambda house: lambda: {
        house.say(f"staff.menu.{page}"), house.say("staff.menu.back")
    } <= {*house.texts(), *house.buttons()}  # fmt: skip


def pauses(house: House) -> Holds:
    was = house.staff.paused
    return lambda: house.staff.paused != was


def louder(by: int) -> Callable[[House], Holds]:
    def before(house: House) -> Holds:
        was = house.staff.volume
        return lambda: house.staff.volume == was + by

    return before


def menu(*pages: str) -> Callable[[House], Does]:
    def does(house: House) -> Does:
        volume = house.say("staff.menu.volume")
        return {
            **LANGUAGES, **{f"staff.menu.{page}": opened(page) for page in pages},
            "staff.leave": goes, "staff.menu.pause": pauses,
            f"{volume} +": louder(10), f"{volume} −": louder(-10),
        }  # fmt: skip

    return does


def page(own: Callable[[House], Does]) -> Callable[[House], Does]:
    back = offers("staff.leave")
    return lambda house: {**elsewhere(LANGUAGES), "staff.menu.back": back, **own(house)}


def approves(house: House) -> Holds:
    first = house.gallery.pending()[0].id
    return lambda: first in {scene.id for scene in house.gallery.approved()}


def reviewing(house: House) -> None:
    behind("gallery", "review")(house)
    # A scene is judged only when it has been looked at for a moment.
    house.until(lambda: house.say("ui.review.approve") in house.buttons())


def review(house: House) -> Does:
    return {"ui.review.approve": approves, "ui.review.reject": offers("ui.review.sure")}


def rejects(house: House) -> Holds:
    first = house.gallery.pending()[0].id
    return lambda: first not in {
        scene.id for scene in (*house.gallery.pending(), *house.gallery.approved())
    }


def hung(house: House) -> str:
    return house.gallery.approved()[0].sentence


def looked_at(house: House) -> None:
    behind("gallery", "gallery")(house)
    house.until(lambda: hung(house) in house.buttons())
    house.press(hung(house))


def asks_first(come: Callable[[House], None], key: str) -> Callable[[House], None]:
    def both(house: House) -> None:
        come(house)
        house.press(key)

    return both


def hours(house: House) -> Does:
    model = house.staff.hours_model
    day = model.days[0]

    def moved(end: str, by: int) -> Callable[[House], Holds]:
        def before(house: House) -> Holds:
            was = model.days[0][end]
            return lambda: model.days[0][end] != was

        return before

    week = {
        row["name"]: offers(house.say("staff.hours.close", day=row["name"])) for row in model.days
    }
    begin, end = house.say("staff.hours.begin"), house.say("staff.hours.end")
    return {
        **week,
        house.say("staff.hours.close", day=day["name"]):
            offers(house.say("staff.hours.open", day=day["name"])),
        f"{begin} +": moved("begin", STEP), f"{begin} −": moved("begin", -STEP),
        f"{end} +": moved("end", STEP), f"{end} −": moved("end", -STEP),
        "staff.hours.copy": lambda _: lambda: not model.always,
        "staff.hours.forget": lambda _: lambda: model.always,
    }  # fmt: skip


def bundles(house: House) -> Does:
    model = house.staff.bundle_model

    def another(house: House) -> Holds:
        before = model.rows[0]["name"]
        return lambda: not model.busy() and model.rows[0]["name"] != before

    # In this order: the second brings the embedded one back.
    return {
        "staff.bundles.back": another,
        "staff.bundles.use": another,
        "staff.bundles.sample": lambda _: lambda: not model.busy() and any(
            row["sample"] for row in model.rows
        ),
    }  # fmt: skip


def tests_again(house: House) -> Holds:
    return lambda: house.staff.selftest_model.busy()


def reads_again(house: House) -> Holds:
    def told(house: House) -> bool:
        return any("staff let in" in text for text in house.texts())

    return lambda: told(house)


GALLERY_PAGES = ("review", "gallery", "statistics", "hours")
INSTALLER_PAGES = (*GALLERY_PAGES, "bundles", "selftest", "log")

STAFF: dict[str, Place] = {
    "pad": Place(asked, pad),
    "staff, gallery": Place(behind("gallery"), menu(*GALLERY_PAGES)),
    "staff, installer": Place(behind("installer"), menu(*INSTALLER_PAGES)),
    "staff review": Place(reviewing, page(review)),
    "staff review, really": Place(
        asks_first(reviewing, "ui.review.reject"),
        page(lambda _: {"ui.review.approve": approves, "ui.review.sure": rejects}),
    ),
    "staff gallery": Place(
        behind("gallery", "gallery"), page(lambda house: {hung(house): offers("ui.hall.remove")})
    ),
    "staff gallery, one": Place(
        looked_at, page(lambda house: {hung(house): shows_not("ui.hall.remove"),
                                       "ui.hall.remove": offers("ui.review.sure")})
    ),
    "staff gallery, really": Place(
        asks_first(looked_at, "ui.hall.remove"),
        page(lambda house: {hung(house): shows_not("ui.review.sure"),
                            "ui.review.sure": lambda h: lambda: not h.gallery.approved()}),
    ),
    "staff statistics": Place(behind("gallery", "statistics"), page(lambda _: {})),
    "staff hours": Place(behind("gallery", "hours"), page(hours)),
    "staff bundles": Place(behind("installer", "bundles"), page(bundles)),
    "staff selftest": Place(
        behind("installer", "selftest"), page(lambda _: {"staff.selftest.again": tests_again})
    ),
    "staff log": Place(
        behind("installer", "log"), page(lambda _: {"staff.log.again": reads_again})
    ),
}  # fmt: skip
