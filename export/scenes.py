"""Which whole pictures a bundle is tried on: prompts, profiles and seeds."""

from collections.abc import Iterable, Sequence
from typing import Final

from export import probes
from export.card import BaseCard
from export.parity import Scene
from export.profiles import KNOWN, ProfileSpec

# The default profile's; every other profile is painted with the first.
_SEEDS: Final = (1, 2)


def prompts(said: BaseCard, triggers: Iterable[str]) -> tuple[str, ...]:
    """Some in the language that the base reads, and one for each trigger word."""
    own = probes.PROMPTS[said.language]
    return (*own, *(f"{word}, {own[0]}" for word in triggers))


def fastest(specs: Iterable[ProfileSpec]) -> ProfileSpec:
    """Of those that sample the pipeline as it is; a short one of our own where there is none."""
    plain = [spec for spec in specs if not spec.delta]
    return min(plain, key=lambda spec: spec.steps, default=KNOWN["rapido"])


def scenes(
    default_profile: str, specs: Sequence[ProfileSpec], texts: Sequence[str], seeds: int
) -> tuple[Scene, ...]:
    """The default profile twice, all others once, and the one of fewest steps on `seeds` seeds."""
    default = [spec for spec in specs if spec.name == default_profile]
    others = [spec for spec in specs if spec.name != default_profile]
    chosen = [(spec, seed) for spec in default for seed in _SEEDS]
    chosen += [(spec, _SEEDS[0]) for spec in others]
    quickest = min(specs, key=lambda spec: spec.steps)
    more = [(quickest, seed) for seed in range(1, seeds + 1)]
    chosen += [pair for pair in more if pair not in chosen]
    return tuple(
        Scene(profile=spec, prompt=texts[-1 - k % len(texts)], seed=seed)
        for k, (spec, seed) in enumerate(chosen)
    )
