"""A bundle's recipe in TOML: base, adapters with their scales, sampling profiles, its names.

Paths are relative to the file. Unknown keys are refused with the nearest known one.
"""

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from export.errors import RecipeUnreadable


class ScaledAdapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One adapter file; scale 1 is what it was trained with."""

    file: Path
    scale: float = 1.0


class OwnProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sampling profile that is not among those known by name; `scheduler` is diffusers' class."""

    name: str
    scheduler: str
    steps: int
    guidance_scale: float
    options: dict[str, str | int | float | bool] = msgspec.field(default_factory=dict)


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `heritage-export build FILE` reads.

    profiles and flavours: names of export.profiles.KNOWN and export.flavours.KNOWN. size: side of
    the pictures in pixels, where it is not to be the base's own.
    """

    base: Path
    out: Path
    adapter: tuple[ScaledAdapter, ...] = ()
    name: str | None = None
    title: str | None = None
    release: int = 1
    licence: str | None = None
    prompt_language: Literal["pt", "en"] | None = None
    profiles: tuple[str, ...] = ()
    profile: tuple[OwnProfile, ...] = ()
    default_profile: str | None = None
    flavours: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("cpu-fp32",)
    seeds: Annotated[int, msgspec.Meta(ge=1)] = 20
    size: Annotated[int, msgspec.Meta(ge=64, le=2048)] | None = None
    work: Path | None = None


def read_recipe(file: Path) -> Recipe:
    """Read a recipe; its paths become absolute. Raises RecipeUnreadable."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        _refuse_unknown(table)
        found = msgspec.convert(table, Recipe, dec_hook=_decode)
    # Of TOML, of text that is no UTF-8 and of msgspec: all are ValueErrors.
    except (OSError, ValueError) as error:
        raise RecipeUnreadable(file=file, reason=error) from error
    here = file.resolve().parent
    adapters = tuple(
        msgspec.structs.replace(one, file=here / one.file) for one in found.adapter
    )
    return msgspec.structs.replace(
        found, base=here / found.base, out=here / found.out, adapter=adapters,
        work=here / found.work if found.work else None,
    )  # fmt: skip


def _refuse_unknown(table: dict[str, Any]) -> None:
    known = Recipe.__struct_fields__
    for name in table:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            raise ValueError(f"{name}? {near[0]}" if near else f"{name}?")


def _decode(kind: type, value: object) -> object:
    """TOML has no paths of its own: they are written as strings."""
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"{kind} from {value!r}")
