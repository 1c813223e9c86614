"""bf16 passes over fp32 weights: close to fp32 passes, and only where the processor gains by it."""

import pytest
import torch

from training.base.config import BaseConfig
from training.base.speed import speed
from training.precision import Bf16Pass, fast_bf16, runs_in_bf16


@pytest.fixture
def net() -> torch.nn.Module:
    torch.manual_seed(3)
    return torch.nn.Sequential(
        torch.nn.Conv2d(4, 8, 3, padding=1), torch.nn.GroupNorm(2, 8), torch.nn.SiLU(),
        torch.nn.Conv2d(8, 4, 3, padding=1),
    )  # fmt: skip


def test_gradients_reach_the_fp32_weights_and_are_nearly_those_of_fp32(
    net: torch.nn.Module,
) -> None:
    x = torch.randn(3, 4, 8, 8)
    net(x).square().mean().backward()
    exact = [parameter.grad for parameter in net.parameters()]
    net.zero_grad()
    answer = Bf16Pass(net)(x)
    assert answer.dtype == torch.bfloat16
    answer.float().square().mean().backward()
    for parameter, wanted in zip(net.parameters(), exact, strict=True):
        assert parameter.dtype == torch.float32
        assert parameter.grad is not None
        assert wanted is not None
        assert parameter.grad.dtype == torch.float32
        assert (parameter.grad - wanted).norm() < 0.03 * wanted.norm() + 1e-6
        # Were it fp32 all the way, this test would hold of anything.
        assert not torch.equal(parameter.grad, wanted)


def test_whole_numbers_pass_as_they_are() -> None:
    embedding = torch.nn.Embedding(300, 4)
    ids = torch.tensor([0, 257, 299])
    answer = Bf16Pass(embedding)(ids)
    assert torch.equal(answer.float(), embedding(ids).to(torch.bfloat16).float())


def test_the_processor_decides_unless_the_recipe_does() -> None:
    processor = torch.device("cpu")
    assert runs_in_bf16("bf16", processor)
    assert not runs_in_bf16("fp32", processor)
    assert runs_in_bf16("auto", processor) == fast_bf16()
    assert not runs_in_bf16("bf16", torch.device("cuda"))


def test_the_gain_is_measured_in_turns() -> None:
    found = speed(BaseConfig(batch=2), turns=2, steps=1)
    assert found.fp32 > 0
    assert found.ratio == pytest.approx(found.bf16 / found.fp32)
