"""A table does what its scheduler does, and what no table can do is refused."""

import warnings
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from diffusers import PNDMScheduler

from export import profiles, schedule
from export.errors import ProfileNotLinear
from export.profiles import ProfileSpec
from kiosk.bundle.schedule import ScheduleTable, decode, encode

# Diffusers with a newer numpy.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning",
    "ignore:__array_wrap__ must accept:DeprecationWarning",
)

LINEAR: dict[str, dict[str, object]] = {
    "DPMSolverMultistepScheduler": {},
    "DPMSolverSinglestepScheduler": {},
    "PNDMScheduler": {},
    "IPNDMScheduler": {},
    "DDIMScheduler": {"clip_sample": False},
    "DDPMScheduler": {"clip_sample": False},
    "DEISMultistepScheduler": {},
    "UniPCMultistepScheduler": {},
    "SASolverScheduler": {},
    "EulerDiscreteScheduler": {},
    "EulerAncestralDiscreteScheduler": {},
    "HeunDiscreteScheduler": {},
    "KDPM2DiscreteScheduler": {},
    "KDPM2AncestralDiscreteScheduler": {},
    "LCMScheduler": {"clip_sample": False},
    "TCDScheduler": {"clip_sample": False},
}
# These know 50 timesteps, and draw noise between any two.
FIFTY = ("LCMScheduler", "TCDScheduler")
DRAWING = (
    *FIFTY,
    "DDPMScheduler",
    "SASolverScheduler",
    "EulerAncestralDiscreteScheduler",
    "KDPM2AncestralDiscreteScheduler",
)


def base_scheduler(prediction: str) -> Any:
    return PNDMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        skip_prk_steps=True,
        steps_offset=1,
        prediction_type=prediction,
    )


def bent(_step: int, sample: torch.Tensor, timestep: Any) -> torch.Tensor:
    """Stands in for a UNet: no linear map of the sample gives this."""
    return torch.tanh(1.3 * sample) + 0.4 * torch.sin(3 * sample + float(timestep) / 150)


def replay(table: ScheduleTable, start: torch.Tensor, noises: list[torch.Tensor]) -> torch.Tensor:
    """What the kiosk does, in fp64."""
    outputs = [torch.zeros_like(start) for _ in range(table.evaluations)]
    states = []
    for k, row in enumerate(table.rows):
        terms = [start, *outputs, *noises]
        states.append(sum(w * term for w, term in zip(row, terms, strict=True)))
        if k < table.evaluations:
            outputs[k] = bent(k, states[k], table.timesteps[k])
    return torch.stack(states)


STEPS = st.integers(1, 100)
PREDICTIONS = st.sampled_from(["epsilon", "v_prediction"])


@pytest.mark.parametrize("name", LINEAR)
@settings(max_examples=2, deadline=None)
@given(steps=STEPS, prediction=PREDICTIONS)
def test_the_table_is_the_scheduler(name: str, steps: int, prediction: str) -> None:
    agrees(name, steps, prediction)


@pytest.mark.long
@pytest.mark.parametrize("name", LINEAR)
@settings(max_examples=40, deadline=None)
@given(steps=STEPS, prediction=PREDICTIONS)
def test_the_table_is_the_scheduler_at_any_number_of_steps(
    name: str, steps: int, prediction: str
) -> None:
    agrees(name, steps, prediction)


def agrees(name: str, steps: int, prediction: str) -> None:
    base = base_scheduler(prediction)
    if name in FIFTY:
        steps = (steps + 1) // 2
    spec = ProfileSpec(
        name="x", scheduler=name, steps=steps, guidance_scale=3.0, options=LINEAR[name]
    )
    table = schedule.tabulate(spec, base)
    generator = torch.Generator().manual_seed(steps)
    shape = (1 + table.noises, 1, 4, 16)
    values = torch.randn(shape, generator=generator, dtype=torch.float64)
    noises = list(values[1:])
    real = torch.stack(
        schedule.trajectory(spec.make_scheduler(base), steps, values[0], bent, noises)
    )
    difference = (replay(table, values[0], noises) - real).abs().max() / real.abs().max()
    assert float(difference) < 1e-5
    # The last step of some draws nothing.
    assert bool(table.noises) == (name in DRAWING) or steps == 1
    assert decode(encode(table)) == table


OFFERED = (*profiles.KNOWN.values(), profiles.FEW_STEP)


@pytest.mark.parametrize("spec", OFFERED, ids=lambda spec: f"{spec.name}-{spec.steps}")
def test_every_profile_offered_is_linear(spec: ProfileSpec) -> None:
    table = schedule.tabulate(spec, base_scheduler("v_prediction"))
    assert table.evaluations == spec.steps + (spec.scheduler == "PNDMScheduler")
    assert bool(table.noises) == (spec.scheduler in DRAWING)


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("DDIMScheduler", {"clip_sample": True}, "clip_sample"),
        ("DDIMScheduler", {"clip_sample": False, "thresholding": True}, "thresholding"),
        ("DPMSolverMultistepScheduler", {"thresholding": True}, "thresholding"),
        ("LCMScheduler", {"clip_sample": False, "original_inference_steps": 4}, "original_steps"),
    ],
)
def test_what_is_not_linear_is_refused_with_the_reason(
    name: str, options: dict[str, object], reason: str
) -> None:
    spec = ProfileSpec(name="x", scheduler=name, steps=8, guidance_scale=1.0, options=options)
    with pytest.raises(ProfileNotLinear, match=reason):
        schedule.tabulate(spec, base_scheduler("epsilon"))


def test_an_unforeseen_bend_is_found_by_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    step = PNDMScheduler.step

    def bending(self: Any, output: torch.Tensor, *args: Any, **options: Any) -> Any:
        return step(self, output.clamp(-3, 3), *args, **options)

    monkeypatch.setattr(PNDMScheduler, "step", bending)
    spec = ProfileSpec(name="x", scheduler="PNDMScheduler", steps=8, guidance_scale=1.0)
    with pytest.raises(ProfileNotLinear, match="step"):
        schedule.tabulate(spec, base_scheduler("epsilon"))
