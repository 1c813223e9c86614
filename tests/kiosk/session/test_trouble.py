"""Every failure has a sentence for visitors, in every language, and the right way on."""

import pytest

from kiosk import catalogue, errors
from kiosk.session.trouble import sentence_key, way_on


def leaves(kind: type[errors.HeritageError]) -> list[type[errors.HeritageError]]:
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [kind]


@pytest.mark.parametrize("kind", leaves(errors.HeritageError))
@pytest.mark.parametrize("role", ["painter", "listener"])
def test_every_failure_has_a_kind_sentence(kind: type[errors.HeritageError], role: str) -> None:
    key = sentence_key(kind(suggestion="x"), role)
    for language in catalogue.LANGUAGES:
        assert key in catalogue.keys(language)


def test_a_blocked_scene_offers_another() -> None:
    assert way_on(errors.PromptBlocked(suggestion="uma ema"), "painter", True) == "accept"


def test_without_a_microphone_speaking_is_not_offered() -> None:
    assert way_on(errors.NothingUnderstood(), "listener", False) == ""
    assert way_on(errors.NothingUnderstood(), "listener", True) == "speak"
    assert way_on(errors.MicrophoneAbsent(reason="x"), "listener", True) == ""


def test_a_lost_painter_is_asked_again() -> None:
    assert way_on(errors.WorkerAbsent(role="painter", socket="s"), "painter", False) == "paint"
