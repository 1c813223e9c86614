"""The split's laws: whole groups, something to learn from, about the share that was meant."""

from hypothesis import given
from hypothesis import strategies as st

from training.catalogue.rows import Kind
from training.catalogue.split import HELD_OUT, held_out

pictures = st.lists(
    st.tuples(st.sampled_from(list(Kind)), st.sampled_from([f"g{n}" for n in range(30)])),
    max_size=200,
).map(lambda rows: [(kind, f"{kind}-{group}") for kind, group in rows])


@given(pictures)
def test_a_group_lies_on_one_side_and_every_kind_can_be_learnt(
    rows: list[tuple[Kind, str]],
) -> None:
    out = held_out([kind for kind, _ in rows], [group for _, group in rows])
    sides: dict[str, set[bool]] = {}
    for (_, group), side in zip(rows, out, strict=True):
        sides.setdefault(group, set()).add(side)
    assert all(len(side) == 1 for side in sides.values())
    for kind in {kind for kind, _ in rows}:
        own = [side for (other, _), side in zip(rows, out, strict=True) if other is kind]
        assert not all(own)


def test_many_small_groups_give_the_share_that_was_meant() -> None:
    groups = [f"peça {number // 3}" for number in range(900)]
    out = held_out([Kind.OBJECT] * 900, groups)
    assert abs(sum(out) / 900 - HELD_OUT) < 0.01


def test_a_new_picture_of_a_known_subject_goes_where_the_others_are() -> None:
    groups = [f"peça {number // 3}" for number in range(90)]
    before = dict(zip(groups, held_out([Kind.OBJECT] * 90, groups), strict=True))
    after = held_out([Kind.OBJECT] * 91, [*groups, "peça 0"])
    assert after[-1] == after[0] == before["peça 0"]


def test_one_large_group_is_learnt_from() -> None:
    groups = ["a festa"] * 80 + [f"outra {number}" for number in range(20)]
    out = held_out([Kind.PERSON] * 100, groups)
    assert not any(out[:80])
    assert 14 <= sum(out) <= 16
