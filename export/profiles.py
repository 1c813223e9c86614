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
# The embedded base's own (training/base/guidance.py); a recipe for another base names its profiles.
_GUIDANCE: Final = 2.3
_DDIM_OPTIONS: Final[Mapping[str, object]] = {
    "timestep_spacing": "trailing",
    "clip_sample": False,
    "set_alpha_to_one": True,
}


def _dpm(name: str, steps: int) -> ProfileSpec:
    return ProfileSpec(
        name=name, scheduler="DPMSolverMultistepScheduler", steps=steps, guidance_scale=_GUIDANCE,
        options=_DPM_OPTIONS,
    )  # fmt: skip


# What a bundle offers unless its recipe says otherwise.
PROFILES: Final = (
    _dpm("completo", 20),
    # The sampler of arXiv 2401.05520.
    ProfileSpec(name="pndm-50", scheduler="PNDMScheduler", steps=50, guidance_scale=_GUIDANCE),
    _dpm("rapido", 10),
)
_OTHERS: Final = (
    ProfileSpec(name="pndm-25", scheduler="PNDMScheduler", steps=25, guidance_scale=_GUIDANCE),
    ProfileSpec(
        name="unipc-12", scheduler="UniPCMultistepScheduler", steps=12, guidance_scale=_GUIDANCE,
        options={"timestep_spacing": "trailing"},
    ),
    ProfileSpec(
        name="ddim-30", scheduler="DDIMScheduler", steps=30, guidance_scale=_GUIDANCE,
        options=_DDIM_OPTIONS,
    ),
    # For a base into which LCM weights were merged (arXiv 2311.05556): its guidance is in them.
    ProfileSpec(name="lcm-4", scheduler="LCMScheduler", steps=4, guidance_scale=1.0),
)  # fmt: skip
# By the name that a recipe asks for.
KNOWN: Final[Mapping[str, ProfileSpec]] = {spec.name: spec for spec in (*PROFILES, *_OTHERS)}
# Takes the place of its namesake where the base has few-step weights: guidance is in them.
FEW_STEP: Final = ProfileSpec(
    name="rapido",
    scheduler="DDIMScheduler",
    steps=4,
    guidance_scale=1.0,
    options=_DDIM_OPTIONS,
    delta="unet-few-step.safetensors",
)
