"""The self-test: what a kiosk needs to serve visitors, each as one row with what to do."""

from collections.abc import Callable, Iterator
from typing import Final

from kiosk.staff import machine_checks as machine
from kiosk.staff import worker_checks as worker
from kiosk.staff.rows import Place, Row

CHECKS: Final[tuple[Callable[[Place], Row], ...]] = (
    machine.pins,
    machine.clock,
    machine.disk,
    machine.state,
    machine.settings,
    machine.fonts,
    machine.credentials,
    machine.panel,
    worker.painter,
    worker.listener,
    worker.microphone,
    worker.picture,
)


def run(place: Place) -> Iterator[Row]:
    """All rows, one after the other; the slow ones come last."""
    for check in CHECKS:
        yield check(place)
