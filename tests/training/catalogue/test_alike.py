"""Near copies and groups: the fast search against the plain one, and the laws of a partition."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from training.catalogue import alike
from training.catalogue.photographs import fingerprint


class Mark(msgspec.Struct, frozen=True):
    """What `alike` compares."""

    sha256: str
    fingerprint: int
    plain: bool = False
    readable: bool = True


bits = st.integers(0, 2**64 - 1)


@given(st.lists(bits, max_size=12), st.data())
def test_the_search_finds_what_comparing_each_with_each_finds(
    marks: list[int], data: st.DataObject
) -> None:
    for mark in marks[:4]:
        flips = data.draw(st.lists(st.integers(0, 63), max_size=alike.PERHAPS + 2, unique=True))
        marks.append(mark ^ sum(1 << flip for flip in flips))
    pictures = [Mark(str(index), mark) for index, mark in enumerate(marks)]
    wanted = {
        (i, j)
        for j in range(len(marks)) for i in range(j)
        if (marks[i] ^ marks[j]).bit_count() <= alike.NEAR
    }  # fmt: skip
    assert set(alike.near(pictures)) == wanted


def test_embeddings_decide_where_fingerprints_differ_a_little_more() -> None:
    pictures = [Mark("a", 0), Mark("b", 0b11_1111_1111), Mark("c", 0b11_1111_1111 << 20)]
    assert alike.near(pictures) == []
    assert alike.doubtful(pictures) == [0, 1, 2]
    vectors = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    assert alike.near(pictures, vectors) == [(0, 1)]


def test_plain_and_unreadable_pictures_are_like_nothing() -> None:
    pictures = [Mark("a", 5), Mark("b", 5, plain=True), Mark("c", 5, readable=False)]
    assert alike.near(pictures) == []


@given(
    st.integers(1, 20).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.lists(st.integers(0, count - 1), min_size=1, max_size=4), max_size=12),
        )
    )
)
def test_groups_join_what_is_tied_and_nothing_else(case: tuple[int, list[list[int]]]) -> None:
    count, ties = case
    groups = alike.groups(count, ties)
    for tie in ties:
        assert len({groups[member] for member in tie}) == 1
    # Spread along the ties from each thing: nothing beyond reach shares its group.
    for start in range(count):
        reach, grown = {start}, True
        while grown:
            more = {m for tie in ties if reach & set(tie) for m in tie} | reach
            grown, reach = more != reach, more
        assert {at for at in range(count) if groups[at] == groups[start]} == reach


@pytest.mark.parametrize("scale", [0.5, 0.8, 1.3])
def test_the_fingerprint_survives_size_and_light(scenes: list[Image.Image], scale: float) -> None:
    for scene in scenes:
        mark, plain = fingerprint(scene)
        assert not plain
        other = scene.resize((int(256 * scale), int(256 * scale)), Image.Resampling.LANCZOS)
        lit = ImageEnhance.Brightness(other).enhance(0.9)
        assert (fingerprint(lit)[0] ^ mark).bit_count() <= alike.NEAR


def test_a_plain_picture_is_known_as_one() -> None:
    assert fingerprint(Image.new("RGB", (300, 200), (120, 90, 60)))[1]
