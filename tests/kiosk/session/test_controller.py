"""The controller against workers that speak the real protocol."""

import pytest

from kiosk import errors
from kiosk.prompts import path, translate
from kiosk.session.controller import ABSENCE_S, BRUSH_S
from kiosk.session.idle import COUNTDOWN_S, QUIET_S
from kiosk.session.machine import Event, State
from kiosk.session.visit import Visit


def at(bench, state: State):
    return lambda: bench.controller.session.state is state


def ready(bench, *roles: str) -> None:
    bench.controller.open()
    bench.until(lambda: all(bench.controller.present[role] for role in roles))


def test_a_visit_by_voice(bench) -> None:
    bench.worker("painter")
    bench.worker("listener")
    ready(bench, "painter", "listener")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.happen(Event.SPEAK)
    bench.until(lambda: controller.visit.speech)
    controller.happen(Event.END_SPEECH)
    bench.until(at(bench, State.CONFIRM))
    assert controller.visit.sentence.text == "Um gaúcho na coxilha ao entardecer"
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))
    assert controller.visit.finished
    assert sorted(set(bench.seen)) == [step / 8 for step in range(9)]
    assert controller.visit.prepared is not None
    controller.happen(Event.RESET)
    assert controller.visit == Visit()


def test_a_bundle_that_reads_english_is_asked_in_english(bench) -> None:
    bench.worker("painter", "english")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.tap("prenda")
    portuguese = controller.visit.sentence.text
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))
    prepared = controller.visit.prepared
    assert prepared is not None
    assert prepared.final_prompt != portuguese
    english = path.prepare(portuguese, prompt_language="en", translator=translate.engine())
    assert prepared == english


def test_a_defect_of_ours_is_told_and_a_visitor_may_go_on(bench, monkeypatch, caplog) -> None:
    bench.worker("painter")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.write("um boi de Itaqui")

    def broken(text: str, **_: object) -> None:
        raise IndexError(text)

    with monkeypatch.context() as patch:
        patch.setattr(path, "prepare", broken)
        controller.happen(Event.PAINT)
        bench.until(at(bench, State.TROUBLE))
    assert isinstance(controller.visit.fault, errors.PainterFault)
    assert "IndexError" in caplog.text
    assert "test_controller.py" in caplog.text
    assert "Itaqui" not in caplog.text
    assert controller.visit.sentence.text == "um boi de Itaqui"
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))


def test_cancel_leaves_the_sentence_and_stops_the_painter(bench) -> None:
    bench.worker("painter", "slow")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.surprise()
    text = controller.visit.sentence.text
    controller.happen(Event.PAINT)
    bench.until(lambda: controller.visit.fraction > 0)
    controller.happen(Event.CANCEL)
    assert controller.session.state is State.CHOOSE
    assert controller.visit.sentence.text == text
    assert not controller.busy()
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))


def test_a_painter_that_dies_costs_a_kind_sentence_not_the_visit(bench) -> None:
    first = bench.worker("painter", "dies")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.surprise()
    text = controller.visit.sentence.text
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.TROUBLE))
    assert isinstance(controller.visit.fault, errors.WorkerAbsent)
    assert controller.visit.sentence.text == text
    first.wait(5)
    bench.until(lambda: not controller.present["painter"])
    bench.worker("painter")
    bench.until(lambda: controller.present["painter"])
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))


def test_without_a_microphone_talking_is_no_longer_offered(bench) -> None:
    bench.worker("listener", "deaf")
    ready(bench, "listener")
    controller = bench.controller
    assert controller.voice_ready
    controller.happen(Event.TOUCH)
    controller.happen(Event.SPEAK)
    bench.until(at(bench, State.TROUBLE))
    assert not controller.voice_ready
    controller.happen(Event.SPEAK)
    assert controller.session.state is State.TROUBLE
    controller.happen(Event.BACK)
    assert controller.session.state is State.CHOOSE


def test_a_microphone_is_missed_and_found_again_while_nobody_is_there(bench) -> None:
    bench.worker("painter", "slow")
    bench.worker("listener", "patient")
    ready(bench, "painter", "listener")
    controller = bench.controller
    assert controller.voice_ready
    # The painter paints for the chips meanwhile: that keeps nobody from asking the listener.
    bench.seconds += BRUSH_S
    bench.until(lambda: controller.tick() or controller.chips.painting)
    pulled = bench.socket("listener").with_suffix(".pulled")
    pulled.touch()
    bench.until(lambda: not controller.voice_ready, 5)
    controller.happen(Event.TOUCH)
    controller.happen(Event.SPEAK)
    assert controller.session.state is State.CHOOSE
    pulled.unlink()
    bench.until(lambda: controller.voice_ready, 5)


def test_a_caption_is_seen_and_never_becomes_the_sentence(bench) -> None:
    bench.worker("listener", "patient")
    ready(bench, "listener")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.press_to_speak()
    bench.until(lambda: controller.visit.caption == "um gaúcho na")
    assert controller.visit.clipped
    assert controller.visit.sentence.text == ""
    controller.happen(Event.CANCEL)
    assert controller.visit.sentence.text == ""
    controller.press_to_speak()
    assert controller.visit.caption == ""
    bench.until(lambda: bool(controller.visit.caption))
    controller.happen(Event.END_SPEECH)
    bench.until(at(bench, State.CONFIRM))
    assert controller.visit.sentence.text == "Um gaúcho na coxilha ao entardecer"
    assert controller.visit.caption == ""


def test_a_held_a_tapped_and_no_button_are_told_apart(bench) -> None:
    bench.worker("listener", "patient")
    ready(bench, "listener")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.press_to_speak()
    # At once: the worker may not even be connected.
    controller.let_go()
    # The listener says when the sentence is over; until it is understood the kiosk thinks.
    bench.until(lambda: controller.visit.ending)
    bench.until(at(bench, State.CONFIRM))
    assert controller.visit.sentence.text.endswith("ao amanhecer")
    controller.happen(Event.SPEAK)
    bench.until(at(bench, State.CONFIRM))
    assert controller.visit.sentence.text.endswith("de noite")


def test_a_blocked_sentence_leads_to_another_scene(bench) -> None:
    bench.worker("painter")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.write("um homem nu")
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.TROUBLE))
    fault = controller.visit.fault
    assert isinstance(fault, errors.PromptBlocked)
    controller.accept(str(fault.values["suggestion"]))
    bench.until(at(bench, State.SHOWING))


def test_without_a_sentence_nothing_is_painted_and_without_a_wish_a_surprise(bench) -> None:
    bench.worker("painter")
    ready(bench, "painter")
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.happen(Event.PAINT)
    assert controller.session.state is State.CHOOSE
    controller.write("por favor")
    controller.happen(Event.PAINT)
    bench.until(at(bench, State.SHOWING))
    assert controller.visit.prepared is not None
    assert controller.visit.prepared.drawn


def test_a_visitor_who_left_is_invited_and_then_forgotten(bench) -> None:
    controller = bench.controller
    controller.happen(Event.TOUCH)
    controller.surprise()
    bench.seconds += QUIET_S[State.CHOOSE]
    controller.tick()
    assert controller.session.state is State.INVITE
    controller.sign_of_life()
    assert controller.session.state is State.CHOOSE
    bench.seconds += QUIET_S[State.CHOOSE]
    controller.tick()
    bench.seconds += COUNTDOWN_S
    controller.tick()
    assert controller.session.state is State.ATTRACT
    assert controller.visit == Visit()


def test_an_absent_painter_is_said_kindly_and_only_after_a_while(bench) -> None:
    controller = bench.controller
    bench.seconds += ABSENCE_S
    controller.tick()
    assert controller.session.state is State.ATTRACT
    bench.seconds += 1
    controller.tick()
    assert controller.session.state is State.DEGRADED
    bench.worker("painter")
    controller.open()
    bench.until(at(bench, State.ATTRACT))


@pytest.mark.parametrize("event", Event)
def test_every_event_may_come_when_no_worker_is_there(bench, event: Event) -> None:
    bench.controller.happen(Event.TOUCH)
    bench.controller.surprise()
    bench.controller.happen(event)
    if bench.controller.session.state is State.PAINTING:
        bench.until(at(bench, State.TROUBLE))
    bench.controller.happen(Event.RESET)
    assert bench.controller.visit == Visit()
