"""Chips get their pictures while nobody is there, and a visitor never waits for them."""

from PIL import Image

from kiosk.prompts import lexicon
from kiosk.session.chip_brush import REST_S
from kiosk.session.chip_pictures import SIDE, ChipPictures
from kiosk.session.controller import BRUSH_S
from kiosk.session.machine import Event, State

OFFERED = {chip.id for chip in lexicon.chips() if chip.embedded}


def resting(bench, behaviour: str):
    """A controller whose painter is there, in front of nobody."""
    process = bench.worker("painter", behaviour)
    bench.controller.open()
    bench.until(lambda: bench.controller.present["painter"])
    bench.seconds += BRUSH_S
    return process


def ticking(bench, holds) -> None:
    def tick() -> bool:
        bench.controller.tick()
        return holds()

    bench.until(tick, 60)


def test_every_chip_on_offer_gets_its_picture_and_keeps_it(bench) -> None:
    resting(bench, "quick")
    chips = bench.controller.chips
    ticking(bench, lambda: len(chips.pictures) == len(OFFERED))
    assert set(chips.pictures) == OFFERED
    for file in chips.pictures.values():
        with Image.open(file) as picture:
            assert picture.size == (SIDE, SIDE)
    assert not chips.painting
    bench.controller.tick()
    assert not chips.painting, "all are there: nothing is left to paint"
    again = ChipPictures("scripted-1-0123")
    assert again.missing(again.present()) == ()
    assert len(ChipPictures("scripted-2-0123").missing({})) == len(OFFERED)


def test_a_touch_stops_the_brush_at_once_and_the_visitor_is_painted_for(bench) -> None:
    resting(bench, "slow")
    controller = bench.controller
    ticking(bench, lambda: controller.chips.painting and controller.chips._known)
    controller.happen(Event.TOUCH)
    assert not controller.chips.painting
    assert controller.session.state is State.CHOOSE
    bench.seconds += BRUSH_S
    controller.tick()
    assert not controller.chips.painting, "somebody is there"
    controller.surprise()
    controller.happen(Event.PAINT)
    bench.until(lambda: controller.session.state is State.SHOWING)
    assert controller.chips.pictures == {}
    controller.happen(Event.RESET)
    bench.seconds += BRUSH_S
    ticking(bench, lambda: len(controller.chips.pictures) == 1)


def test_nothing_is_painted_before_it_has_been_quiet_for_a_while(bench) -> None:
    resting(bench, "quick")
    bench.controller.sign_of_life()
    bench.controller.tick()
    assert not bench.controller.chips.painting


def test_a_chip_that_the_painter_dies_of_is_left_out(bench) -> None:
    resting(bench, "dies")
    chips = bench.controller.chips
    ticking(bench, lambda: chips.painting and chips._known)
    ticking(bench, lambda: not chips.painting and bool(chips._spared))
    bench.until(lambda: not bench.controller.present["painter"])
    bench.worker("painter", "quick")
    bench.until(lambda: bench.controller.present["painter"])
    bench.controller.tick()
    assert not chips.painting, "it rests"
    bench.seconds += REST_S
    ticking(bench, lambda: len(chips.pictures) == len(OFFERED) - 1)
    assert chips._spared == OFFERED - set(chips.pictures)
