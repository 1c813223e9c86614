"""The visitors' pages and dialogs, and what each of their controls does."""

from collections.abc import Callable
from dataclasses import replace

from kiosk import errors
from kiosk.prompts import lexicon
from kiosk.session.access import NAMES
from kiosk.session.machine import State
from kiosk.session.trouble import way_on
from kiosk.session.visit import Visit
from tests.kiosk.ui.deeds import (
    HELP,
    LANGUAGES,
    SCENE,
    SENTENCE,
    Does,
    Holds,
    Place,
    Still,
    at,
    elsewhere,
    goes,
    leads,
    offers,
    paints,
    shows,
    stand,
)
from tests.kiosk.ui.house import NOON, House

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


BLOCKED = errors.PromptBlocked(suggestion="um gaúcho na coxilha")

VISITORS: dict[str, Place] = {
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
}  # fmt: skip
