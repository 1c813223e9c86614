"""Bound buffers give what a plain run gives: with the processor's memory, the code is the same."""

import numpy as np
import onnxruntime
import pytest

from kiosk.painter import noise
from kiosk.painter.binding import BoundRuns


@pytest.fixture
def session(tiny_bundle):
    data = (tiny_bundle / "unet.onnx").read_bytes()
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def inputs(seed, count):
    return {
        "sample": noise.randn(seed, (count, 4, 4, 4)),
        "timestep": np.array(seed, np.float32),
        "encoder_hidden_states": noise.randn(seed + 1, (count, 8, 4)),
    }


def test_bound_runs_equal_plain_ones_at_every_shape(session):
    bound = BoundRuns(session, "cpu")
    before = []
    for seed, count in ((1, 2), (2, 1), (3, 2), (4, 2), (5, 1)):
        given = inputs(seed, count)
        (wanted,) = session.run(None, given)
        before.append((bound.run(given), wanted))
    # An answer stays what it was when its buffer is used again.
    for answer, wanted in before:
        assert np.array_equal(answer, wanted)
