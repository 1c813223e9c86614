"""The clerk works in order, on another thread, and finishes before it goes."""

import threading
import time

from kiosk.gallery.clerk import Clerk


def test_work_is_done_in_order_elsewhere_and_to_the_end() -> None:
    done: list[tuple[int, str]] = []
    clerk = Clerk()
    for number in range(20):

        def work(number: int = number) -> None:
            time.sleep(0.001)
            done.append((number, threading.current_thread().name))

        clerk.do(work)
    clerk.close()
    clerk.close()
    assert done == [(number, "gallery") for number in range(20)]
    clerk.do(lambda: done.clear())
    assert len(done) == 20


def test_a_disk_that_refuses_does_not_end_the_clerk(caplog) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    done = threading.Event()
    clerk = Clerk()
    clerk.do(refuse)
    clerk.do(done.set)
    clerk.close()
    assert done.is_set()
    assert "No space" in caplog.text


def test_a_clerk_with_nothing_to_do_starts_no_thread() -> None:
    before = threading.active_count()
    clerk = Clerk()
    assert threading.active_count() == before
    clerk.close()
