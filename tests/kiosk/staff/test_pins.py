"""PINs: only hashes on the disk, only the right one opens, weak ones are refused."""

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import errors
from kiosk.staff import pins
from kiosk.staff.pins import Cost, Pins

CHEAP = Cost(n=16)
DIGITS = st.text("0123456789", min_size=6, max_size=12)


def strong(pin: str) -> bool:
    try:
        pins.check_strength(pin)
    except errors.PinUnfit:
        return False
    return True


STRONG = DIGITS.filter(strong)


@settings(deadline=None)  # the disk has its own time
@given(STRONG, STRONG, STRONG)
def test_exactly_the_pin_that_was_set_opens_its_role(
    tmp_path_factory, gallery: str, installer: str, guess: str
) -> None:
    kept = Pins(tmp_path_factory.mktemp("pins"), CHEAP)
    kept.set("gallery", gallery)
    if installer == gallery:
        with pytest.raises(errors.PinTaken):
            kept.set("installer", installer)
        return
    kept.set("installer", installer)
    expected = {gallery: "gallery", installer: "installer"}.get(guess)
    assert kept.role_of(guess) == expected
    assert kept.role_of(guess, ["gallery"]) == ("gallery" if guess == gallery else None)


@settings(deadline=None)  # the disk has its own time
@given(st.text(max_size=14).filter(lambda text: not strong(text)))
def test_what_is_no_pin_is_refused_and_changes_nothing(tmp_path_factory, text: str) -> None:
    kept = Pins(tmp_path_factory.mktemp("pins"), CHEAP)
    with pytest.raises(errors.PinUnfit):
        kept.set("gallery", text)
    assert kept.known() == ()


@pytest.mark.parametrize(
    "pin",
    ["", "40716", "4071630000000", "40716a", "407163\n", "٤٠٧١٦٣", "111111", "123456", "987654"],
)
def test_weak_and_odd_pins(pin: str) -> None:
    assert not strong(pin)


def test_the_file_is_private_and_holds_no_digits(tmp_path) -> None:
    kept = Pins(tmp_path)
    kept.set("gallery", "407163")
    file = tmp_path / "pins.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"407163" not in file.read_bytes()
    first = file.read_bytes()
    kept.set("gallery", "407163")
    assert file.read_bytes() != first, "each hash has a salt of its own"
    assert kept.role_of("407163") == "gallery"
    assert Pins(tmp_path).known() == ("gallery",)


def test_a_new_pin_takes_the_old_ones_place(tmp_path) -> None:
    kept = Pins(tmp_path, CHEAP)
    kept.set("installer", "407163")
    kept.set("installer", "509921")
    assert kept.role_of("407163") is None
    assert kept.role_of("509921") == "installer"


def test_a_broken_file_opens_nothing_and_says_what_to_do(tmp_path) -> None:
    (tmp_path / "pins.json").write_text('{"gallery": 1}')
    for ask in (Pins(tmp_path).known, lambda: Pins(tmp_path).role_of("407163")):
        with pytest.raises(errors.PinsUnreadable) as told:
            ask()
        assert "heritage-kiosk pin set" in told.value.say("en")


def test_hashing_is_slow_enough_to_make_a_stolen_file_costly() -> None:
    assert 128 * Cost().n * Cost().r >= 32 * 2**20
