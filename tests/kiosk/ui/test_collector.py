"""Garbage is freed by the interface thread, whichever thread made it."""

import gc
import threading

from PySide6.QtTest import QTest

from kiosk import heap
from kiosk.ui.collector import collecting


class Ring:
    """A cycle that notes which thread frees it."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        self.freed = freed
        self.me = self

    def __del__(self) -> None:
        self.freed.append(threading.current_thread())


def test_other_threads_free_nothing(qapp) -> None:
    freed: list[threading.Thread] = []

    def litter() -> None:
        for _ in range(5000):
            Ring(freed)

    with collecting():
        other = threading.Thread(target=litter)
        other.start()
        other.join()
        assert freed == []
        assert not gc.isenabled()
        until = 0
        while len(freed) < 5000 and until < 100:
            QTest.qWait(50)
            until += 1
        assert len(freed) == 5000
    assert set(freed) == {threading.current_thread()}


def test_with_the_oldest_garbage_memory_goes_back(qapp, monkeypatch) -> None:
    before, back = gc.get_threshold(), []
    monkeypatch.setattr(heap, "return_memory", lambda: back.append(gc.get_count()))
    gc.set_threshold(5, 1, 1)
    try:
        with collecting():
            for _ in range(100):
                QTest.qWait(100)
                Ring([])
                if back:
                    break
    finally:
        gc.set_threshold(*before)
    assert back


def test_it_is_told_that_a_visitor_has_gone(screen) -> None:
    gone = []
    screen.model.left.connect(lambda: gone.append(screen.model.page))
    screen.model.touch()
    screen.page("choose")
    assert gone == []
    screen.model.leave()
    screen.page("attract")
    assert len(gone) == 1


def test_afterwards_python_does_it_again(qapp) -> None:
    # The tests' own collector is around this test: inside, and once more outside of it.
    with collecting():
        pass
    assert gc.isenabled()
    gc.disable()
