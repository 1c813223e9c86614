"""What a control may bring about, and where it stands: the words of the atlas."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.prompts import path
from kiosk.session.machine import Session, State
from kiosk.session.sentence import spoken
from kiosk.session.visit import Visit
from tests.kiosk.ui import stage
from tests.kiosk.ui.house import House

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
