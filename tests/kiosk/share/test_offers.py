"""A picture is offered for ten minutes under a path of its own, and is then gone."""

import pytest

from kiosk.share.offers import LARGEST, MOST, SECONDS, Offers


def test_ten_minutes_and_not_a_second_more() -> None:
    seconds = 0.0
    offers = Offers(lambda: seconds)
    offer = offers.add(b"picture", "pt-BR")
    seconds = SECONDS - 1
    assert offers.find(offer.token) == offer
    seconds = SECONDS
    assert offers.find(offer.token) is None
    assert offers._offers == []


def test_what_ended_is_dropped_though_nobody_asks() -> None:
    seconds = 0.0
    offers = Offers(lambda: seconds)
    offers.add(b"picture", "pt-BR")
    seconds = SECONDS
    offers.forget_ended()
    assert offers._offers == []


def test_tokens_are_128_bits_and_never_the_same() -> None:
    offers = Offers()
    tokens = {offers.add(b"x", "en").token for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 22 for token in tokens)
    assert not any(token in repr(offers._offers) for token in tokens)


def test_memory_is_bounded() -> None:
    offers = Offers()
    first = offers.add(b"x", "en")
    for _ in range(MOST):
        offers.add(b"x", "en")
    assert offers.find(first.token) is None
    with pytest.raises(ValueError, match=str(LARGEST + 1)):
        offers.add(bytes(LARGEST + 1), "en")
