"""Garbage is freed by the interface thread, whichever thread made it."""

import gc
import threading

from PySide6.QtTest import QTest

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


def test_afterwards_python_does_it_again(qapp) -> None:
    # The tests' own collector is around this test: inside, and once more outside of it.
    with collecting():
        pass
    assert gc.isenabled()
    gc.disable()
