"""Sentences are encoded once, and what is kept is what encoding again would give."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.painter.text import KEPT_SENTENCES, Embeddings


class Tokens:
    def ids(self, *sentences):
        return np.array([[len(one), sum(map(ord, one))] for one in sentences])


def embeddings():
    seen = []

    def encode(ids):
        seen.append(tuple(ids[0].tolist()))
        return np.repeat(ids[:, :, np.newaxis], 3, axis=2).astype(np.float32)

    return Embeddings(encode, Tokens()), seen


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefghijklm"), min_size=1, max_size=2)))
def test_whatever_was_asked_before_the_answer_is_the_same(asked):
    kept, _ = embeddings()
    for sentences in asked:
        wanted = [np.repeat(Tokens().ids(one)[:, :, np.newaxis], 3, axis=2) for one in sentences]
        assert np.array_equal(kept.of(*sentences), np.concatenate(wanted))


def test_the_latest_sentences_are_not_encoded_again():
    kept, seen = embeddings()
    for number in range(20):
        kept.of("", "a" * (number + 1))
    # The empty negative was asked for all the time, so it never made room.
    assert len(seen) == 21
    kept.of(*("a" * number for number in range(20, 20 - KEPT_SENTENCES + 1, -1)))
    assert len(seen) == 21
    kept.of("a")
    assert len(seen) == 22
