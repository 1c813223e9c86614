"""What the pages say of a session, in the visitor's language. No Qt."""

from kiosk import catalogue, errors
from kiosk.prompts import glossary, lexicon
from kiosk.session.trouble import WayOn, sentence_key, way_on
from kiosk.session.visit import Visit


def languages() -> list[dict[str, str]]:
    """Each language by its code and its own name."""
    return [
        {"code": code, "name": catalogue.text("ui.language", code)}
        for code in catalogue.LANGUAGES
    ]


def chips(language: str) -> list[dict[str, str]]:
    """The chips that the bundle can paint: id, shelf, label."""
    return [
        {"id": chip.id, "shelf": chip.shelf, "label": chip.label.text(language)}
        for chip in lexicon.chips()
        if chip.embedded
    ]


def shelves() -> list[str]:
    """Where the chips lie that can be tapped, in screen order."""
    filled = {chip.shelf for chip in lexicon.chips() if chip.embedded}
    return [shelf for shelf in lexicon.SHELVES if shelf in filled]


def known_words(text: str) -> list[str]:
    """Words of a sentence that the glossary knows, each once."""
    found = (match.heard for match in glossary.find(text) if match.term.gloss is not None)
    return list(dict.fromkeys(found))


def repairs(visit: Visit, language: str) -> list[str]:
    """What was written in place of what was heard, a sentence each."""
    return [
        catalogue.text("ui.confirm.repaired", language, heard=heard, written=written)
        for heard, written in visit.repaired
    ]


def note(visit: Visit, language: str) -> str:
    """What was changed or not understood in the sentence; "" where nothing was."""
    prepared = visit.prepared
    if prepared is None:
        return ""
    if prepared.notice:
        return catalogue.text(prepared.notice, language)
    return catalogue.text("ui.scene.unknown", language) if prepared.unknown else ""


def trouble(visit: Visit, language: str) -> str:
    """What went wrong; "" where nothing did."""
    if visit.fault is None:
        return ""
    key = sentence_key(visit.fault, visit.role)
    if isinstance(visit.fault, errors.PromptBlocked) and visit.prepared:
        key = visit.prepared.notice or key
    return catalogue.text(key, language)


def suggestion(visit: Visit) -> str:
    """The sentence offered instead of one that is better not painted."""
    fault = visit.fault
    return str(fault.values["suggestion"]) if isinstance(fault, errors.PromptBlocked) else ""


def retry(visit: Visit, voice_ready: bool) -> WayOn:
    """What can be done about the trouble; nothing where there is none."""
    return way_on(visit.fault, visit.role, voice_ready) if visit.fault else ""
