import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.prompts import polish


@pytest.mark.parametrize(
    ("said", "simpler"),
    [
        ("a casa do meu vô", "a casa do meu avô"),
        ("milho pras galinhas num pátio", "milho para as galinhas em um pátio"),
        ("a vovó e o vovô", "a avó e o avô"),
        ("um voo sobre o campo", "um voo sobre o campo"),
    ],
)
def test_words_of_speech_are_put_simply(said: str, simpler: str) -> None:
    assert polish.simpler(said) == simpler


@pytest.mark.parametrize(
    ("rough", "smooth"),
    [
        ("a ox and an horse", "an ox and a horse"),
        ("a old man, a uniform, an 1890s war", "an old man, a uniform, an 1890s war"),
        (", I want a boy", "I want a boy"),
        ("with white white lace bloomers on", "with white lace bloomers on"),
        ("a belt with coins coins on top", "a belt with coins on top"),
        ("a very very big boat", "a very very big boat"),
    ],
)
def test_english_is_made_smooth(rough: str, smooth: str) -> None:
    assert polish.smooth(rough, ["white lace bloomers", "belt with coins"]) == smooth


@given(st.text(alphabet="abe ,", max_size=40))
def test_smoothing_twice_changes_nothing_more(text: str) -> None:
    once = polish.smooth(text, ["be a"])
    assert polish.smooth(once, ["be a"]) == once
