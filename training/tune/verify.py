"""Does a run's record hold here? Its first steps are taken again from the recipe and compared."""

import tempfile
from pathlib import Path

import msgspec

from training.adapter import hash_base
from training.progress import progress
from training.texts import TrainingError
from training.tune.config import TuneConfig
from training.tune.dataset import digest
from training.tune.folder import Folder, rows
from training.tune.loop import Run
from training.tune.manifest import (
    PROVEN,
    Manifest,
    describe,
    plain,
    read_manifest,
    weights_digest,
)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How the replay compares. `losses`: steps whose losses were the same bit for bit.

    exact: those losses and the weights after them are the same. largest: relative difference of a
    loss. differing: what of the record is otherwise here (device, packages), which may explain it.
    """

    steps: int
    losses: int
    exact: bool
    largest: float
    differing: tuple[str, ...]


def verify(config: TuneConfig) -> Verdict:
    """Replay the first PROVEN steps of the run that `config` made, without touching its folder.

    Raises TrainingError where there is no such run, or where recipe, base or pictures are others.
    """
    folder = Folder(config.output)
    manifest = read_manifest(folder)
    if manifest is None:
        raise TrainingError("verify_none", folder=config.output)
    for name, there, here in (
        ("recipe", manifest.recipe, plain(config)),
        ("base", manifest.base_sha256, hash_base(config.base)),
    ):
        if there != here:
            raise TrainingError("verify_other", folder=config.output, what=name)
    noted = rows(folder.steps)[:PROVEN]
    # Class pictures and base answers lie in the run's folder; what is written goes elsewhere.
    with tempfile.TemporaryDirectory() as name:
        run = Run(config, folder, cache=Path(name))
        if digest(run.examples) != manifest.dataset_sha256:
            raise TrainingError("verify_other", folder=config.output, what="dataset")
        found = []
        with progress() as bar:
            for step in bar.track(range(len(noted)), description="verify"):
                found.append(run.advance(step))
        weights = weights_digest(run.learner)
    pairs = [(row["loss"], one["loss"]) for row, one in zip(noted, found, strict=True)]
    same = sum(there == here for there, here in pairs)
    whole = len(noted) == PROVEN and weights == manifest.proof
    return Verdict(
        steps=len(noted),
        losses=same,
        exact=bool(noted) and same == len(noted) and (whole or len(noted) < PROVEN),
        largest=max((abs(a - b) / abs(a) for a, b in pairs if a), default=0.0),
        differing=_differing(manifest, describe(config, run.learner, run.examples)),
    )


def _differing(there: Manifest, here: Manifest) -> tuple[str, ...]:
    found = [
        f"{name}: {getattr(there, name)} / {getattr(here, name)}"
        for name in ("device", "dtype", "python")
        if getattr(there, name) != getattr(here, name)
    ]
    for name, one in there.packages.items():
        if here.packages.get(name) != one:
            found.append(f"{name}: {one} / {here.packages.get(name)}")
    return tuple(found)
