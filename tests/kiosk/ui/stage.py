"""Puts the real window on each of its pages, and says what stands where on it."""

import io
from collections.abc import Callable
from dataclasses import replace

import msgspec
from PIL import Image
from PySide6.QtQml import QQmlExpression
from PySide6.QtTest import QTest

from kiosk import errors
from kiosk.prompts import lexicon, path
from kiosk.session.machine import Session, State
from kiosk.session.sentence import LONGEST, of_chips, spoken
from kiosk.session.visit import Visit

SENTENCE = of_chips([lexicon.chip("gaucho"), lexicon.chip("coxilha")])
LONG = spoken(("um gaúcho tomando chimarrão ao lado do cavalo crioulo na coxilha, " * 3)[:LONGEST])
# A screen's pixels and pixels per millimetre.
SIZES = {
    "portrait": (1080, 1920, 2.017),
    "landscape": (1920, 1080, 2.017),
    "four-k": (3840, 2160, 4.034),
    "ten-inch": (1024, 600, 4.673),
}
WALK = """(function () {
    let layer = contentItem;
    const inks = item => item.contentWidth !== undefined && typeof item.text === "string";
    function find(item) {
        if (!item.visible) return;
        if (item.modal === true) layer = item;
        for (const child of item.children) find(child);
    }
    find(contentItem);
    const found = [];
    function walk(item, holder, opacity) {
        if (!item.visible) return;
        const solid = opacity * item.opacity;
        const presses = item.press !== undefined && item.down !== undefined;
        if (presses || inks(item)) {
            let x = 0, y = 0, width = item.width, height = item.height;
            if (inks(item)) {
                const across = item.horizontalAlignment, down = item.verticalAlignment;
                width = item.contentWidth;
                height = item.contentHeight;
                x = across === 4 ? (item.width - width) / 2 : across === 2 ? item.width - width : 0;
                y = down === 128 ? (item.height - height) / 2 : 0;
            }
            const place = item.mapToItem(null, x, y);
            found.push({
                name: presses ? item.name : "", text: presses ? "" : item.text,
                holder: holder, pressable: presses, enabled: item.enabled && solid > 0.9,
                focused: presses && item.activeFocus && item.ringed,
                cut: inks(item) && (item.truncated || item.contentHeight > item.height + 2
                                    || item.contentWidth > item.width + 2),
                letters: inks(item) ? item.font.pixelSize : 0,
                colour: inks(item) ? item.color.toString() : "",
                x: place.x, y: place.y, width: width, height: height
            });
        }
        const inner = presses ? found.length - 1 : holder;
        for (const child of item.children) walk(child, inner, solid);
    }
    walk(layer, -1, 1);
    return JSON.stringify(found);
})()"""


# Opens or closes the keyboard of the page of words.
KEYBOARD = """(function find(item) {
    if (item.write && item.bar !== undefined) item.%s;
    else for (const child of item.children) find(child);
})(contentItem)"""


class Spot(msgspec.Struct, frozen=True):
    """A control or a text on the topmost layer, in the window's pixels.

    `holder` is the index of the control that a text belongs to, -1 for none; a text's place is
    where its letters are.
    """

    name: str
    text: str
    holder: int
    pressable: bool
    enabled: bool
    focused: bool
    cut: bool
    letters: float
    colour: str
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Spot", slack: float = 1.0) -> bool:
        return (
            self.x + slack < other.x + other.width
            and other.x + slack < self.x + self.width
            and self.y + slack < other.y + other.height
            and other.y + slack < self.y + self.height
        )

    def inside(self, width: float, height: float) -> bool:
        across = self.x >= -1 and self.x + self.width <= width + 1
        return across and self.y >= -1 and self.y + self.height <= height + 1


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 40, 40)).save(data, "PNG")
    return data.getvalue()


def _noticed(notice: str) -> path.Prepared:
    return msgspec.structs.replace(path.prepare("um boi"), notice=notice)


def pages(long: bool = False) -> dict[str, tuple[Session, Visit]]:
    """Each page by name; `long` with the longest that a visitor may say and the kiosk answer."""
    sentence = LONG if long else SENTENCE
    some = Visit(sentence=sentence)
    done = replace(some, picture=picture(), finished=True, fraction=1.0)
    blocked = errors.PromptBlocked(suggestion="um gaúcho na coxilha ao entardecer")
    sad = _noticed("prompts.notice.self_harm")
    return {
        "attract": (Session(State.ATTRACT), Visit()),
        "choose": (Session(State.CHOOSE), some),
        "listening": (
            Session(State.LISTENING),
            replace(some, caption=LONG.text if long else "", clipped=long),
        ),
        "confirm": (Session(State.CONFIRM), replace(some, heard=True)),
        "painting": (Session(State.PAINTING), replace(some, picture=picture(), fraction=0.4)),
        "showing": (
            Session(State.SHOWING),
            replace(done, prepared=_noticed("prompts.notice.degola_shown")),
        ),
        "trouble": (
            Session(State.TROUBLE),
            replace(some, fault=errors.NothingUnderstood(), role="listener"),
        ),
        "blocked": (Session(State.TROUBLE), replace(some, fault=blocked, prepared=sad)),
        "invite": (Session(State.INVITE, under=State.SHOWING), done),
        "degraded": (Session(State.DEGRADED), Visit()),
        "panel": (Session(State.CHOOSE), some),
        "keyboard": (Session(State.CHOOSE), some),
    }


NAMES = tuple(pages())


def evaluate(screen, source: str) -> object:
    """A QML expression in the window's scope. Its value must not be an item."""
    found = QQmlExpression(screen.engine.rootContext(), screen.window, source)
    value = found.evaluate()[0]
    assert not found.hasError(), found.error().toString()
    return value


def spots(screen) -> list[Spot]:
    return msgspec.json.decode(evaluate(screen, WALK), type=list[Spot])


def settle(screen) -> list[Spot]:
    """What stands where once nothing moves any more."""
    before: list[Spot] = []
    same = 0
    for _ in range(80):
        QTest.qWait(8)
        now = spots(screen)
        # A busy machine may not have laid out between two looks.
        same = same + 1 if now == before else 0
        if same == 2:
            return now
        before = now
    raise AssertionError("the page does not come to rest")


def controls(screen) -> dict[str, Spot]:
    return {spot.name: spot for spot in settle(screen) if spot.pressable and spot.enabled}


def show(screen, name: str, *, long: bool = False) -> list[Spot]:
    """Put the window on page `name`."""
    screen.model.access.show(name == "panel")
    screen.session.session, screen.session.visit = pages(long)[name]
    screen.session.present = {"painter": True, "listener": True}
    screen.session.clock.sign_of_life()
    screen.model._mirror()
    QTest.qWait(15)
    evaluate(screen, KEYBOARD % ("write()" if name == "keyboard" else "editing = false"))
    return settle(screen)


def turn(screen, size: str) -> tuple[int, int, float]:
    width, height, per_mm = SIZES[size]
    screen.window.setProperty("pixelsPerMm", per_mm)
    screen.turn(width, height)
    return width, height, per_mm


def switch(screen, *names: str) -> None:
    """Leave exactly these accessibility switches on."""
    for entry in screen.model.access.switches:
        if entry["on"] != (entry["name"] in names):
            screen.model.access.toggle(entry["name"])


def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        QTest.qWait(10)
    raise AssertionError
