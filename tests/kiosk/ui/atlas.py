"""Every page and dialog of the window, and what each of its controls does.

A control that stands in no table fails `test_everywhere.py`; so does one that is named here and is
not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk import errors
from kiosk.prompts import lexicon, path
from kiosk.session.access import NAMES
from kiosk.session.machine import Session, State
from kiosk.session.sentence import spoken
from kiosk.session.trouble import way_on
from kiosk.session.visit import Visit
from kiosk.ui.hours_model import STEP
from tests.kiosk.ui import stage
from tests.kiosk.ui.house import GALLERY, NOON, House

Holds = Callable[[], bool]
"""Whether a control has done what it is for."""
Does = dict[str, Callable[[House], Holds] | None]
"""By name, or key of the catalogue: called before the touch, for what holds after it. None where
the very control is touched on another page of the table.
"""

@dataclass(frozen=True)
class Still:
    """For a control that leaves every other there: the next can be touched at once.

    `moves`: they may stand a little elsewhere.
    """

    before: Callable[[House], Holds]
    moves: bool = False

    def __call__(self, house: House) -> Holds:
        return self.before(house)


SENTENCE = spoken("um boi")
SCENE = Visit(
    sentence=SENTENCE, picture=stage.picture(), finished=True, fraction=1.0, seed=3,
    prepared=path.prepare("um boi"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """`come` brings the house there from anywhere; `does` says what can be touched there."""

    come: Callable[[House], None]
    does: Callable[[House], Does]
    size: str = "portrait"


def stand(house: House, state: State, visit: Visit | None = None, *, size: str = "portrait",
          under: State | None = None, voice: bool = True) -> None:  # fmt: skip
    house.empty()
    house.lie(size)
    house.session.session = Session(state, under)
    house.session.visit = visit or Visit()
    house.session.present = {"painter": True, "listener": voice}
    house.session.microphone = voice
    house.session.clock.sign_of_life()
    house.model._mirror()


def at(state: State, **more: object) -> Callable[[House], None]:
    return lambda house: stand(house, state, **more)


# What a touch may bring about.


def leads(*pages: str) -> Callable[[House], Holds]:
    return lambda house: lambda: house.model.page in pages and not house.model.inviting


def paints(house: House) -> Holds:
    seed = house.session.visit.seed
    return lambda: (
        house.model.page in ("painting", "showing") and house.session.visit.seed != seed
    )


def goes(house: House) -> Holds:
    return lambda: house.model.page == "attract" and house.session.visit == Visit()


def speaks(code: str) -> Still:
    return Still(lambda house: lambda: house.model.language == code, moves=True)


def opens_panel(house: House) -> Holds:
    return lambda: bool(house.model.access.open)


def shows(*keys: str) -> Callable[[House], Holds]:
    return lambda house: lambda: {house.say(key) for key in keys} <= set(house.texts())


def offers(*names: str) -> Callable[[House], Holds]:
    return lambda house: lambda: {house.say(name) for name in names} <= set(house.buttons())


def shows_not(name: str) -> Callable[[House], Holds]:
    return lambda house: lambda: house.say(name) not in house.buttons()


# In this order: all else is looked for by its Portuguese name.
LANGUAGES: Does = {"Español": speaks("es"), "English": speaks("en"), "Português": speaks("pt-BR")}
HELP: Does = {"access.button": opens_panel}


def elsewhere(does: Does) -> Does:
    return dict.fromkeys(does)


# Visitors' pages.


def picks(chip: str) -> Still:
    def before(house: House) -> Holds:
        was = chip in house.session.visit.sentence.picked
        return lambda: (chip in house.session.visit.sentence.picked) != was

    return Still(before)


def on_shelf(shelf: str) -> list[lexicon.Chip]:
    return [chip for chip in lexicon.chips() if chip.embedded and chip.shelf == shelf]


def opens(shelf: str) -> Callable[[House], Holds]:
    first = on_shelf(shelf)[0].label.pt
    return lambda house: lambda: first in house.buttons()


def surprises(house: House) -> Holds:
    return lambda: bool(house.session.visit.sentence.picked) and not (
        house.session.visit.sentence.said
    )


def words(shelf: str) -> Callable[[House], Does]:
    def does(house: House) -> Does:
        all_shelves: Does = {
            **LANGUAGES, **HELP,
            **{f"ui.choose.{name}": opens(name) for name in house.model.shelves},
            "ui.choose.write": offers("ui.keyboard.done"),
            "ui.choose.surprise": surprises,
            "ui.choose.paint": paints,
            "ui.choose.speak": leads("listening", "confirm"),
        }  # fmt: skip
        first = shelf == house.model.shelves[0]
        return {
            **(all_shelves if first else elsewhere(all_shelves)),
            **{chip.label.pt: picks(chip.id) for chip in on_shelf(shelf)},
        }

    return does


def shelf(name: str) -> Callable[[House], None]:
    def come(house: House) -> None:
        stand(house, State.CHOOSE, Visit(sentence=SENTENCE))
        house.press(f"ui.choose.{name}")

    return come


def small_words(house: House) -> Does:
    """On ten inches a shelf has leaves; the languages are in the panel."""
    does, there = words("people")(house), house.names()
    for name in (*LANGUAGES, *(chip.label.pt for chip in on_shelf("people"))):
        if name not in there:
            del does[name]

    def turns(house: House) -> Holds:
        before = set(house.buttons())
        return lambda: set(house.buttons()) != before

    return {**does, "access.words.more": turns}


def draft(house: House) -> str:
    return next(text for text in house.texts() if text.endswith("|"))[:-1]


def types(change: Callable[[str], str]) -> Still:
    def before(house: House) -> Holds:
        expected = change(draft(house))
        return lambda: draft(house) == expected

    return Still(before)


def writes(house: House) -> Holds:
    text = draft(house)
    return lambda: house.model.sentence == text and house.say("ui.keyboard.done") not in (
        house.buttons()
    )


def keyboard(house: House) -> Does:
    letters = "qwertyuiopasdfghjklçzxcvbnm"
    if house.size != "ten-inch":
        letters += "áâãàéêíóôõú"
    does = {letter: types(lambda text, letter=letter: text + letter) for letter in letters}
    if house.size == "ten-inch":
        does["access.words.accents"] = offers("á", "ú", "access.words.letters")
    return {
        **does, **HELP,
        "access.words.comma": types(lambda text: text + ","),
        "access.words.hyphen": types(lambda text: text + "-"),
        "ui.keyboard.space": types(lambda text: text + " "),
        "ui.keyboard.erase": types(lambda text: text[:-1]),
        "ui.keyboard.done": writes,
    }  # fmt: skip


def accents(house: House) -> Does:
    """Whatever is typed, the letters come back."""
    does = elsewhere(keyboard(house))
    # They made room.
    for letter in "qwertyuiopç":
        del does[letter]
    del does["access.words.accents"]
    marked = {
        letter: types(lambda text, letter=letter: text + letter).before
        for letter in "áâãàéêíóôõú"
    }
    return {**does, **marked, "access.words.letters": offers("q", "p")}


def write(size: str, *, accented: bool = False) -> Callable[[House], None]:
    def come(house: House) -> None:
        stand(house, State.CHOOSE, Visit(sentence=SENTENCE), size=size)
        house.press("ui.choose.write")
        if accented:
            house.press(house.say("access.words.accents"))

    return come


def ends(house: House) -> Holds:
    return lambda: bool(house.session.visit.ending)


def keeps(house: House) -> Holds:
    return lambda: house.session.visit.keeping == "kept"


def varies(chip: str) -> Callable[[House], Holds]:
    def before(house: House) -> Holds:
        seed = house.session.visit.seed
        return lambda: (
            house.model.page in ("painting", "showing")
            and chip in house.session.visit.sentence.picked
            and house.session.visit.seed == seed
        )

    return before


def scene(house: House) -> Does:
    """`home` is at its end: its process is not there, and that is said."""
    keep: Does = {"ui.keep.offer": keeps}
    small = house.size == "ten-inch"
    proposed = {} if small else {
        chip["label"]: varies(chip["id"]) for chip in house.model.scene.variations
    }  # fmt: skip
    assert small or len(proposed) == 3
    return {
        **HELP, **proposed, **keep,
        "ui.scene.new": leads("choose"), "ui.scene.again": paints,
        "ui.scene.edit": leads("choose"), "ui.scene.done": goes,
        "ui.scene.home": shows("ui.home.title"),
    }  # fmt: skip


def showing(size: str) -> Callable[[House], None]:
    def come(house: House) -> None:
        stand(house, State.SHOWING, SCENE, size=size)
        house.session.home.ready = True
        house.model._mirror()

    return come


def take_home(status: str) -> Callable[[House], None]:
    def come(house: House) -> None:
        showing("portrait")(house)
        house.session.home.status = status
        house.session.home.url = "http://kiosk.local/" if status == "offered" else ""
        house.model._mirror()

    return come


def put_away(house: House) -> Holds:
    return lambda: house.session.home.status == "" and house.model.page == "showing"


def trouble(fault: errors.HeritageError, role: str, *, voice: bool = True) -> Place:
    again: Does = {
        "accept": {"ui.trouble.accept": paints},
        "speak": {"ui.trouble.speak": leads("listening", "confirm")},
        "paint": {"ui.trouble.again": paints},
        "": {},
    }[way_on(fault, role, voice)]
    visit = Visit(sentence=SENTENCE, fault=fault, role=role)
    return Place(
        at(State.TROUBLE, visit=visit, voice=voice),
        lambda _: {**HELP, **again, "ui.trouble.back": leads("choose")},
    )


def turned(name: str) -> Callable[[House], Holds]:
    def switched(house: House) -> bool:
        return next(row["on"] for row in house.model.access.switches if row["name"] == name)

    def before(house: House) -> Holds:
        was = switched(house)
        return lambda: switched(house) != was

    return before


def panel(house: House) -> Does:
    shown = [row["name"] for row in house.model.access.switches]
    assert set(NAMES) - set(shown) <= {"read_aloud"}
    switches: Does = {f"access.{name}": turned(name) for name in shown}
    return {**LANGUAGES, **switches, "access.close": lambda h: lambda: not h.model.access.open}


def over(come: Callable[[House], None], act: Callable[[House], None]) -> Callable[[House], None]:
    def both(house: House) -> None:
        come(house)
        act(house)

    return both


def invites(house: House) -> None:
    stand(house, State.INVITE, SCENE, under=State.SHOWING)


def night(house: House) -> None:
    house.empty()
    house.lie("portrait")
    house.staff.settings.change(hours={"tuesday": "09:00-17:00"})
    house.wall = NOON.replace(hour=21)
    house.model._tick()
    house.page("closed")


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
BLOCKED = errors.PromptBlocked(suggestion="um gaúcho na coxilha")

PLACES: dict[str, Place] = {
    "attract": Place(
        at(State.ATTRACT), lambda _: {**LANGUAGES, **HELP, "ui.attract.touch": leads("choose")}
    ),
    "degraded": Place(at(State.DEGRADED), lambda _: HELP),
    "closed": Place(night, lambda _: HELP),
    **{f"choose {name}": Place(shelf(name), words(name))
       for name in ("people", "animals", "plants", "things", "where", "when", "look")},
    "choose, ten inches": Place(
        at(State.CHOOSE, visit=Visit(sentence=SENTENCE), size="ten-inch"), small_words, "ten-inch"
    ),
    "keyboard": Place(write("portrait"), keyboard),
    "keyboard, ten inches": Place(write("ten-inch"), keyboard, "ten-inch"),
    "accents, ten inches": Place(write("ten-inch", accented=True), accents, "ten-inch"),
    "listening": Place(
        at(State.LISTENING, visit=Visit(role="listener")),
        lambda _: {**HELP, "ui.speak.finish": ends, "ui.speak.cancel": leads("choose")},
    ),
    "confirm": Place(
        at(State.CONFIRM, visit=Visit(sentence=SENTENCE, heard=True)),
        lambda _: {**HELP, "ui.confirm.paint": paints, "ui.confirm.edit": leads("choose"),
                   "ui.confirm.again": leads("listening", "confirm")},
    ),
    "painting": Place(
        at(State.PAINTING, visit=replace(SCENE, finished=False, fraction=0.4)),
        lambda _: {**HELP, "ui.painting.cancel": leads("choose")},
    ),
    "showing": Place(showing("portrait"), scene),
    "showing, ten inches": Place(showing("ten-inch"), scene, "ten-inch"),
    **{f"home {status}": Place(take_home(status), lambda _: {"ui.home.back": put_away})
       for status in ("offered", "printed", "failed")},
    "blocked": trouble(BLOCKED, "painter"),
    "not understood": trouble(errors.NothingUnderstood(), "listener"),
    "painter lost": trouble(errors.PainterFault(reason=""), "painter"),
    "no microphone": trouble(errors.MicrophoneAbsent(reason=""), "listener", voice=False),
    "invite": Place(
        invites, lambda _: {"ui.invite.stay": leads("showing"), "ui.invite.leave": goes}
    ),
    "panel": Place(
        over(at(State.CHOOSE, visit=Visit(sentence=SENTENCE)),
             lambda house: house.model.access.show(True)), panel
    ),
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
# Shelves and keyboards differ in what they hold, not in how they lie.
UNLIKE = [
    name for name in PLACES
    if name in ("choose people", "home failed")
    or not name.startswith(("choose ", "accents", "home "))
]  # fmt: skip
