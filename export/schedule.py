"""A diffusers scheduler as a table: probed with basis vectors, refused where it is not linear.

Element i of the sample stands for basis vector i: the starting noise is one in element 0, the
k-th model output one in element 1+k, the j-th fresh noise one in element 1+K+j. A scheduler
works element by element, so what it returns are the coefficients themselves, in one run.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import torch

from export.errors import ProfileNotLinear
from export.profiles import ProfileSpec
from kiosk.bundle.schedule import ScheduleTable

# Relative to the largest value met; DPM-Solver works in fp32 inside whatever it is given.
_TOLERANCE: Final = 1e-4
_NONLINEAR_OPTIONS: Final = ("thresholding", "clip_sample")


def tabulate(spec: ProfileSpec, base: Any) -> ScheduleTable:
    """The table of one profile; `base` is the pipeline's own scheduler.

    Raises ProfileNotLinear with the reason where no table can stand for the scheduler.
    """
    scheduler = spec.make_scheduler(base)
    for option in _NONLINEAR_OPTIONS:
        if scheduler.config.get(option):
            raise _refusal(spec, f"{option}=True")
    try:
        scheduler.set_timesteps(spec.steps)
    except ValueError as reason:  # LCM and TCD know 50 timesteps only
        raise _refusal(spec, str(reason)) from None
    timesteps = tuple(float(t) for t in scheduler.timesteps)
    count = len(timesteps)
    noises = _count_noises(spec, base, count)
    # Shaped as latents are: UniPC asks for a batch and a channel.
    width = 1 + count + noises
    basis = torch.eye(width, dtype=torch.float64).reshape(width, 1, width, 1)
    inputs = trajectory(
        spec.make_scheduler(base),
        spec.steps,
        basis[0],
        lambda k, _sample, _t: basis[1 + k],
        list(basis[1 + count :]),
    )
    rows = torch.stack(inputs).reshape(count + 1, width)
    _require_linear(spec, base, rows, count, noises)
    return ScheduleTable(
        scheduler=spec.scheduler,
        evaluations=count,
        guidance_scale=spec.guidance_scale,
        noises=noises,
        timesteps=timesteps,
        rows=tuple(tuple(row) for row in rows.tolist()),
    )


def trajectory(
    scheduler: Any,
    steps: int,
    start: torch.Tensor,
    model: Callable[[int, torch.Tensor, torch.Tensor], torch.Tensor],
    noises: Sequence[torch.Tensor] = (),
) -> list[torch.Tensor]:
    """Run a scheduler: every model input in order, then the finished sample. Shapes as `start`.

    `model(k, sample, timestep)` is the k-th model output.
    """
    scheduler.set_timesteps(steps)
    sample = start * scheduler.init_noise_sigma
    seen = []
    with _given_noises(scheduler, noises):
        for k, timestep in enumerate(scheduler.timesteps):
            seen.append(scheduler.scale_model_input(sample, timestep))
            sample = scheduler.step(model(k, seen[-1], timestep), timestep, sample).prev_sample
    return [*seen, sample]


@contextlib.contextmanager
def _given_noises(scheduler: Any, noises: Sequence[torch.Tensor]) -> Iterator[list[int]]:
    """Hand out `noises` instead of drawn ones; yields a list with the number drawn so far.

    Schedulers draw through a module-level function and offer no other way in.
    """
    module = sys.modules[type(scheduler).__module__]
    drawn = [0]
    if not hasattr(module, "randn_tensor"):
        yield drawn
        return
    original = module.randn_tensor

    def give(shape: Sequence[int], *_args: Any, **_kwargs: Any) -> torch.Tensor:
        drawn[0] += 1
        return noises[drawn[0] - 1] if noises else torch.zeros(tuple(shape), dtype=torch.float64)

    module.randn_tensor = give  # type: ignore[attr-defined]
    try:
        yield drawn
    finally:
        module.randn_tensor = original  # type: ignore[attr-defined]


def _count_noises(spec: ProfileSpec, base: Any, count: int) -> int:
    scheduler = spec.make_scheduler(base)
    zero = torch.zeros(1, 1 + count, 1, dtype=torch.float64)
    with _given_noises(scheduler, ()) as drawn:
        _dry_run(scheduler, spec.steps, zero)
    return drawn[0]


def _dry_run(scheduler: Any, steps: int, sample: torch.Tensor) -> None:
    scheduler.set_timesteps(steps)
    for timestep in scheduler.timesteps:
        scheduler.scale_model_input(sample, timestep)
        sample = scheduler.step(sample, timestep, sample).prev_sample


def _require_linear(
    spec: ProfileSpec, base: Any, rows: torch.Tensor, count: int, noises: int
) -> None:
    """The table must foretell runs on random values, large ones too (clipping bends those)."""
    generator = torch.Generator().manual_seed(0)
    for size in (1.0, 100.0):
        values = size * torch.randn(
            1 + count + noises, 1, 16, 1, generator=generator, dtype=torch.float64
        )
        real = torch.stack(
            trajectory(
                spec.make_scheduler(base),
                spec.steps,
                values[0],
                lambda k, _sample, _t, values=values: values[1 + k],  # type: ignore[misc]
                list(values[1 + count :]),
            )
        )
        foretold = torch.einsum("kw,w...->k...", rows, values)
        error = (foretold - real).abs().amax(dim=(1, 2, 3)) / real.abs().max()
        worst = int(error.argmax())
        if not bool(torch.isfinite(error).all()) or float(error[worst]) > _TOLERANCE:
            raise _refusal(spec, f"step {worst}: {float(error[worst]):.1e} > {_TOLERANCE:.0e}")


def _refusal(spec: ProfileSpec, reason: str) -> ProfileNotLinear:
    return ProfileNotLinear(profile=spec.name, scheduler=spec.scheduler, reason=reason)
