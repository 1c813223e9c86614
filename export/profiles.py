"""The sampling profiles a bundle offers: scheduler, steps and guidance by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import diffusers

_DPM_OPTIONS: Final[Mapping[str, object]] = {
    "algorithm_type": "dpmsolver++",
    "solver_order": 2,
    "solver_type": "midpoint",
    "final_sigmas_type": "zero",
    # Begins at the noisiest timestep, where the starting noise belongs (arXiv 2305.08891, §3.3).
    "timestep_spacing": "trailing",
}


@dataclass(frozen=True, kw_only=True)
class ProfileSpec:
    """One profile. `options` override the base's own scheduler configuration.

    `delta` names the bundle's file that is added to the UNet's weights for it, if any.
    """

    name: str
    scheduler: str
    steps: int
    guidance_scale: float
    options: Mapping[str, object] = field(default_factory=dict)
    delta: str = ""

    def make_scheduler(self, base: Any) -> Any:
        """A fresh diffusers scheduler with the noise schedule and prediction type of `base`."""
        return getattr(diffusers, self.scheduler).from_config(base.config, **self.options)


DEFAULT: Final = "completo"
PROFILES: Final = (
    ProfileSpec(
        name="completo",
        scheduler="DPMSolverMultistepScheduler",
        steps=20,
        guidance_scale=3.0,
        options=_DPM_OPTIONS,
    ),
    # The sampler of arXiv 2401.05520.
    ProfileSpec(name="pndm-50", scheduler="PNDMScheduler", steps=50, guidance_scale=3.0),
    ProfileSpec(
        name="rapido",
        scheduler="DPMSolverMultistepScheduler",
        steps=10,
        guidance_scale=3.0,
        options=_DPM_OPTIONS,
    ),
)
# Takes the place of its namesake where the base has few-step weights: guidance is in them.
FEW_STEP: Final = ProfileSpec(
    name="rapido",
    scheduler="DDIMScheduler",
    steps=4,
    guidance_scale=1.0,
    options={"timestep_spacing": "trailing", "clip_sample": False, "set_alpha_to_one": True},
    delta="unet-few-step.safetensors",
)
