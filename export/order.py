"""What to build, out of what: a recipe, options of the command, or options over a recipe."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import diffusers
from diffusers.schedulers.scheduling_utils import SchedulerMixin

from export.errors import OrderIncomplete, ProfileUnknown
from export.flavours import PLAIN, chosen
from export.profiles import DEFAULT, KNOWN, ProfileSpec
from export.recipe import Recipe, ScaledAdapter
from kiosk.bundle.manifest import Flavour

STAGES_NAME: Final = ".heritage-export-cache"


@dataclass(frozen=True, kw_only=True)
class Order:
    """One bundle to build. profiles: None for those that every bundle offers.

    seeds: of the scenes that each flavour is tried on. work: where finished stages are kept.
    size: side of the pictures in pixels; None for the base's own.
    """

    base: Path
    out: Path
    adapters: tuple[ScaledAdapter, ...] = ()
    name: str | None = None
    title: str | None = None
    release: int = 1
    licence: str | None = None
    prompt_language: str | None = None
    profiles: tuple[ProfileSpec, ...] | None = None
    default_profile: str = DEFAULT
    flavours: tuple[Flavour, ...] = (PLAIN,)
    allow_unproven: bool = False
    seeds: int = 20
    size: int | None = None
    work: Path | None = None
    replace: bool = False


def order(recipe: Recipe | None, *, replace: bool, **options: object) -> Order:
    """The recipe with every option that was given (is not None) in the place of its own.

    Finished stages are kept beside `out` unless told otherwise.
    Raises OrderIncomplete where neither names base and out, ProfileUnknown, FlavourUnknown.
    """
    said: dict[str, object] = {}
    if recipe is not None:
        said = {
            "base": recipe.base, "out": recipe.out, "adapters": recipe.adapter,
            "name": recipe.name, "title": recipe.title, "release": recipe.release,
            "licence": recipe.licence, "prompt_language": recipe.prompt_language,
            "profiles": _profiles(recipe),
            "default_profile": recipe.default_profile or DEFAULT,
            "flavours": recipe.flavours, "seeds": recipe.seeds, "size": recipe.size,
            "work": recipe.work,
        }  # fmt: skip
    said |= {name: value for name, value in options.items() if value is not None}
    if "flavours" in said:
        said["flavours"] = chosen(said["flavours"])  # type: ignore[arg-type]
    for name in ("base", "out"):
        if said.get(name) is None:
            raise OrderIncomplete(option=f"--{name}")
    said["work"] = said.get("work") or Path(str(said["out"])).parent / STAGES_NAME
    return Order(**said, replace=replace)  # type: ignore[arg-type]


def scaled(files: Sequence[Path], scales: Sequence[float]) -> tuple[ScaledAdapter, ...] | None:
    """`--adapter` and `--scale` of the command, in their order; None where no adapter was named.

    Raises OrderIncomplete for scales that belong to no adapter.
    """
    if len(scales) > len(files):
        raise OrderIncomplete(option="--adapter")
    if not files:
        return None
    padded = [*scales, *[1.0] * (len(files) - len(scales))]
    return tuple(
        ScaledAdapter(file=file, scale=scale) for file, scale in zip(files, padded, strict=True)
    )


def _profiles(recipe: Recipe) -> tuple[ProfileSpec, ...] | None:
    found = []
    for name in recipe.profiles:
        if name not in KNOWN:
            raise ProfileUnknown(name=name, known=", ".join(KNOWN))
        found.append(KNOWN[name])
    found += [
        ProfileSpec(
            name=own.name, scheduler=own.scheduler, steps=own.steps,
            guidance_scale=own.guidance_scale, options=own.options,
        )
        for own in recipe.profile
    ]  # fmt: skip
    for number, spec in enumerate(found):
        if spec.name in [other.name for other in found[:number]]:
            raise ProfileUnknown(name=spec.name, known="2 ×")
        found_class = getattr(diffusers, spec.scheduler, None)
        if not isinstance(found_class, type) or not issubclass(found_class, SchedulerMixin):
            raise ProfileUnknown(name=spec.scheduler, known="diffusers")
    return tuple(found) or None
