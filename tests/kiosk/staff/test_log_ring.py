"""The log in memory: the last lines, without what an exception carries."""

import logging

import pytest

from kiosk.staff import log_ring


@pytest.fixture
def ring():
    made = log_ring.install()
    yield made
    log_ring.remove(made)


def test_the_last_lines_are_kept(ring) -> None:
    log = logging.getLogger("kiosk.anything")
    for number in range(log_ring.LINES + 50):
        log.info("line %d", number)
    log.debug("not kept")
    lines = ring.lines()
    assert len(lines) == log_ring.LINES
    assert lines[-1].endswith("INFO kiosk.anything: line 249")


def test_a_traceback_is_cut_down_to_its_type(ring) -> None:
    try:
        raise ValueError("um segredo da visita")
    except ValueError:
        logging.getLogger("kiosk.x").exception("a job failed")
    (line,) = ring.lines()
    assert line.endswith("a job failed (ValueError)")


def test_other_libraries_are_not_listened_to(ring) -> None:
    logging.getLogger("elsewhere").warning("what a library says")
    assert ring.lines() == []
