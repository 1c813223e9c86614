"""How long each profile of a bundle takes here, and which one a visitor can wait for. Pure."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from kiosk.bundle.manifest import Profile

Measured = Annotated[float, msgspec.Meta(gt=0, lt=86400)]


class Timings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Seconds of one UNet run with one state (`alone_s`) or two (`pair_s`), and of one decoding."""

    alone_s: Measured
    pair_s: Measured
    decode_s: Measured


def guided(profile: Profile) -> bool:
    """Whether every evaluation takes two states: with the sentence, and without it."""
    return profile.guidance_scale != 1.0


def states(profile: Profile) -> int:
    """What a profile costs: how many states the UNet sees in all."""
    return profile.evaluations * (2 if guided(profile) else 1)


def expected_s(profile: Profile, timings: Timings, split: bool = False) -> float:
    """Seconds from the sentence to the picture. `split`: two states are two runs of one."""
    pair_s = 2 * timings.alone_s if split else timings.pair_s
    each_s = pair_s if guided(profile) else timings.alone_s
    return profile.evaluations * each_s + timings.decode_s


def within(
    target_s: float,
    profiles: Sequence[Profile],
    default: str,
    timings: Timings,
    split: bool = False,
) -> str:
    """The bundle's default if it is ready in time, else the longest that is, else the shortest.

    A profile longer than the default is never chosen: whoever released the bundle judged that the
    default is enough.
    """
    takes = {one.name: expected_s(one, timings, split) for one in profiles}
    if takes[default] <= target_s:
        return default
    in_time = [name for name, seconds in takes.items() if seconds <= target_s]
    if in_time:
        return max(in_time, key=takes.__getitem__)
    return min(takes, key=takes.__getitem__)


def smaller(profiles: Sequence[Profile], name: str) -> str | None:
    """The profile to try when memory did not suffice for `name`; None if there is none.

    One that is not guided holds half as much at a time, so it comes before any that is merely
    shorter. Among equals the one that costs the most.
    """
    known = {one.name: one for one in profiles}
    failed = known[name]
    cheaper = [one for one in profiles if states(one) < states(failed)]
    if not cheaper:
        return None
    return max(cheaper, key=lambda one: (guided(failed) and not guided(one), states(one))).name
