"""A training step as one CUDA graph: launched as a whole instead of kernel by kernel.

The embedded base is so small that a GPU waits for the next of some thousands of kernels: recorded
once and replayed, a step takes as long as its arithmetic. On a processor the step runs as written.
"""

from collections.abc import Callable
from typing import Any

import torch

_WARM = 3  # steps before recording, in which libraries choose and allocate

Step = Callable[..., torch.Tensor]


class Graphed:
    """Calls `step(*tensors) -> tensor`; on a CUDA device by replaying its recording.

    The step must do all its work on the device, ask for no number, and always get tensors of the
    same shapes. Its first calls are made as written. What it returns is overwritten by the next.
    """

    def __init__(self, step: Step, device: torch.device) -> None:
        self._step = step
        self._left = _WARM if device.type == "cuda" else -1
        self._graph: torch.cuda.CUDAGraph | None = None
        self._given: tuple[torch.Tensor, ...] = ()
        self._answer = torch.empty(0)

    def __call__(self, *given: torch.Tensor) -> torch.Tensor:
        if self._left < 0:
            return self._step(*given)
        if self._graph is None:
            return self._begin(given)
        for place, value in zip(self._given, given, strict=True):
            place.copy_(value)
        self._graph.replay()
        return self._answer

    def _begin(self, given: tuple[torch.Tensor, ...]) -> torch.Tensor:
        if self._left > 0:
            self._left -= 1
            # All its shapes stay the same, so looking for the quickest convolutions pays.
            torch.backends.cudnn.benchmark = True
            # Recording wants what ran before it to have run on another stream than the default.
            side = torch.cuda.Stream()
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                answer = self._step(*given)
            torch.cuda.current_stream().wait_stream(side)
            return answer
        self._given = tuple(value.clone() for value in given)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._answer = self._step(*self._given)
        self._graph = graph
        return self(*given)


def adamw(
    parameters: list[torch.nn.Parameter], rate: float, device: torch.device, *,
    weight_decay: float, betas: tuple[float, float],
) -> torch.optim.AdamW:  # fmt: skip
    """AdamW whose rate `set_rate` may change between replays of a recorded step."""
    recorded = device.type == "cuda"
    return torch.optim.AdamW(
        parameters, lr=torch.tensor(rate, device=device) if recorded else rate,
        weight_decay=weight_decay, betas=betas, fused=True, capturable=recorded,
    )  # fmt: skip


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of all groups."""
    for group in optimizer.param_groups:
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(rate)
        else:
            group["lr"] = rate


def load_optimizer(optimizer: torch.optim.Optimizer, state: dict[str, Any]) -> None:
    """Go on from a saved state; the rates stay the tensors that a recording reads."""
    rates = [group["lr"] for group in optimizer.param_groups]
    optimizer.load_state_dict(state)
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
