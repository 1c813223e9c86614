"""What is read aloud: each page as it comes, percents, and what the visitor changed. Pure."""

from dataclasses import dataclass
from typing import Final

from kiosk import catalogue
from kiosk.session.machine import State
from kiosk.speech.narrator import Utterance

MILESTONES: Final = (25, 50, 75)
SAID_IN: Final = "pt-BR"
"""Visitors' sentences are Portuguese, whatever language the screen speaks."""

_PAGES: Final = {
    State.ATTRACT: ("ui.attract.title", "ui.attract.body", "access.aloud.attract"),
    State.CHOOSE: ("ui.choose.title", "access.aloud.choose"),
    State.CONFIRM: ("ui.confirm.title", "*", "access.aloud.confirm"),
    State.PAINTING: ("ui.painting.title", "*", "access.aloud.painting"),
    State.SHOWING: ("access.aloud.showing", "*", "ui.label", "*note", "access.aloud.showing_do"),
    State.TROUBLE: ("*trouble", "*suggestion", "access.aloud.trouble"),
    State.INVITE: ("ui.invite.title", "ui.invite.body"),
    State.DEGRADED: ("ui.degraded.title", "ui.degraded.body"),
    State.CLOSED: ("*closed",),
}
"""Catalogue keys by page; `*` is the sentence, `*name` another field of the view.

LISTENING is missing: the microphone would hear the kiosk instead of the visitor, so what to do
there is said before. STAFF is missing: nobody is there to be read to.
"""


@dataclass(frozen=True)
class View:
    """What the screen shows, as far as it is read. Texts are in `language`, sentences are not."""

    page: str = State.ATTRACT
    inviting: bool = False
    language: str = catalogue.DEFAULT
    sentence: str = ""
    suggestion: str = ""
    trouble: str = ""
    note: str = ""
    closed: str = ""
    percent: int = 0


def describe(view: View) -> list[Utterance]:
    """The page in words: what it is, what it says, what can be done."""
    keys = _PAGES.get(State.INVITE if view.inviting else State(view.page), ())
    said = [_part(key, view) for key in keys]
    if view.page == State.CHOOSE and view.sentence and not view.inviting:
        said.append(Utterance(view.sentence, SAID_IN))
    return [part for part in said if part.text]


def _part(key: str, view: View) -> Utterance:
    match key:
        case "*":
            return Utterance(view.sentence, SAID_IN)
        case "*suggestion":
            return Utterance(view.suggestion, SAID_IN)
        case "*note" | "*trouble" | "*closed":
            return Utterance(getattr(view, key[1:]), view.language)
    return Utterance(catalogue.text(key, view.language).replace("\n", " "), view.language)


def changes(before: View | None, now: View) -> tuple[bool, list[Utterance]]:
    """What to say now that the screen went from `before` to `now`, and whether it cuts in."""
    if before is None or _place(before) != _place(now):
        return True, describe(now)
    passed = [step for step in MILESTONES if before.percent < step <= now.percent]
    if now.page == State.PAINTING and passed:
        words = catalogue.text("ui.painting.progress", now.language, percent=passed[-1])
        return False, [Utterance(words, now.language)]
    if now.page == State.CHOOSE and now.sentence != before.sentence:
        if now.sentence:
            return True, [Utterance(now.sentence, SAID_IN)]
        return True, [Utterance(catalogue.text("ui.choose.empty", now.language), now.language)]
    return False, []


def may_speak(view: View | None) -> bool:
    """Whether the voice may be heard on this page."""
    return view is None or view.inviting or State(view.page) in _PAGES


def control(name: str, chosen: bool | None, language: str) -> Utterance:
    """A control that the keys have reached. `chosen` is None where it cannot be chosen."""
    if chosen is None:
        return Utterance(name, language)
    key = "access.aloud.chosen" if chosen else "access.aloud.not_chosen"
    return Utterance(catalogue.text(key, language, name=name), language)


def _place(view: View) -> tuple[str, bool, str]:
    return view.page, view.inviting, view.language
