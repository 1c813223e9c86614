"""Laws of order, sizes and losses: pure functions of seed, step and index."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from training.tune import order
from training.tune.buckets import fitting, sizes
from training.tune.losses import picture_losses
from training.tune.patience import best_row, exhausted

some = settings(max_examples=60, deadline=None)


@some
@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=30), st.integers(1, 7), st.integers(0, 9)
)
def test_every_picture_comes_once_an_epoch_and_batches_have_one_size(
    kinds: list[str], batch: int, seed: int
) -> None:
    plan = order.Order(seed, kinds, batch)
    for epoch in (0, 3):
        seen = []
        for place in range(plan.steps_per_epoch):
            rows = plan.rows(epoch * plan.steps_per_epoch + place)
            assert len(rows) == batch
            assert len({kinds[row] for row in rows}) == 1
            seen += rows
        assert set(seen) == set(range(len(kinds)))
        # Only what fills a rest comes more often.
        assert len(seen) - len(kinds) < batch * len(set(kinds))


def test_order_needs_no_past() -> None:
    kinds = list("aabbbab")
    forwards = order.Order(4, kinds, 2)
    taken = [forwards.rows(step) for step in range(40)]
    backwards = order.Order(4, kinds, 2)
    assert [backwards.rows(step) for step in reversed(range(40))] == taken[::-1]
    assert (
        order.Order(5, kinds, 2).rows(0) + order.Order(5, kinds, 2).rows(1) != taken[0] + taken[1]
    )


@some
@given(st.integers(0, 2**31), st.integers(0, 10_000), st.integers(1, 40))
def test_timesteps_are_spread_evenly(seed: int, step: int, batch: int) -> None:
    drawn = order.timesteps(seed, step, batch)
    assert drawn.min() >= 0
    assert drawn.max() <= 999
    parts = sorted((drawn.double() * batch / 1000 + 1e-6).long().tolist())
    # Rounding down to a whole timestep may cross into the part below.
    assert all(n - 1 <= part <= n for n, part in enumerate(parts))


def test_noise_is_normal_and_everyones_own() -> None:
    one = order.noise(1, 2, 3, (4, 32, 32))
    assert torch.equal(one, order.noise(1, 2, 3, (4, 32, 32)))
    others = [order.noise(2, 2, 3, (4, 32, 32)), order.noise(1, 3, 3, (4, 32, 32)),
              order.noise(1, 2, 4, (4, 32, 32)), order.spread(1, 2, 3, (4, 32, 32))]  # fmt: skip
    for other in others:
        assert abs(float((one * other).mean())) < 0.06
    assert abs(float(one.mean())) < 0.06
    assert float(one.std()) == pytest.approx(1, abs=0.05)
    offset = order.noise(1, 2, 3, (4, 32, 32), offset=0.1) - one
    assert torch.allclose(offset, offset[:, :1, :1].expand_as(offset), atol=1e-6)


@some
@given(st.integers(20, 4000), st.integers(20, 4000), st.sampled_from([256, 512, 640]))
def test_sizes_fit_the_model_and_keep_the_shape(width: int, height: int, side: int) -> None:
    among = sizes(side, 64)
    chosen = fitting(width, height, among)
    assert chosen in among
    assert chosen[0] % 64 == chosen[1] % 64 == 0
    assert chosen[0] * chosen[1] <= side * side
    assert fitting(height, width, among) == chosen[::-1]
    if 0.5 <= width / height <= 2:
        # Not more than the step from one size to the next is lost.
        assert 0.62 < (chosen[0] / chosen[1]) / (width / height) < 1.6
    assert sizes(side, 64, square=True) == [(side, side)]


def test_masks_move_the_weight_and_keep_its_sum() -> None:
    rng = torch.Generator().manual_seed(3)
    target = torch.zeros(2, 4, 8, 8)
    predicted = torch.randn(2, 4, 8, 8, generator=rng)
    signal = torch.tensor([0.2, 0.7])
    even = picture_losses(predicted, target, signal, gamma=0, prediction="epsilon")
    half = torch.full((2, 1, 8, 8), 0.25)
    same = picture_losses(predicted, target, signal, gamma=0, prediction="epsilon", masks=half)
    assert torch.allclose(even, same)
    half[:, :, :4] = 0
    lower = picture_losses(predicted, target, signal, gamma=0, prediction="epsilon", masks=half)
    assert torch.allclose(lower, predicted[:, :, 4:].pow(2).mean(dim=(1, 2, 3)))


@some
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.integers(1, 4))
def test_patience_ends_a_run_that_no_longer_gains(losses: list[float], patience: int) -> None:
    rows = [{"step": n, "held_out": loss} for n, loss in enumerate(losses)]
    best = best_row(rows)
    assert best is not None
    assert best["held_out"] == min(losses)
    assert exhausted(rows, patience) == (len(losses) - 1 - int(np.argmin(losses)) >= patience)
    assert not exhausted(rows, 0)
    assert not exhausted([{"step": 1, "train": 0.5}] * 9, patience)
