"""What the GNU C library is told about freed memory: with and without, each in its own process."""

import subprocess
import sys

import pytest

_HELD = """
def held():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))
"""


def _told(code: str, *, asked: bool) -> int:
    """The number that `code` prints, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"asked = {asked}\n{_HELD}\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


LARGE_BLOCKS = """
from kiosk import heap
if asked:
    heap.give_back_at_once()
before = held()
# From a large block that is freed, glibc learns to keep those that follow.
bytearray(b"x" * 30_000_000)
blocks = [bytearray(b"x" * 1_000_000) for _ in range(40)]
# One at the end: what lies below it is not given back by itself.
last = blocks.pop()
del blocks
print(held() - before)
"""
SMALL_BLOCKS = """
from kiosk import heap
before = held()
blocks = [bytes(2_000) for _ in range(20_000)]
last = blocks.pop()
del blocks
if asked:
    heap.return_memory()
print(held() - before)
"""
THREADS = """
import threading
from kiosk import heap
if asked:
    heap.share_one_arena()
together = threading.Barrier(8)
kept = []
def work():
    together.wait()
    kept.append([bytes(2_000) for _ in range(20)])
    together.wait()
threads = [threading.Thread(target=work) for _ in range(7)]
for thread in threads:
    thread.start()
together.wait()
with open("/proc/self/maps") as maps:
    arenas = sum(
        int(end, 16) - int(start, 16) < 1 << 26 and int(start, 16) % (1 << 26) == 0
        for start, end in (line.split()[0].split("-") for line in maps)
    )
together.wait()
print(arenas)
"""


@pytest.mark.parametrize("code", [LARGE_BLOCKS, SMALL_BLOCKS], ids=["large", "small"])
def test_freed_blocks_go_back(code: str) -> None:
    """Anonymous memory that is still held, in kB."""
    assert _told(code, asked=False) > 25_000
    assert _told(code, asked=True) < 5_000


def test_threads_take_their_blocks_from_one_place() -> None:
    assert _told(THREADS, asked=False) >= 2
    assert _told(THREADS, asked=True) == 0
