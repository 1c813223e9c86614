"""The wait after wrong guesses: it grows, survives restarts, and no clock shortens it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.staff import attempts
from kiosk.staff.attempts import FREE, LONGEST_S, Attempts, Moment, delay_s
from kiosk.staff.door import Door
from kiosk.staff.pins import Cost, Pins

CHEAP = Cost(n=16)
GALLERY, INSTALLER = "407163", "90281755"
DAY_S = 86400.0


class Clock:
    """The machine's time since start-up; turn_off() begins another start."""

    def __init__(self) -> None:
        self.boot, self.seconds = 1, 1000.0

    def __call__(self) -> Moment:
        return Moment(str(self.boot), self.seconds)

    def turn_off(self) -> None:
        self.boot, self.seconds = self.boot + 1, 3.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path):
    kept = Pins(tmp_path, CHEAP)
    kept.set("gallery", GALLERY)
    kept.set("installer", INSTALLER)
    return tmp_path


def test_the_wait_grows_from_nothing_to_a_quarter_of_an_hour() -> None:
    assert [delay_s(wrong) for wrong in range(8)] == [0, 0, 0, 0, 5, 10, 20, 40]
    assert delay_s(11) == 640
    assert delay_s(12) == delay_s(10**6) == LONGEST_S


def test_ten_thousand_guesses_take_more_than_a_hundred_days() -> None:
    assert sum(map(delay_s, range(10_000))) > 100 * DAY_S


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["guess", "restart", "power", "wait"]), max_size=40))
def test_no_restart_and_no_power_cut_wins_a_guess(tmp_path_factory, moves: list[str]) -> None:
    """However it is tried, so many judged guesses have cost at least the waits between them."""
    folder, clock = tmp_path_factory.mktemp("door"), Clock()
    Pins(folder, CHEAP).set("gallery", GALLERY)
    door, spent, judged = Door(folder, clock, CHEAP), 0.0, 0
    for move in moves:
        if move == "restart":
            door = Door(folder, clock, CHEAP)
        elif move == "power":
            clock.turn_off()
            door = Door(folder, clock, CHEAP)
        elif move == "wait":
            wait = door.wait_s()
            clock.seconds += wait
            spent += wait
        elif door.wait_s() == 0.0:
            assert door.knock("000001").role is None
            judged += 1
        else:
            # Even the right PIN is not looked at before its time.
            assert door.knock(GALLERY).role is None
    assert spent >= sum(map(delay_s, range(judged)))


def test_the_wait_ends_when_it_says_and_not_before(folder, clock) -> None:
    door = Door(folder, clock, CHEAP)
    for _ in range(FREE + 1):
        assert door.wait_s() == 0
        answer = door.knock("111112")
    assert answer.wait_s == pytest.approx(5.0)
    clock.seconds += 4.9
    assert door.knock(GALLERY).role is None
    clock.seconds += 0.2
    assert door.knock(GALLERY).role == "gallery"
    assert door.knock("111112").wait_s == 0, "the right PIN clears its count"


def test_a_clock_set_back_does_not_shorten_the_wait(folder, clock) -> None:
    door = Door(folder, clock, CHEAP)
    for _ in range(FREE + 3):
        clock.seconds += door.wait_s()
        door.knock("111112")
    full = door.wait_s()
    clock.seconds -= 500
    assert door.wait_s() >= full - 0.01


def test_the_real_clock_is_the_one_since_start_up() -> None:
    first, second = attempts.moment(), attempts.moment()
    assert first.boot == second.boot
    assert 0 <= second.seconds - first.seconds < 5


def test_a_cut_while_a_guess_is_judged_has_counted_it(folder, clock, monkeypatch) -> None:
    door = Door(folder, clock, CHEAP)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    for _ in range(FREE + 1):
        with monkeypatch.context() as patch:
            patch.setattr(Pins, "role_of", cut)
            with pytest.raises(KeyboardInterrupt):
                door.knock("111112")
        door = Door(folder, clock, CHEAP)
    assert door.wait_s() == pytest.approx(5.0)


def test_knowing_the_gallerys_pin_wins_no_guesses_at_the_installers(folder, clock) -> None:
    door, judged = Door(folder, clock, CHEAP), 0
    count = Attempts(folder, clock)
    for _ in range(60):
        if count.wait_s("installer") == 0:
            judged += 1
        door.knock("111112")
        assert door.knock(GALLERY).role == "gallery"
    assert judged == FREE + 1
    # The right one is refused too while its wait lasts, and then opens.
    answer = door.knock(INSTALLER)
    assert answer.role is None
    assert answer.elsewhere_s > 0
    clock.seconds += count.wait_s("installer")
    assert door.knock(INSTALLER).role == "installer"
    assert count.wait_s("installer") == 0


def test_without_a_pin_there_is_no_door(tmp_path, clock) -> None:
    door = Door(tmp_path, clock, CHEAP)
    assert not door.exists()
    assert door.knock("407163").role is None


def test_a_broken_count_begins_the_longest_wait(folder, clock) -> None:
    (folder / "attempts.json").write_text("{")
    door = Door(folder, clock, CHEAP)
    assert door.wait_s() == LONGEST_S
    assert door.knock(GALLERY).role is None
    clock.seconds += LONGEST_S
    assert door.knock(GALLERY).role == "gallery"


def test_a_guess_that_cannot_be_counted_is_not_judged(folder, clock, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(attempts.files, "write_atomically", full)
    with pytest.raises(OSError, match="No space"):
        Door(folder, clock, CHEAP).knock(GALLERY)
